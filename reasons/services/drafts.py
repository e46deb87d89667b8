"""One registration before it is a contact, and the rules it must pass (C-1 to C-10).

The page, the API and every import make a `ContactDraft` and have it checked here.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core import local_time
from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.refusals import Refusal
from reasons import pseudonyms
from reasons.enums import Direction, LegKind, Resolution
from reasons.models import Channel, Dimension, DimensionValue
from reasons.models.leg import TARGET_LENGTH
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode
from reasons.services import notes

BY_HAND = "web"
LATE_REASON_LENGTH = 200
Item = TypeVar("Item", Channel, Dimension, DimensionValue)
CODE = re.compile(r"[^\x00-\x1f]*")


@dataclass(frozen=True)
class LegDraft:
    """How the contact goes on: to whom it was transferred, or before when we call back. A naive
    `due_at` is a wall-clock time in the business zone."""

    kind: str
    target: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class ContactDraft:
    """What somebody, or another system, wants to register. Lists are named by their codes.

    A naive `occurred_at` is a wall-clock time in the business zone and None is the moment of
    registering; `season` answers which one is meant in the doubled hour. `waited` is how long ago
    it was entered, for what had to wait for a connection. `delivery_row` is the row of a
    delivered file. `follows` is the earlier contact this one goes on about.
    """

    occurred_at: datetime | None
    channel: str
    reason: str
    id: UUID | None = None
    customer_ref: str = field(default="", repr=False)
    dimensions: Mapping[str, str] = field(default_factory=dict)
    direction: str = Direction.INBOUND
    resolution: str = ""
    handle_seconds: int | None = None
    wrap_up_seconds: int | None = None
    note: str = field(default="", repr=False)
    note_has_no_bsn: bool = False
    asked_by_us: bool = False
    referred_by_us: bool = False
    follows: UUID | None = None
    legs: tuple[LegDraft, ...] = ()
    source: str = BY_HAND
    external_ref: str = ""
    extra_reasons: tuple[str, ...] = ()
    season: local_time.Season | None = None
    late_reason: str = ""
    waited: timedelta = timedelta()
    delivery_row: int = 0


@dataclass(frozen=True)
class CheckedContact:
    """A draft that passed the rules, its codes resolved and its customer made a key."""

    draft: ContactDraft
    occurred_at: datetime
    local_date: date
    channel: Channel
    reason: ReasonNode
    extra_reasons: tuple[ReasonNode, ...]
    values: tuple[DimensionValue, ...]
    legs: tuple[LegDraft, ...]
    customer_key: str

    @property
    def fingerprint(self) -> str:
        """What tells a repeated delivery (C-1) from other content under the same id. How long it
        waited or took to type is no content."""
        draft = self.draft
        content: list[object] = [
            self.occurred_at.isoformat() if draft.occurred_at else "now",
            self.channel.code,
            self.reason.code,
            sorted(reason.code for reason in self.extra_reasons),
            self.customer_key,
            sorted((value.dimension.code, value.code) for value in self.values),
            [draft.direction, draft.resolution, draft.handle_seconds, draft.note],
            [draft.source, draft.external_ref],
        ]
        if extra := self._further_content():
            content.append(extra)
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]

    def _further_content(self) -> list[object]:
        """What few contacts have; left out when empty, so that older fingerprints stay true."""
        draft = self.draft
        legs = [[leg.kind, leg.target, leg.due_at and leg.due_at.isoformat()] for leg in self.legs]
        further = [draft.asked_by_us, draft.referred_by_us, str(draft.follows or ""), legs]
        return further if any(further) else []


def check_draft(draft: ContactDraft, *, catalog: Catalog, now: datetime) -> CheckedContact:
    """The draft with its codes resolved; Refusal naming the field and rule that is broken."""
    occurred_at = _instant(draft, now)
    local_date = occurred_at.astimezone(AMSTERDAM).date()
    reason = _reason(draft.reason, "reason", catalog, local_date)
    _check_choices(draft)
    return CheckedContact(
        draft=draft,
        occurred_at=occurred_at,
        local_date=local_date,
        channel=_channel(draft, catalog),
        reason=reason,
        extra_reasons=_extra_reasons(draft, catalog, local_date),
        values=_dimension_values(draft, reason, catalog, local_date),
        legs=tuple(_leg(leg, occurred_at) for leg in draft.legs),
        customer_key=customer_key(draft.customer_ref),
    )


def _instant(draft: ContactDraft, now: datetime) -> datetime:
    if draft.occurred_at is None:
        waited = min(max(draft.waited, timedelta()), settings.QUEUE_KEPT)
        return (now - waited).astimezone(UTC)
    try:
        occurred_at = local_time.to_instant(draft.occurred_at, season=draft.season)
    except local_time.NonexistentTime as error:
        message = _("This time does not exist (summer time).")
        raise Refusal(message, field="occurred_at", rule="C-5") from error
    except local_time.AmbiguousTime as error:
        message = _("This hour occurs twice. Choose summer time or winter time.")
        raise Refusal(message, field="season", rule="C-5") from error
    except OverflowError as error:
        raise Refusal(_("This is not a possible time."), field="occurred_at", rule="C-5") from error
    if occurred_at > now + settings.FUTURE_TOLERANCE:
        raise Refusal(_("The time lies in the future."), field="occurred_at", rule="C-5")
    if occurred_at.year < settings.EARLIEST_YEAR:
        raise Refusal(_("This is not a possible time."), field="occurred_at", rule="C-5")
    return occurred_at


def _reason(code: str, field_name: str, catalog: Catalog, day: date) -> ReasonNode:
    if not code:
        raise Refusal(_("Choose exactly one main reason."), field=field_name, rule="C-2")
    node = catalog.tree.by_code.get(code)
    if node is None:
        raise Refusal(_("Unknown reason '%(code)s'."), field=field_name, rule="C-3", code=code)
    if not catalog.tree.is_leaf(node.id) or not node.is_active_on(day):
        message = _("This reason cannot be chosen (any more). Choose an active sub-reason.")
        raise Refusal(message, field=field_name, rule="C-3")
    return node


def _extra_reasons(draft: ContactDraft, catalog: Catalog, day: date) -> tuple[ReasonNode, ...]:
    codes = dict.fromkeys(code for code in draft.extra_reasons if code and code != draft.reason)
    if len(codes) > settings.MAX_EXTRA_REASONS:
        message = _("At most %(limit)s extra reasons.")
        raise Refusal(message, field="extra_reasons", rule="C-2", limit=settings.MAX_EXTRA_REASONS)
    return tuple(_reason(code, "extra_reasons", catalog, day) for code in codes)


def _channel(draft: ContactDraft, catalog: Catalog) -> Channel:
    if not draft.channel:
        raise Refusal(_("Choose a channel."), field="channel", rule="C-4")
    channel = _found(draft.channel, catalog.channels)
    if channel is None or not channel.is_active:
        message = _("Unknown channel '%(code)s'.")
        raise Refusal(message, field="channel", rule="C-4", code=draft.channel)
    return channel


def _found(text: str, items: Mapping[str, Item]) -> Item | None:
    """The item with this code, else the only one with this code or name in other capitals."""
    if text in items:
        return items[text]
    wanted = text.casefold()
    alike = [i for i in items.values() if wanted in (i.code.casefold(), i.name.casefold())]
    return alike[0] if len(alike) == 1 else None


def _dimension_values(
    draft: ContactDraft, reason: ReasonNode, catalog: Catalog, day: date
) -> tuple[DimensionValue, ...]:
    given = {_code(name, catalog): value for name, value in draft.dimensions.items() if value}
    for dimension in catalog.required.get(reason.id, []):
        if dimension.code not in given:
            message = _("Choose a value for '%(dimension)s' with this reason.")
            place = f"dim:{dimension.code}"
            raise Refusal(message, field=place, rule="C-8", dimension=dimension.noun)
    return tuple(
        _dimension_value(code, value, catalog, day) for code, value in sorted(given.items())
    )


def _code(dimension: str, catalog: Catalog) -> str:
    known = _found(dimension, catalog.dimensions)
    return known.code if known else dimension


def _dimension_value(dimension: str, code: str, catalog: Catalog, day: date) -> DimensionValue:
    field_name = f"dim:{dimension}"
    if dimension not in catalog.dimensions:
        message = _("Unknown dimension '%(code)s'.")
        raise Refusal(message, field=field_name, rule="C-8", code=dimension)
    value = _found(code, catalog.values[dimension])
    if value is None:
        message = _("Unknown value '%(code)s'.")
        raise Refusal(message, field=field_name, rule="C-8", code=code)
    if not value.is_active_on(day):
        raise _out_of_use(value, day, field_name)
    return value


def _out_of_use(value: DimensionValue, day: date, field_name: str) -> Refusal:
    message, bound = _("'%(value)s' can be chosen from %(day)s on."), value.valid_from
    if value.valid_until is not None and value.valid_until < day:
        message = _("'%(value)s' could be chosen up to and including %(day)s.")
        bound = value.valid_until
    told = {"value": value.name, "day": f"{bound:%d-%m-%Y}"}
    return Refusal(message, field=field_name, rule="C-8", **told)


def _check_choices(draft: ContactDraft) -> None:
    if draft.direction not in Direction.values:
        raise Refusal(_("Choose inbound or outbound."), field="direction", rule="C-4")
    if draft.resolution and draft.resolution not in Resolution.values:
        raise Refusal(_("Choose a result from the list."), field="resolution", rule="C-4")
    for name in ("handle_seconds", "wrap_up_seconds"):
        seconds = getattr(draft, name)
        if seconds is not None and not 0 <= seconds <= 86_400:
            message = _("Handle time must be between 0 and 86,400 seconds.")
            raise Refusal(message, field=name, rule="C-4")
    notes.check_note(draft.note, field="note", has_no_bsn=draft.note_has_no_bsn, may_confirm=True)
    notes.check_note(draft.late_reason, field="late_reason", limit=LATE_REASON_LENGTH)
    check_origin(source=draft.source, external_ref=draft.external_ref)


def check_origin(*, source: str, external_ref: str) -> None:
    """Refusal when a contact cannot be known by these names in another system."""
    one_line = external_ref.replace("\n", " ").replace("\r", " ")
    for name, text, limit in (("source", source, 60), ("external_ref", one_line, 120)):
        if len(text) > limit or not CODE.fullmatch(text):
            raise Refusal(_("This text is too long or holds control characters."), field=name)


def _leg(leg: LegDraft, occurred_at: datetime) -> LegDraft:
    """The leg with its term as an instant."""
    if leg.kind not in LegKind.values:
        raise Refusal(_("Choose a result from the list."), field="resolution", rule="C-4")
    notes.check_note(leg.target, field="transferred_to", limit=TARGET_LENGTH)
    if leg.due_at is None:
        if leg.kind == LegKind.CALLBACK:
            raise Refusal(_("Say before when we call back."), field="callback_due", rule="C-4")
        return leg
    try:
        due_at = local_time.to_instant(leg.due_at, season=local_time.Season.WINTER)
    except (local_time.NonexistentTime, OverflowError) as error:
        raise Refusal(_("This is not a possible time."), field="callback_due") from error
    if not occurred_at < due_at <= occurred_at + settings.LONGEST_PROMISE:
        message = _("A promise lies after the contact and within %(days)s days.")
        days = settings.LONGEST_PROMISE.days
        raise Refusal(message, field="callback_due", rule="C-4", days=days)
    return replace(leg, due_at=due_at)


def customer_key(reference: str) -> str:
    """The key of a reference, empty for an empty one; Refusal when it is none (C-6)."""
    if not reference.strip():
        return ""
    try:
        return pseudonyms.customer_key(reference, secret=settings.CUSTOMER_KEY_SECRET)
    except ValueError as error:
        message = _("The customer number does not have the right form.")
        raise Refusal(message, field="customer_ref", rule="C-6") from error
