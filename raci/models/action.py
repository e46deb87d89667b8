"""Improvement actions: what a department has promised to do about a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.enums import ActionSide, ActionState, EntryKind, RaciRole
from raci.models.department import Department
from raci.models.responsibility import ONE_HOLDER
from raci.models.vision import VisionPrinciple
from reasons.models import ContactReason

TITLE_LENGTH = 200
PLAN_MISSING = Q(cause="") | Q(side="") | Q(principle=None) | Q(principle_why="") | Q(due_date=None)


class ImprovementAction(models.Model):
    """One action. `number` is what people quote; `version` counts changes, to notice conflicts.

    `origin` says what opened it ("2026-W10 spike"), empty for a proposal by a person. `effect`
    is the measured effect its A verified it with: what feedbackloop (or A) gave, with interval.
    """

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    description = models.TextField(_("description"), blank=True)
    reason = models.ForeignKey(ContactReason, on_delete=models.PROTECT, related_name="actions")
    state = models.CharField(
        _("state"), max_length=13, choices=ActionState, default=ActionState.PROPOSED
    )
    cause = models.TextField(_("cause"), blank=True)
    side = models.CharField(_("side"), max_length=5, choices=ActionSide, blank=True)
    principle = models.ForeignKey(
        VisionPrinciple,
        verbose_name=_("principle"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    principle_why = models.TextField(_("how it serves the principle"), blank=True)
    prevention_impossible = models.TextField(_("why prevention is impossible"), blank=True)
    due_date = models.DateField(_("due date"), null=True, blank=True)
    due_date_moves = models.PositiveSmallIntegerField(default=0)
    live_date = models.DateField(_("live date"), null=True, blank=True)
    result = models.TextField(_("what changed"), blank=True)
    reported_done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    effect = models.JSONField(default=dict, blank=True)
    origin = models.CharField(max_length=60, blank=True)
    follow_up_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("improvement action")
        verbose_name_plural = _("improvement actions")
        ordering = ["-number"]
        constraints = [
            # whatever is past the proposal has a complete plan.
            models.CheckConstraint(
                condition=Q(state__in=[ActionState.PROPOSED, ActionState.CANCELLED])
                | ~PLAN_MISSING,
                name="raci_action_planned",
                violation_error_message=_("Complete the plan first."),
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[
                        ActionState.REPORTED_DONE,
                        ActionState.VERIFIED,
                        ActionState.NO_EFFECT,
                    ]
                )
                | Q(live_date__isnull=False),
                name="raci_action_live_date",
            ),
            # W-4: prevention before self-service.
            models.CheckConstraint(
                condition=~Q(side=ActionSide.BACK) | ~Q(prevention_impossible=""),
                name="raci_action_prevention",
                violation_error_message=_(
                    "Explain why this question cannot be prevented on the front side."
                ),
            ),
        ]
        indexes = [
            # routing: is an action open on this reason? lists: by state.
            models.Index(fields=["reason", "state"], name="raci_action_reason_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class ActionRole(models.Model):
    """One RACI letter on an action, copied from the matrix of that moment."""

    action = models.ForeignKey(ImprovementAction, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=1, choices=RaciRole)
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="action_roles"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="action_roles"
    )

    class Meta:
        ordering = ["action", "role", "pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_HOLDER, name="raci_actionrole_holder"),
            # at most one here; at least one is kept by services.actions.
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(role=RaciRole.ACCOUNTABLE),
                name="raci_actionrole_one_accountable",
                violation_error_message=_("Choose exactly one accountable party (A)."),
            ),
            models.UniqueConstraint(
                fields=["action", "role", "department"],
                condition=Q(department__isnull=False),
                name="raci_actionrole_department_once",
            ),
            models.UniqueConstraint(
                fields=["action", "role", "person"],
                condition=Q(person__isnull=False),
                name="raci_actionrole_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.role} {self.department or self.person}"


class ActionEntry(models.Model):
    """One line of the history of an action; only added. `details`: what changed."""

    action = models.ForeignKey(ImprovementAction, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=EntryKind)
    from_state = models.CharField(max_length=13, choices=ActionState, blank=True)
    to_state = models.CharField(max_length=13, choices=ActionState, blank=True)
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.kind}"
