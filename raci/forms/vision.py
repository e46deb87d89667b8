"""Naming a principle of the customer vision, wherever a decision has to (V-2)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.forms import RefusableForm, text_area
from raci.models import CustomerVision, VisionPrinciple


class PrincipleForm(RefusableForm):
    """A principle of the version in force and one sentence why; the rules are the service's."""

    principle = forms.ChoiceField(
        label=_("Principle of the customer vision"),
        error_messages={"required": _("Link a principle of the customer vision.")},
    )
    principle_why = text_area(_("How does this serve the principle?"), rows=2, max_length=300)

    def __init__(self, *args: Any, vision: CustomerVision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._principles: dict[str, VisionPrinciple] = (
            {str(row.pk): row for row in vision.principles.all()} if vision else {}
        )
        self.offer("principle", [("", _("Choose a principle")), *self._principles.items()])
        if vision is None:
            no_vision = _("Adopt the customer vision first.")
            self.fields["principle"].error_messages["required"] = no_vision

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, "principle": self._principles.get(data["principle"])}
