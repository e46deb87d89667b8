"""What is to be done to the dimensions and their values, as typed; the rules are the services'."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contactreductie.core.refusals import Conflict, Refusal
from reasons.forms.signals import RefusableForm, text_area
from reasons.forms.tree import FILL_IN, name_field
from reasons.models import Dimension, DimensionValue
from reasons.queries import dimensions as queries
from reasons.services.dimensions import New

MOST_TYPED = 20_000  # characters of new values in one go


def day_field(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a date.")},
    )


def first_day_field() -> forms.DateField:
    return day_field(_("First day"), _("Empty: contacts of any day before may have it too."))


class SeenForm(RefusableForm):
    """A form about one item, which tells what of it its sender looked at."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Dimension | DimensionValue, **kwargs: Any) -> None:
        self.item = item
        kwargs |= {"initial": {**queries.fields(item), "seen": queries.shown(item)}}
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        if isinstance(refusal, Conflict):
            self.add_error(None, _("You see how it stands now; what you filled in is kept."))
            self._look_again()

    def _look_again(self) -> None:
        """What was typed stays, beside what stands there now; what is sent next is about that."""
        typed = dict(self.cleaned_data)
        for name, value in queries.fields(self.item).items():
            if typed.get(name) != value:
                text = date_format(value, "j F Y") if isinstance(value, date) else value
                told = _("It now says: %(value)s") if text else _("It is empty now.")
                self.add_error(name, told % {"value": text})
        self.data = {**dict(self.data.items()), "seen": queries.shown(self.item)}


class DimensionNames(forms.Form):
    name_nl = name_field(_("Name in Dutch"))
    name_en = name_field(_("Name in English"), required=False)


class DimensionForm(DimensionNames, SeenForm):
    """Another name for a dimension."""


class NewDimensionForm(DimensionNames, RefusableForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=100,
        required=False,
        help_text=_(
            "By which files and other systems name it; it never changes. Empty: made from the name."
        ),
    )


class NewValuesForm(RefusableForm):
    """Values on a line each, with the code of another system behind a semicolon or a tab."""

    values = forms.CharField(
        label=_("Values"),
        widget=text_area(MOST_TYPED, rows=6),
        max_length=MOST_TYPED,
        error_messages=FILL_IN,
        help_text=_(
            "One on each line. A code of another system may follow behind a semicolon: PostNL; PNL"
        ),
    )
    valid_from = first_day_field()

    def clean_values(self) -> list[New]:
        lines = self.cleaned_data["values"].replace("\t", ";").splitlines()
        parts = [line.partition(";") for line in lines if line.strip()]
        return [New(name.strip(), code.strip()) for name, _sign, code in parts]


class ValueForm(SeenForm):
    name = name_field(_("Name"))
    valid_from = first_day_field()
    valid_until = day_field(_("Last day"), _("Contacts of later days cannot have it."))
