"""Forms of the loop: input for a decision; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contactreductie.core.refusals import Refusal


class RefusableForm(forms.Form):
    """A form that shows a service's refusal at the field it names."""

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class JudgeForm(RefusableForm):
    """What the accountable party adds to the measurement."""

    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


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
        choice = self.fields["department"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - declared above
        choice.choices = [("", _("Choose a department")), *departments]
        if not may_edit_matrix:
            del self.fields["standing"]


class CloseForm(RefusableForm):
    """F-6: no action, with the reason in writing."""

    because = forms.CharField(
        label=_("No action, because"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
