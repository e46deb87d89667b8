"""Asking for a cause with what shows it (R-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.enums import EvidenceKind
from raci.forms import FILL_IN, RefusableForm, text_area
from raci.models import ProcessStep
from raci.services.causes import EVIDENCE_LENGTH, MOST, TEXT_LENGTH, EvidenceDraft
from reasons.enums import CauseCategory

COUNTED = {
    EvidenceKind.READ_CONTACTS: _("Number of contacts read"),
    EvidenceKind.SURVEY_ANSWERS: _("Number of open answers"),
    EvidenceKind.AGENT_SIGNALS: _("Number of signals"),
}


@dataclass(frozen=True)
class Source:
    """The two fields about one kind of evidence."""

    name: Any
    fields: Sequence[forms.BoundField]

    @property
    def is_open(self) -> bool:
        return any(field.data or field.errors for field in self.fields)


class CauseForm(RefusableForm):
    """A cause, and for each kind of source how much of it and what it showed."""

    category = forms.ChoiceField(
        label=_("On whose side does the cause lie?"),
        choices=CauseCategory.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose on whose side the cause lies.")},
    )
    description = forms.CharField(
        label=_("Cause"),
        max_length=TEXT_LENGTH,
        error_messages=FILL_IN,
        help_text=_("What made this contact necessary?"),
    )

    def __init__(self, *args: Any, steps: Sequence[ProcessStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._steps = {str(step.pk): step for step in steps}
        for kind in EvidenceKind:
            draft = EvidenceDraft(kind)
            self.fields[self._first_part(draft)] = self._first_field(kind)
            self.fields[draft.field("text")] = text_area(
                _("What did it show?"), rows=2, required=False, max_length=EVIDENCE_LENGTH
            )

    @property
    def sources(self) -> list[Source]:
        drafts = [EvidenceDraft(kind) for kind in EvidenceKind]
        return [
            Source(
                EvidenceKind(draft.kind).label,
                [self[self._first_part(draft)], self[draft.field("text")]],
            )
            for draft in drafts
        ]

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        evidence = [
            EvidenceDraft(
                kind,
                data[f"{kind}_text"],
                data.get(f"{kind}_count"),
                self._steps.get(data.get(f"{kind}_step", "")),
            )
            for kind in EvidenceKind
        ]
        return {
            "category": data["category"],
            "description": data["description"],
            "evidence": evidence,
        }

    def _first_field(self, kind: EvidenceKind) -> forms.Field:
        if kind == EvidenceKind.PROCESS_STEP:
            steps = [(pk, f"{step.journey.name} › {step.name}") for pk, step in self._steps.items()]
            return forms.ChoiceField(
                label=_("Process step"), required=False, choices=[("", _("No step")), *steps]
            )
        return forms.IntegerField(label=COUNTED[kind], required=False, min_value=1, max_value=MOST)

    @staticmethod
    def _first_part(draft: EvidenceDraft) -> str:
        return draft.field("step" if draft.kind == EvidenceKind.PROCESS_STEP else "count")


class WithdrawCauseForm(RefusableForm):
    why = forms.CharField(
        label=_("What turned out otherwise?"), max_length=TEXT_LENGTH, error_messages=FILL_IN
    )
