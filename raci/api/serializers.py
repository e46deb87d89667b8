"""The shapes in which improvement actions come in and go out. No rules."""

from rest_framework import serializers

from contactreductie.core.api.fields import CodeField
from raci import rules, workflow
from raci.enums import ActionSide, ActionState, EntryKind, RaciRole
from raci.models import ActionEntry, ActionRole, ImprovementAction

LONG_TEXT = 5000


class RoleOutput(serializers.ModelSerializer):
    role = serializers.ChoiceField(RaciRole.choices)
    department = serializers.CharField(source="department.code", default=None, allow_null=True)
    person = serializers.CharField(source="person.username", default=None, allow_null=True)

    class Meta:
        model = ActionRole
        fields = ["role", "department", "person"]


class ActionOutput(serializers.ModelSerializer):
    """One action in a list."""

    reason = serializers.CharField(source="reason.code")
    state = serializers.ChoiceField(ActionState.choices)
    roles = RoleOutput(many=True)

    class Meta:
        model = ImprovementAction
        fields = [
            "number",
            "title",
            "reason",
            "state",
            "due_date",
            "live_date",
            "origin",
            "roles",
            "created_at",
            "changed_at",
            "closed_at",
            "version",
        ]


class EntryOutput(serializers.ModelSerializer):
    actor = serializers.CharField(source="actor.username", default=None, allow_null=True)
    kind = serializers.ChoiceField(EntryKind.choices)
    from_state = serializers.CharField()
    to_state = serializers.CharField()

    class Meta:
        model = ActionEntry
        fields = ["at", "actor", "kind", "from_state", "to_state", "text"]


class ActionDetailOutput(ActionOutput):
    """One action with its plan, its history and the steps this person may take now."""

    side = serializers.CharField()
    principle = serializers.IntegerField(
        source="principle.number", default=None, allow_null=True, help_text="Of the vision."
    )
    follow_up_of = serializers.IntegerField(
        source="follow_up_of_id", allow_null=True, help_text="Number of the earlier action."
    )
    effect = serializers.DictField()
    transitions = serializers.SerializerMethodField()
    entries = EntryOutput(many=True)

    class Meta(ActionOutput.Meta):
        fields = [
            *ActionOutput.Meta.fields,
            "description",
            "cause",
            "side",
            "prevention_impossible",
            "principle",
            "principle_why",
            "due_date_moves",
            "result",
            "effect",
            "follow_up_of",
            "transitions",
            "entries",
        ]

    def get_transitions(self, action: ImprovementAction) -> list[str]:
        user = self.context["request"].user
        steps = workflow.steps_from(action.state)
        return [step.name for step in steps if rules.may_take(user, action, step)]


class RoleInput(serializers.Serializer):
    """One letter for one holder: a department or a person."""

    role = serializers.ChoiceField(RaciRole.choices)
    department = CodeField(required=False, allow_null=True, help_text="Its code.")
    person = CodeField(required=False, allow_null=True, help_text="The user name.")


class ProposalInput(serializers.Serializer):
    title = serializers.CharField(allow_blank=True, max_length=200)
    reason = CodeField()
    description = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=LONG_TEXT
    )
    roles = RoleInput(
        many=True,
        required=False,
        allow_null=True,
        help_text="Left out: the RACI that the matrix has for the reason.",
    )


class TransitionInput(serializers.Serializer):
    """A step, the version it is a step from, and what that step asks for."""

    transition = serializers.ChoiceField([*workflow.TRANSITIONS])
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    cause = serializers.CharField(required=False, allow_blank=True, max_length=LONG_TEXT)
    side = serializers.ChoiceField(ActionSide.choices, required=False, allow_blank=True)
    prevention_impossible = serializers.CharField(
        required=False, allow_blank=True, max_length=LONG_TEXT
    )
    principle = serializers.IntegerField(
        required=False, allow_null=True, help_text="Number of a principle of the active vision."
    )
    principle_why = serializers.CharField(required=False, allow_blank=True, max_length=LONG_TEXT)
    due_date = serializers.DateField(required=False, allow_null=True)
    live_date = serializers.DateField(required=False, allow_null=True)
    result = serializers.CharField(required=False, allow_blank=True, max_length=LONG_TEXT)
    remark = serializers.CharField(required=False, allow_blank=True, max_length=LONG_TEXT)
