"""What an agent brings up, as typed; the rules are the services'."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from contactreductie.core.refusals import Refusal
from reasons.enums import BroughtUp, CauseCategory, CustomerSignalKind, SignalState
from reasons.forms.fields import NoteField
from reasons.queries.signals import OPEN
from reasons.queries.similar import Near
from reasons.services.answers import ANSWER_LENGTH
from reasons.services.proposals import NAME_LENGTH

ALL = "all"


class NumberedRadio(forms.RadioSelect):
    """Choices that the keys 1, 2, 3 … choose as well (static/js/panel.js)."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"]["data-digit"] = int(option["index"]) + 1
        return option


def text_area(limit: int, rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": limit})


class RefusableForm(forms.Form):
    """A form that shows a service's refusal at the field it blames."""

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class BringUpForm(RefusableForm):
    """Something with a text under C-7. Sent twice it is the same thing, by its id."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = NoteField(required=False, widget=text_area(settings.NOTE_MAX_LENGTH))
    text_has_no_bsn = forms.BooleanField(label=_("This is no BSN"), required=False)

    @property
    def asks_about_bsn(self) -> bool:
        """Whether the text holds what looks like a BSN: nobody else is asked."""
        return bool(self.errors.get("text_has_no_bsn") or self["text_has_no_bsn"].value())


class FirstTimeRightForm(BringUpForm):
    """ "In 1x goed" (S-1)."""

    cause = forms.CharField(
        label=_("On whose side does the cause lie?"),
        required=False,
        widget=NumberedRadio(choices=CauseCategory.choices),
    )
    field_order = ["cause", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "first_time_right_%s"})
        self.fields["text"].label = _("What was needed?")


class CustomerSignalForm(BringUpForm):
    """A complaint, compliment or idea (S-3)."""

    kind = forms.CharField(
        label=_("What did you hear?"),
        required=False,
        widget=NumberedRadio(choices=CustomerSignalKind.choices),
    )
    field_order = ["kind", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "customer_signal_%s"})
        self.fields["text"].label = _("What did the customer say?")
        self.fields["text"].help_text = _("No names, numbers or addresses.")


class MissingReasonForm(BringUpForm):
    """A reason that could not be found. `considered` is the name for which the nearly equal ones
    were shown."""

    name = forms.CharField(label=_("Name"), required=False)
    parent = forms.ChoiceField(label=_("Below which main reason?"), required=False)
    considered = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["name", "parent", "text"]

    def __init__(self, *args: Any, parents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "missing_reason_%s"})
        self.fields["name"].widget.attrs["maxlength"] = NAME_LENGTH
        self.fields["name"].help_text = _("In the customer's words, not our explanation of it.")
        self.fields["text"].label = _("When would one choose it?")
        parent = cast(forms.ChoiceField, self.fields["parent"])
        parent.choices = [("", _("I do not know")), *parents]

    def considers(self, near: list[Near]) -> bool:
        """Whether who sends this has seen the nearly equal names; if not, they are shown now."""
        if not near or self.cleaned_data["considered"] == self.cleaned_data["name"]:
            return True
        self.add_error(
            "name", _("This looks like a reason that is there. Do you mean another? Send it again.")
        )
        return False


class AnswerForm(RefusableForm):
    """The answer to what was brought up."""

    answer = NoteField(label=_("Answer"), required=False, widget=text_area(ANSWER_LENGTH, rows=4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "answer_%s"})


class SignalFilter(forms.Form):
    """Which of what was brought up: without a choice all that waits for an answer."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Open")), *SignalState.choices, (ALL, _("All, closed too"))],
    )

    def __init__(self, data: QueryDict, *, kinds: list[BroughtUp]) -> None:
        super().__init__(data)
        self.all_kinds = kinds
        offered = [(kind.value, kind.label) for kind in kinds]
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [("", _("All kinds")), *offered]
        self.is_valid()

    def kinds(self) -> list[str]:
        chosen = self.cleaned_data.get("kind")
        return [chosen] if chosen else [kind.value for kind in self.all_kinds]

    def states(self) -> list[str]:
        chosen = self.cleaned_data.get("state")
        if chosen == ALL:
            return list(SignalState.values)
        return [chosen] if chosen else [state.value for state in OPEN]
