"""Forms about channels: what one is for, and what is decided about it (V-4, W-6)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.translation import gettext_lazy as _

from contactreductie.core.refusals import Refusal
from raci.enums import ChannelMeasure
from raci.forms import FILL_IN, PrincipleForm, day_field, text_area
from raci.models import ChannelCharter, Department
from raci.queries.opening_hours import WEEKDAYS, typed, written
from raci.queries.vision_changes import wording
from raci.services.channels import CharterDraft, DecisionDraft

NO_GROUND = _("Give purpose and customer vision principle of this channel.")


def optional_day(label: Any, **options: Any) -> forms.DateField:
    field = day_field(label, _("Fill in this field."))
    field.required = False
    field.help_text = options.get("help_text", "")
    return field


class CharterForm(PrincipleForm):
    """What a channel is for; opening hours in one field per day of the week."""

    purpose = text_area(
        _("What is this channel for?"),
        rows=2,
        help_text=_("For which customers and which questions is this the best way?"),
    )
    owner = forms.ChoiceField(label=_("Owner"), error_messages=FILL_IN)
    cost_per_contact = forms.DecimalField(
        label=_("Cost per contact in euros"),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        localize=True,
    )
    review_date = optional_day(
        _("Look at it again on"), help_text=_("Empty: a year from now, or the date that stands.")
    )
    added_on = optional_day(_("Added on"), help_text=_("Only for a channel that was added."))
    expected_volume = forms.IntegerField(
        label=_("Expected contacts per week"),
        required=False,
        min_value=0,
        max_value=2_000_000_000,
        help_text=_("Every added channel raises contacts per customer: by how much?"),
    )
    field_order = ("purpose", "principle", "principle_why", "owner", "cost_per_contact")

    def __init__(
        self,
        *args: Any,
        owners: Sequence[Department],
        standing: ChannelCharter | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = _initial(standing)
        self._choose_again(standing)
        self._owners = {str(row.pk): row for row in owners}
        self.offer("owner", [("", _("Choose a department")), *self._owners.items()])
        self.fields["purpose"].error_messages = {"required": NO_GROUND}
        if self._principles:
            self.fields["principle"].error_messages["required"] = NO_GROUND
        for day in WEEKDAYS:
            label = WEEKDAY_NAMES[day - 1]
            self.fields[f"hours_{day}"] = forms.CharField(
                label=label, required=False, max_length=100
            )

    def _choose_again(self, standing: ChannelCharter | None) -> None:
        """V-2: a principle of an older version; the one with the same words is chosen already."""
        if standing is None or str(standing.principle_id) in self._principles:
            return
        words = wording(standing.principle)
        same = [pk for pk, row in self._principles.items() if wording(row) == words]
        self.initial["principle"] = same[0] if same else ""
        text = (
            _("It named version %(version)s: “%(text)s” That principle is unchanged.")
            if same
            else _("It names version %(version)s: “%(text)s” Choose again.")
        )
        said = {"version": standing.principle.vision.version, "text": standing.principle.text}
        self.fields["principle"].help_text = text % said

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self if not bound.name.startswith("hours_")]

    @property
    def hour_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name.startswith("hours_")]

    def draft(self) -> CharterDraft:
        data = self.cleaned_data
        hours = {str(day): typed(data[f"hours_{day}"]) for day in WEEKDAYS}
        return CharterDraft(
            purpose=data["purpose"],
            owner=self._owners[data["owner"]],
            cost_per_contact=data["cost_per_contact"],
            opening_hours={day: spans for day, spans in hours.items() if spans},
            review_date=data["review_date"],
            added_on=data["added_on"],
            expected_volume=data["expected_volume"],
            **self.named_principle(),
        )


class DecisionForm(PrincipleForm):
    """One decision; which answers a measure needs is for the service to say."""

    measure = forms.ChoiceField(
        label=_("What is decided?"),
        choices=[("", _("Choose a measure")), *ChannelMeasure.choices],
        error_messages=FILL_IN,
    )
    starts_on = day_field(_("From"), _("Fill in this field."))
    ends_on = optional_day(
        _("Until"),
        help_text=_(
            "Needed for closing, shorter hours, not answering, voice mail and hiding; otherwise "
            "it may stay empty."
        ),
    )
    cause = text_area(
        _("Cause"),
        rows=2,
        required=False,
        help_text=_("Needed for the same measures: they fight a symptom. Which cause remains?"),
    )
    field_order = ("measure", "starts_on", "ends_on", "cause")

    def refuse(self, refusal: Refusal) -> None:
        """W-6: the message stands at both answers that a symptom measure lacks."""
        missing = [name for name in ("ends_on", "cause") if not self.cleaned_data.get(name)]
        for name in missing if refusal.field in missing else [refusal.field]:
            self.add_error(name if name in self.fields else None, str(refusal))

    def draft(self) -> DecisionDraft:
        data = self.cleaned_data
        return DecisionDraft(
            measure=ChannelMeasure(data["measure"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            cause=data["cause"],
            **self.named_principle(),
        )


def _initial(charter: ChannelCharter | None) -> dict[str, Any]:
    """What stands, to be changed."""
    if charter is None:
        return {}
    names = ("purpose", "principle_why", "cost_per_contact", "added_on", "expected_volume")
    hours = {f"hours_{day}": written(spans) for day, spans in charter.opening_hours.items()}
    kept = {name: getattr(charter, name) for name in names}
    return {
        **kept,
        **hours,
        "principle": str(charter.principle_id),
        "owner": str(charter.owner_id),
        "review_date": charter.review_date,
    }
