"""One tap, and somebody's places on the tally sheet, as they are sent without a script."""

import json
import uuid
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reasons.forms.fields import BoundedJSONField
from reasons.forms.signals import RefusableForm
from reasons.models.pin import KEYS, SLOTS
from reasons.queries import choices
from reasons.queries.catalog import Catalog
from reasons.queries.tally import TALLY
from reasons.services.drafts import ContactDraft


class TapField(BoundedJSONField):
    """What a button of the sheet stands for: the codes of its reason and its channel."""

    def clean(self, value: Any) -> tuple[str, str]:
        found = super().clean(value)
        is_pair = isinstance(found, list) and [type(code) for code in found] == [str, str]
        if not is_pair or not all(code.isprintable() for code in found):
            raise ValidationError(_("This reason cannot be chosen (any more)."))
        return found[0], found[1]


def tap_value(reason: str, channel: str) -> str:
    return json.dumps([reason, channel], ensure_ascii=False)


class TapForm(RefusableForm):
    """`id` is that of the page: with the tap it makes the contact's own, so that a page that is
    sent twice counts once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    tap = TapField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, catalog: Catalog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.catalog = catalog
        for dimension in catalog.dimensions.values():
            self.fields[f"dim:{dimension.code}"] = forms.CharField(
                label=dimension.name, required=False, widget=forms.RadioSelect
            )

    def draft(self) -> ContactDraft:
        data = self.cleaned_data
        reason, channel = data["tap"]
        return ContactDraft(
            id=uuid.uuid5(data["id"], tap_value(reason, channel)),
            occurred_at=None,
            channel=channel,
            reason=reason,
            dimensions={code: data[f"dim:{code}"] for code in self.catalog.dimensions},
            source=TALLY,
        )

    def asked(self, today: date) -> list[forms.BoundField]:
        """What the reason demands (C-8), as buttons; nothing when it was refused for more."""
        node = self.catalog.tree.by_code.get(self.cleaned_data.get("tap", ("",))[0])
        demanded = self.catalog.required.get(node.id, []) if node else []
        names = [f"dim:{dimension.code}" for dimension in demanded]
        if not self.errors.keys() <= set(names):
            return []
        for dimension, name in zip(demanded, names, strict=True):
            values = self.catalog.values_on(dimension.code, today)
            widget = cast(forms.RadioSelect, self.fields[name].widget)
            widget.choices = [(value.code, value.name) for value in values]
        return [self[name] for name in names]


class ReasonSelect(forms.Select):
    """Reasons in a list that a script makes searchable."""

    def get_context(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(*args, **kwargs)
        context["widget"]["attrs"] |= {
            "data-combobox": "",
            "data-placeholder": _("Type a few letters"),
            "data-found": _("found"),
            "data-none": _("Nothing found. Try another word."),
        }
        return context


class PlaceForm(RefusableForm):
    """A reason for a place."""

    reason = forms.CharField(label=_("Reason"), widget=ReasonSelect)
    slot = forms.TypedChoiceField(label=_("Place"), coerce=int)

    def __init__(
        self, *args: Any, catalog: Catalog, pinned: dict[int, str], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        groups = choices.by_main_reason(catalog.tree, today, get_language() or "nl")
        reason = cast(forms.Select, self.fields["reason"].widget)
        reason.choices = [("", _("Choose a reason")), *groups.items()]
        places = [(slot, _place(slot, pinned.get(slot, ""))) for slot in range(1, SLOTS + 1)]
        cast(forms.ChoiceField, self.fields["slot"]).choices = places


class MoveForm(forms.Form):
    """A place that swaps with another, or becomes free."""

    slot = forms.IntegerField()
    to = forms.IntegerField(required=False)


def _place(slot: int, occupant: str) -> str:
    name = f"Alt+{slot}" if slot <= KEYS else str(slot)
    return f"{name} – {occupant}" if occupant else name
