"""Forms of the loop: input for a decision; the rules are the services'."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedbackloop.enums import GuardKpi, ReviewDecision, TargetUnit
from feedbackloop.models.tree_review import WHY_LENGTH
from raci.enums import Strategy, ValueLabel
from raci.forms import FILL_IN, PrincipleForm, RefusableForm, day_field, text_area


class JudgeForm(RefusableForm):
    """What the accountable party adds to the measurement."""

    remark = text_area(_("Remark"), rows=2, required=False)


class RouteForm(RefusableForm):
    """Who answers for a finding that nobody answered for."""

    department = forms.ChoiceField(label=_("Accountable department"))
    standing = forms.BooleanField(
        label=_("From now on for this reason"),
        required=False,
        help_text=_("Also writes it into the RACI matrix, for this reason and all below it."),
    )

    def __init__(
        self, *args: Any, departments: list[tuple[str, str]], may_edit_matrix: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("department", [("", _("Choose a department")), *departments])
        if not may_edit_matrix:
            del self.fields["standing"]


class CloseForm(RefusableForm):
    """F-6: no action, with the reason in writing."""

    because = text_area(_("No action, because"), rows=2, max_length=1000)


SCORES = (
    (-2, _("Clear irritant")),
    (-1, _("Irritant")),
    (1, _("Valuable")),
    (2, _("Very valuable")),
)


def _score_field(label: Any, help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a score.")},
    )


class ScoreForm(PrincipleForm):
    """What somebody thinks a reason is worth (W-1)."""

    customer = _score_field(
        _("Value to the customer"), _("Does the customer want to have this contact?")
    )
    organisation = _score_field(
        _("Value to the organisation"), _("Do we learn or earn something, or is it only work?")
    )
    motive = text_area(_("Why do you think so?"), rows=2, max_length=500)
    field_order = ["customer", "organisation", "motive", "principle", "principle_why"]


class StrategyForm(PrincipleForm):
    """Another strategy than the quadrant's (W-2)."""

    strategy = forms.ChoiceField(
        label=_("Strategy"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a strategy.")},
    )
    rationale = text_area(_("Rationale"), rows=3, max_length=1000)
    field_order = ["strategy", "rationale", "principle", "principle_why"]

    def __init__(self, *args: Any, strategies: Sequence[Strategy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("strategy", [(strategy.value, strategy.label) for strategy in strategies])


class LabelForm(RefusableForm):
    """Whether customers want to have this contact (W-3)."""

    label = forms.ChoiceField(
        label=_("Label"),
        choices=ValueLabel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose satisfier or dissatisfier.")},
    )
    why = text_area(_("Why?"), rows=2, max_length=300)


class TargetForm(PrincipleForm):
    """A reduction target for one reason (K-3)."""

    unit = forms.ChoiceField(
        label=_("Counted in"),
        choices=TargetUnit.choices,
        initial=TargetUnit.PER_WEEK,
        widget=forms.RadioSelect,
    )
    goal = forms.FloatField(
        label=_("Target"),
        min_value=0,
        widget=forms.NumberInput(attrs={"step": "any", "min": "0"}),
        error_messages=FILL_IN,
        help_text=_("What is left of it then; it lies below the baseline."),
    )
    starts_on = day_field(_("From Monday"), FILL_IN["required"])
    reach_by = day_field(_("Reached in the week of Monday"), FILL_IN["required"])
    guards = forms.MultipleChoiceField(
        label=_("Customer KPIs that must not get worse"),
        choices=GuardKpi.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["unit", "goal", "starts_on", "reach_by", "guards", "principle", "principle_why"]


class EndTargetForm(RefusableForm):
    why = text_area(_("Why does this target end?"), rows=2, max_length=300)


class TreeReviewForm(RefusableForm):
    """What becomes of one point of the review list (R-4, R-5)."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=ReviewDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    why = text_area(
        _("Because"),
        rows=2,
        required=False,
        max_length=WHY_LENGTH,
        help_text=_("Needed when nothing is changed now."),
    )
