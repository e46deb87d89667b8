"""Forms of the loop: input for a decision; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.forms import RefusableForm, text_area


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
