"""What an agent types about a contact becomes a draft; the rules are the services'."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contactreductie.core.local_time import Season
from contactreductie.core.refusals import Refusal
from reasons.enums import Direction, LegKind, Resolution
from reasons.forms.fields import NoteField, WallClockField
from reasons.models import Channel, Contact, Dimension
from reasons.queries import choices
from reasons.queries.catalog import Catalog
from reasons.services.drafts import BY_HAND, ContactDraft, LegDraft

# How it ended, in as few words as fit on a button.
RESULTS = [
    (result.value, LegKind.CALLBACK.label if result == Resolution.CALLBACK else result.label)
    for result in Resolution
]
ANY_TEXT = forms.CharField(required=False)
BUTTONS = 8  # up to so many values stand beside each other


def _once() -> forms.HiddenInput:
    """A hidden field of one contact, which the page's script empties for the next."""
    return forms.HiddenInput(attrs={"data-once": ""})


class RegisterForm(forms.Form):
    """One contact as typed. What may be chosen is the rules' to say, so the fields take any text
    and `offer` fills the lists, which only a page needs.

    Every dimension has a field, so that the page works without JavaScript; the script shows only
    those that the chosen reason demands.
    """

    id = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.CharField(label=_("Channel"), required=False, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why does the customer contact us?"), required=False, widget=forms.Select
    )
    extra_1 = forms.CharField(label=_("Second reason"), required=False, widget=forms.Select)
    extra_2 = forms.CharField(label=_("Third reason"), required=False, widget=forms.Select)
    customer_ref = forms.CharField(
        label=_("Customer number"),
        required=False,
        max_length=60,
        help_text=_("Kept as an unreadable key only."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    # The customer of a screen-pop, whose number was made a key before this page was shown.
    customer_key = forms.CharField(required=False, max_length=32, widget=_once())
    follows = forms.UUIDField(required=False, widget=_once())
    source = forms.CharField(required=False, max_length=60, widget=_once())
    external_ref = forms.CharField(required=False, max_length=120, widget=_once())
    resolution = forms.CharField(label=_("Result"), required=False, widget=forms.RadioSelect)
    callback_due = WallClockField(label=_("Call back before"), required=False)
    transferred_to = forms.CharField(label=_("Transferred to"), required=False)
    asked_by_us = forms.BooleanField(label=_("We asked for this contact"), required=False)
    referred_by_us = forms.BooleanField(
        label=_("We sent the customer to this channel"), required=False
    )
    note = NoteField(
        label=_("Note"),
        required=False,
        help_text=_("No names, numbers or addresses."),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": settings.NOTE_MAX_LENGTH}),
    )
    note_has_no_bsn = forms.BooleanField(label=_("This is no BSN"), required=False)
    direction = forms.CharField(
        label=_("Direction"),
        required=False,
        initial=Direction.INBOUND,
        widget=forms.RadioSelect(choices=Direction.choices),
    )
    occurred_at = WallClockField(
        label=_("Moment of contact"), required=False, help_text=_("Empty means now.")
    )
    season = forms.ChoiceField(
        label=_("Summer time or winter time?"),
        required=False,
        choices=[("", "–"), (Season.SUMMER, _("Summer time")), (Season.WINTER, _("Winter time"))],
        help_text=_("Only in the night that the clock goes back."),
    )
    late_reason = forms.CharField(
        label=_("Why registered late?"),
        required=False,
        max_length=200,
        help_text=_("Only for a contact of more than a week ago."),
    )
    handle_seconds = forms.IntegerField(required=False, widget=_once())
    wrap_up_seconds = forms.IntegerField(required=False, widget=_once())

    def __init__(self, *args: Any, catalog: Catalog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.catalog = catalog
        for dimension in catalog.dimensions.values():
            self.fields[f"dim:{dimension.code}"] = self._dimension_field(dimension)

    def draft(self, *, waited: timedelta = timedelta()) -> ContactDraft:
        """What was typed, for the service to judge; an empty moment is that of saving."""
        data = self.cleaned_data
        key = data["customer_key"]
        return ContactDraft(
            **self._typed(),
            id=data["id"],
            waited=waited,
            customer_ref=data["customer_ref"] or (f"key:{key}" if key else ""),
            occurred_at=data["occurred_at"],
            follows=data["follows"],
            source=data["source"] or BY_HAND,
            external_ref=data["external_ref"],
            handle_seconds=data["handle_seconds"],
            wrap_up_seconds=data["wrap_up_seconds"],
        )

    def offer(self, today: date, *, plain: bool = True) -> None:
        """Fills the lists to choose from, in the reader's language. A page with a script (not
        `plain`) searches the reasons by itself and can empty a choice."""
        self._offer("channel", [(channel.code, channel.name) for channel in self._channels()])
        nothing = [("", _("Not filled in"))] if plain else []
        self._offer("resolution", [*nothing, *RESULTS])
        day = self._day_of_contact(today)
        for code in self.catalog.values:
            self._offer_values(code, plain, day)
        if plain:
            groups = choices.by_main_reason(self.catalog.tree, today, get_language() or "nl")
            for name in ("reason", "extra_1", "extra_2"):
                self._offer(name, [("", _("Choose a reason")), *groups.items()])

    def refuse(self, refusal: Refusal) -> None:
        """Shows a refusal at the field it blames, or above the form."""
        name = "extra_1" if refusal.field == "extra_reasons" else refusal.field
        self.add_error(name if name in self.fields else None, str(refusal))

    @property
    def has_choices(self) -> bool:
        """Whether there is any channel and any reason; a new installation has neither."""
        return bool(self.catalog.tree.nodes and self._channels())

    def usual_channel(self, last: Contact | None) -> str:
        """The channel of the last contact; where there is one only, that."""
        active = [channel.code for channel in self._channels()]
        return last.channel.code if last else active[0] if len(active) == 1 else ""

    def dimension_fields(self) -> list[tuple[Dimension, forms.BoundField]]:
        return [(row, self[f"dim:{code}"]) for code, row in self.catalog.dimensions.items()]

    def _dimension_field(self, dimension: Dimension) -> forms.Field:
        label = dimension.name[:1].upper() + dimension.name[1:]
        return forms.CharField(label=label, required=False, widget=forms.Select)

    def _channels(self) -> list[Channel]:
        return [channel for channel in self.catalog.channels.values() if channel.is_active]

    def _day_of_contact(self, today: date) -> date:
        """The day that what was sent is about; today as long as it does not say."""
        moment = self.cleaned_data.get("occurred_at") if hasattr(self, "cleaned_data") else None
        return moment.date() if moment else today

    def _offer_values(self, code: str, plain: bool, day: date) -> None:
        """Few values as buttons, each one key away; more as a list."""
        rows = self.catalog.values_on(code, day)
        offered: list[tuple[str, Any]] = [(row.code, row.name) for row in rows]
        if len(offered) <= BUTTONS:
            self.fields[f"dim:{code}"].widget = forms.RadioSelect()
            offered = [*([("", _("Not filled in"))] if plain else []), *offered]
        else:
            offered = [("", "–"), *offered]
        self._offer(f"dim:{code}", offered)

    def _typed(self) -> dict[str, Any]:
        """What a draft takes from the form whether the contact is new or known."""
        data = self.cleaned_data
        names = ["channel", "reason", "resolution", "note", "note_has_no_bsn", "late_reason"]
        names += ["asked_by_us", "referred_by_us"]
        return {name: data[name] for name in names} | {
            "direction": data["direction"] or Direction.INBOUND,
            "extra_reasons": tuple(code for code in (data["extra_1"], data["extra_2"]) if code),
            "legs": self._legs(),
            "season": Season(data["season"]) if data["season"] else None,
            "dimensions": {code: data[f"dim:{code}"] for code in self.catalog.dimensions},
        }

    def _legs(self) -> tuple[LegDraft, ...]:
        """A result that goes on elsewhere is a leg of the contact (C-4)."""
        data = self.cleaned_data
        if data["resolution"] == Resolution.CALLBACK:
            return (LegDraft(LegKind.CALLBACK, due_at=data["callback_due"]),)
        if data["resolution"] == Resolution.TRANSFERRED:
            return (LegDraft(LegKind.TRANSFER, data["transferred_to"], data["callback_due"]),)
        return ()

    def _offer(self, name: str, offered: list[Any]) -> None:
        cast(forms.Select, self.fields[name].widget).choices = offered


class _SharedFields(dict[str, forms.Field]):
    """Fields that nobody changes: every form has the same."""

    def __deepcopy__(self, _memo: object) -> dict[str, forms.Field]:
        return self.copy()


class SavingForm(RegisterForm):
    """The same for what is only saved. Never drawn, it needs no fields of its own, whose copies
    would take longer than all the rest of it."""

    def _dimension_field(self, _dimension: Dimension) -> forms.Field:
        return ANY_TEXT


SavingForm.base_fields = _SharedFields(RegisterForm.base_fields)
