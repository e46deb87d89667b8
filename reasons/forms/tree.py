"""What is to be done to the reason tree, as typed; the rules are the services'."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contactreductie.core.refusals import Refusal
from reasons.forms.signals import RefusableForm, text_area
from reasons.models import Dimension

MOST_PARTS = 4
FILL_IN = {"required": _("Fill in this field.")}


def name_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=200,
        required=required,
        error_messages=FILL_IN,
        help_text=help_text,
    )


class WhyForm(RefusableForm):
    """Every change of the tree says why (R-7)."""

    why = forms.CharField(
        label=_("Why?"),
        max_length=settings.TREE_CHANGE_WHY_LENGTH,
        error_messages=FILL_IN,
        help_text=_("Whoever wonders in a year why the figures broke here reads this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = self.fields.pop("why")  # asked for last


class ReasonForm(WhyForm):
    """What a reason is called, what finds it and what it demands."""

    name_nl = name_field(
        _("Name in Dutch"),
        help_text=_("What the customer asks, in the words of the customer; not what caused it."),
    )
    name_en = name_field(_("Name in English"), required=False)
    synonyms = forms.CharField(
        label=_("Other words"),
        required=False,
        widget=text_area(2000, rows=2),
        help_text=_("Words that find the reason as well, one on each line."),
    )
    explanation_nl = forms.CharField(
        label=_("Explanation in Dutch"), max_length=300, required=False
    )
    explanation_en = forms.CharField(
        label=_("Explanation in English"), max_length=300, required=False
    )
    required_dimensions = forms.ModelMultipleChoiceField(
        label=_("Asks for"),
        queryset=Dimension.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Dimension.objects.exists():
            self.fields["required_dimensions"].widget = forms.MultipleHiddenInput()

    def described(self) -> dict[str, Any]:
        """The fields of a draft."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "why"}
        words = [word.strip() for word in data["synonyms"].splitlines()]
        data["synonyms"] = tuple(dict.fromkeys(word for word in words if word))
        data["required_dimensions"] = tuple(data["required_dimensions"])
        return data


class NewReasonForm(ReasonForm):
    """A reason below another."""

    with_catch_all = forms.BooleanField(
        label=_("Make 'Other' beside it"),
        required=False,
        initial=True,
        help_text=_("The reason above can no longer be chosen itself."),
    )

    def __init__(self, *args: Any, asks_catch_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_catch_all:
            del self.fields["with_catch_all"]


class MoveForm(WhyForm):
    """Behind which sibling; the new parent is in the address."""

    after = forms.ChoiceField(label=_("Place"), required=False)
    with_catch_all = NewReasonForm.base_fields["with_catch_all"]

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], asks_catch_all: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = [("", _("First")), *places]  # type: ignore[attr-defined]
        if not asks_catch_all:
            del self.fields["with_catch_all"]


class EndForm(WhyForm):
    """The last day on which the reason may be chosen."""

    valid_until = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**FILL_IN, "invalid": _("This is not a date.")},
    )


class SplitForm(WhyForm):
    """The new reasons, and which of them takes the contacts until now."""

    heir = forms.ChoiceField(
        label=_("With which are the contacts until now counted?"),
        required=False,
        choices=[
            ("", _("None: they stay with the old reason")),
            ("1", _("Reason 1")),
            ("2", _("Reason 2")),
            ("3", _("Reason 3")),
            ("4", _("Reason 4")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = {}
        for place in range(1, MOST_PARTS + 1):
            dutch = _("Reason %(place)s in Dutch") % {"place": place}
            english = _("Reason %(place)s in English") % {"place": place}
            parts[f"name_nl_{place}"] = name_field(dutch, required=place <= 2)
            parts[f"name_en_{place}"] = name_field(english, required=False)
        self.fields = {**parts, "heir": self.fields["heir"], "why": self.fields["why"]}

    def refuse(self, refusal: Refusal) -> None:
        """A refusal names the number of the new reason; a place may have been left empty."""
        name, _sign, number = refusal.field.rpartition("_")
        places = list(self.names()) if number.isdigit() else []
        if places:
            refusal.field = f"{name}_{places[int(number) - 1]}"
        super().refuse(refusal)

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Both names of each new reason, side by side."""
        places = range(1, MOST_PARTS + 1)
        return [(self[f"name_nl_{place}"], self[f"name_en_{place}"]) for place in places]

    def names(self) -> dict[str, tuple[str, str]]:
        """Dutch and English name of each new reason, by its place."""
        data = self.cleaned_data
        return {
            str(place): (data[f"name_nl_{place}"], data[f"name_en_{place}"])
            for place in range(1, MOST_PARTS + 1)
            if data[f"name_nl_{place}"]
        }
