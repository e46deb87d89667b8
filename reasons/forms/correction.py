"""A registered contact as typed again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contactreductie.core import local_time
from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.local_time import Season
from reasons.forms.register import RegisterForm
from reasons.models import Contact
from reasons.queries import versions
from reasons.queries.catalog import Catalog
from reasons.queries.workspace import ReasonIndex
from reasons.services import corrections
from reasons.services.drafts import ContactDraft, LegDraft

# What a correction leaves as it is.
OF_THE_REGISTRATION = (
    "id",
    "customer_key",
    "follows",
    "source",
    "external_ref",
    "handle_seconds",
    "wrap_up_seconds",
)
FOLDED = ("customer_ref", "extra_1", "extra_2", "direction", "occurred_at", "season", "late_reason")
LONG_LISTS = ("reason", "extra_1", "extra_2")

COMBOBOX = {
    "data-combobox": "",
    "data-placeholder": _("Choose a reason"),
    "data-found": _("found"),
    "data-none": _("No reason found"),
}


class CorrectionForm(RegisterForm):
    """The fields of a registration, filled in. What nobody touched stays to the second."""

    forget_customer = forms.BooleanField(label=_("Forget the customer number"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, contact: Contact, catalog: Catalog, **kwargs: Any) -> None:
        self.contact = contact
        self.known = corrections.draft_of(contact)
        kwargs |= {"initial": self._initial(catalog), "auto_id": "correct_%s", "catalog": catalog}
        super().__init__(*args, **kwargs)
        for name in OF_THE_REGISTRATION:
            del self.fields[name]
        for name in LONG_LISTS:
            self.fields[name].widget.attrs |= COMBOBOX
        self.fields["occurred_at"].help_text = ""
        self.fields["customer_ref"].help_text = (
            _("Known. Only fill this in for another customer.")
            if contact.customer_key
            else _("Kept as an unreadable key only.")
        )

    def offer(self, today: date, *, plain: bool = True) -> None:
        """The lists are searched as the register page searches its reasons."""
        super().offer(today, plain=plain)
        index = ReasonIndex.load(self.catalog, timezone.localdate())
        address = reverse("reasons:index", args=[index.version])
        for name in LONG_LISTS:
            self.fields[name].widget.attrs["data-index"] = address

    def clean_seen(self) -> datetime | None:
        """The `changed_at` of what the person looked at."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def draft(self, *, waited: timedelta = timedelta()) -> ContactDraft:
        data, touched = self.cleaned_data, set(self.changed_data)
        moved = data["occurred_at"] and touched & {"occurred_at", "season"}
        kept = "" if data["forget_customer"] else self.known.customer_ref
        return replace(
            self.known,
            **self._typed(),
            occurred_at=data["occurred_at"] if moved else self.known.occurred_at,
            customer_ref=data["customer_ref"] or kept,
            waited=waited,
        )

    def wanted_dimensions(self) -> list[forms.BoundField]:
        """Those that the chosen reason demands, or that have a value."""
        return [bound for bound in self._dimensions() if self._is_wanted(bound)]

    def other_dimensions(self) -> list[forms.BoundField]:
        return [bound for bound in self._dimensions() if not self._is_wanted(bound)]

    def _dimensions(self) -> list[forms.BoundField]:
        return [bound for _dimension, bound in self.dimension_fields()]

    def _is_wanted(self, bound: forms.BoundField) -> bool:
        demanded = self._demanded(self["reason"].value() or "")
        return bound.name.removeprefix("dim:") in demanded or bool(bound.value() or bound.errors)

    @property
    def opens_further(self) -> bool:
        """Whether something is wrong with what is folded away."""
        return any(self.errors.get(name) for name in FOLDED)

    def look_again(self, contact: Contact) -> None:
        """After a conflict: what is sent next is about the contact as it stands now."""
        self.data = {**dict(self.data.items()), "seen": contact.changed_at.isoformat()}

    def fall_back(self) -> None:
        """Refused without a reason, it shows the one that the contact has."""
        if not self.data.get("reason"):
            self.data = {**dict(self.data.items()), "reason": self.known.reason}

    def _typed(self) -> dict[str, Any]:
        typed = super()._typed()
        left = self._left_behind()
        typed["dimensions"] = {
            code: "" if code in left else value for code, value in typed["dimensions"].items()
        }
        if "note" not in self.changed_data:
            typed |= {"note": self.known.note, "note_has_no_bsn": True}
        return typed

    def _left_behind(self) -> set[str]:
        """Dimensions with the value they had, which only the reason of before demanded (C-8)."""
        only = self._demanded(self.known.reason) - self._demanded(self.cleaned_data["reason"])
        return {code for code in only if f"dim:{code}" not in self.changed_data}

    def _demanded(self, reason: str) -> set[str]:
        node = self.catalog.tree.by_code.get(reason)
        demanded = self.catalog.required.get(node.id, []) if node else []
        return {dimension.code for dimension in demanded}

    def _legs(self) -> tuple[LegDraft, ...]:
        """Untouched, they stay: also where there is none any more, because it was done."""
        if {"resolution", "callback_due", "transferred_to"} & set(self.changed_data):
            return super()._legs()
        return self.known.legs

    def _initial(self, catalog: Catalog) -> dict[str, Any]:
        contact, content = self.contact, versions.content_of(self.contact)
        leg = self.known.legs[0] if self.known.legs else LegDraft("")
        extra = [*content["extra_reasons"], "", ""]
        values = {f"dim:{code}": value for code, value in content["dimensions"].items()}
        return (
            content
            | values
            | {
                "seen": contact.changed_at.isoformat(),
                "occurred_at": _wall_clock(contact.occurred_at),
                "season": _season(contact.occurred_at),
                "extra_1": extra[0],
                "extra_2": extra[1],
                "callback_due": _wall_clock(leg.due_at) if leg.due_at else None,
                "transferred_to": leg.target,
            }
        )


def _wall_clock(instant: datetime) -> datetime:
    """As the form shows it: to the minute, without zone."""
    return instant.astimezone(AMSTERDAM).replace(second=0, microsecond=0, tzinfo=None)


def _season(instant: datetime) -> str:
    """Which of the two it was, in the hour that the clock shows twice; else nothing."""
    wall = _wall_clock(instant)
    try:
        local_time.to_instant(wall)
    except local_time.AmbiguousTime:
        minute = instant.astimezone(UTC).replace(second=0, microsecond=0)
        return next(s.value for s in Season if local_time.to_instant(wall, season=s) == minute)
    return ""
