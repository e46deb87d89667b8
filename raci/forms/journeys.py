"""Forms about journeys: their names, their steps, and the reasons of a step (R-10)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.enums import JourneyKind
from raci.forms import FILL_IN, Choices, RefusableForm
from raci.models import Department
from raci.services.journeys import JourneyDraft, StepDraft


class NamedForm(RefusableForm):
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=200, error_messages=FILL_IN)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)


class JourneyForm(NamedForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=JourneyKind.choices)
    is_active = forms.BooleanField(label=_("Shown on the process map"), required=False)

    def draft(self) -> JourneyDraft:
        data = self.cleaned_data
        return JourneyDraft(
            data["name_nl"], data["name_en"], JourneyKind(data["kind"]), data["is_active"]
        )


class StepForm(NamedForm):
    department = forms.ChoiceField(label=_("Owner"), required=False)

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._departments = {str(row.pk): row for row in departments}
        self.offer("department", [("", _("Nobody yet")), *self._departments.items()])

    def draft(self) -> StepDraft:
        data = self.cleaned_data
        owner = self._departments.get(data["department"])
        return StepDraft(data["name_nl"], data["name_en"], owner)


class LinkForm(RefusableForm):
    reason = forms.ChoiceField(
        label=_("Contact reason"),
        widget=forms.Select(attrs={"data-combobox": ""}),
        error_messages={"required": _("Choose a contact reason.")},
    )

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("reason", [("", _("Choose a reason")), *reasons])
