"""One registration before it is a contact, and the rules it must pass (C-1 to C-10).

The page, the API and every import make a `ContactDraft` and have it checked here.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core import local_time
from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.refusals import Refusal
from reasons import pseudonyms
from reasons.enums import Direction, Resolution
from reasons.models import Channel, Dimension, DimensionValue
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode

BY_HAND = "web"
Item = TypeVar("Item", Channel, Dimension, DimensionValue)
CODE = re.compile(r"[^\x00-\x1f]*")


@dataclass(frozen=True)
class ContactDraft:
    """What somebody, or another system, wants to register. Lists are named by their codes.

    A naive `occurred_at` is a wall-clock time in the business zone and None is the moment of
    registering; `season` answers which one is meant in the doubled hour. `delivery_row` is the
    row of a delivered file.
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
    note: str = field(default="", repr=False)
    source: str = BY_HAND
    external_ref: str = ""
    extra_reasons: tuple[str, ...] = ()
    season: local_time.Season | None = None
    late_reason: str = ""
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
    customer_key: str

    @property
    def fingerprint(self) -> str:
        """What tells a repeated delivery (C-1) from other content under the same id."""
        draft = self.draft
        content = [
            self.occurred_at.isoformat() if draft.occurred_at else "now",
            self.channel.code,
            self.reason.code,
            sorted(reason.code for reason in self.extra_reasons),
            self.customer_key,
            sorted((value.dimension.code, value.code) for value in self.values),
            [draft.direction, draft.resolution, draft.handle_seconds, draft.note],
            [draft.source, draft.external_ref],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]


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
        values=_dimension_values(draft, reason, catalog),
        customer_key=_customer_key(draft.customer_ref),
    )


def _instant(draft: ContactDraft, now: datetime) -> datetime:
    if draft.occurred_at is None:
        return now
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
    draft: ContactDraft, reason: ReasonNode, catalog: Catalog
) -> tuple[DimensionValue, ...]:
    given = {_code(name, catalog): value for name, value in draft.dimensions.items() if value}
    for dimension in catalog.required.get(reason.id, []):
        if dimension.code not in given:
            message = _("Choose a value for '%(dimension)s' with this reason.")
            place = f"dim:{dimension.code}"
            raise Refusal(message, field=place, rule="C-8", dimension=dimension.noun)
    return tuple(_dimension_value(code, value, catalog) for code, value in sorted(given.items()))


def _code(dimension: str, catalog: Catalog) -> str:
    known = _found(dimension, catalog.dimensions)
    return known.code if known else dimension


def _dimension_value(dimension: str, code: str, catalog: Catalog) -> DimensionValue:
    field_name = f"dim:{dimension}"
    if dimension not in catalog.dimensions:
        message = _("Unknown dimension '%(code)s'.")
        raise Refusal(message, field=field_name, rule="C-8", code=dimension)
    value = _found(code, catalog.values[dimension])
    if value is None or not value.is_active:
        message = _("Unknown value '%(code)s'.")
        raise Refusal(message, field=field_name, rule="C-8", code=code)
    return value


def _check_choices(draft: ContactDraft) -> None:
    if draft.direction not in Direction.values:
        raise Refusal(_("Choose inbound or outbound."), field="direction", rule="C-4")
    if draft.resolution and draft.resolution not in Resolution.values:
        raise Refusal(_("Choose a result from the list."), field="resolution", rule="C-4")
    if draft.handle_seconds is not None and not 0 <= draft.handle_seconds <= 86_400:
        message = _("Handle time must be between 0 and 86,400 seconds.")
        raise Refusal(message, field="handle_seconds", rule="C-4")
    if len(draft.note) > settings.NOTE_MAX_LENGTH:
        message = _("The note has at most %(limit)s characters.")
        raise Refusal(message, field="note", rule="C-7", limit=settings.NOTE_MAX_LENGTH)
    for name, limit in (("note", 280), ("source", 60), ("external_ref", 120)):
        text = getattr(draft, name)
        if len(text) > limit or not CODE.fullmatch(text.replace("\n", " ").replace("\r", " ")):
            raise Refusal(_("This text is too long or holds control characters."), field=name)


def _customer_key(reference: str) -> str:
    if not reference.strip():
        return ""
    try:
        return pseudonyms.customer_key(reference, secret=settings.CUSTOMER_KEY_SECRET)
    except ValueError as error:
        message = _("The customer number does not have the right form.")
        raise Refusal(message, field="customer_ref", rule="C-6") from error
