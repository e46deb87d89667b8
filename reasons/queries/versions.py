"""What a contact is and was, as kept when somebody changes or withdraws it (C-11)."""

from collections.abc import Collection, Iterable
from datetime import UTC
from itertools import chain
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from contactreductie.core.models import User
from contactreductie.core.statements import fetch_all, places
from reasons.enums import SignalState, VersionKind
from reasons.models import (
    Contact,
    ContactLeg,
    ContactVersion,
    CustomerSignal,
    FirstTimeRightSignal,
)

Content = dict[str, Any]
# The statement of every registration.
ANY_WITHDRAWN = (
    "SELECT 1 FROM reasons_contactversion WHERE kind = 'withdrawn' AND contact_id IN ({}) LIMIT 1"
)


class Leg(Protocol):
    """A leg, registered or still a draft."""

    @property
    def kind(self) -> Any: ...
    @property
    def target(self) -> Any: ...
    @property
    def due_at(self) -> Any: ...


def with_content(found: QuerySet[Contact]) -> QuerySet[Contact]:
    """Contacts with all that `content_of` reads, but for their legs."""
    parts = ("extra_reasons__reason", "dimensions__dimension", "dimensions__value")
    return found.select_related("channel", "reason").prefetch_related(*parts)


def content_of(contact: Contact) -> Content:
    """All that somebody registered about the contact, with codes where there are codes."""
    return {
        "occurred_at": contact.occurred_at.astimezone(UTC).isoformat(),
        "local_date": contact.local_date.isoformat(),
        "channel": contact.channel.code,
        "direction": contact.direction,
        "reason": contact.reason.code,
        "extra_reasons": sorted(extra.reason.code for extra in contact.extra_reasons.all()),
        "dimensions": {row.dimension.code: row.value.code for row in contact.dimensions.all()},
        "customer_key": contact.customer_key,
        "resolution": contact.resolution,
        "note": contact.note,
        "asked_by_us": contact.asked_by_us,
        "referred_by_us": contact.referred_by_us,
        "legs": legs_in_words(open_legs(contact)),
    }


def origin_of(contact: Contact) -> Content:
    """What a correction leaves as it is, for who has to know what was withdrawn."""
    return {
        "agent": contact.agent_id,
        "recorded_at": contact.recorded_at.astimezone(UTC).isoformat(),
        "source": contact.source,
        "external_ref": contact.external_ref,
        "handle_seconds": contact.handle_seconds,
        "wrap_up_seconds": contact.wrap_up_seconds,
        "signals": [
            {"kind": getattr(signal, "kind", "first_time_right"), "text": signal.text}
            for signal in signals_of(contact)
        ],
    }


def open_legs(contact: Contact) -> QuerySet[ContactLeg]:
    return contact.legs.filter(done_at=None)


def legs_in_words(legs: Iterable[Leg]) -> list[list[str | None]]:
    return [
        [str(leg.kind), leg.target, leg.due_at and leg.due_at.astimezone(UTC).isoformat()]
        for leg in legs
    ]


def signals_of(contact: Contact) -> list[FirstTimeRightSignal | CustomerSignal]:
    """What was brought up in a contact."""
    found = (
        model.objects.filter(contact=contact) for model in (FirstTimeRightSignal, CustomerSignal)
    )
    return list(chain.from_iterable(found))


def is_in_hand(contact: Contact) -> bool:
    """Whether somebody is dealing with what was brought up in it, or has answered it."""
    return any(signal.state != SignalState.NEW for signal in signals_of(contact))


def of_contact(contact_id: UUID) -> list[ContactVersion]:
    """What it was before, the oldest first."""
    found = ContactVersion.objects.filter(contact_id=contact_id)
    return list(found.select_related("replaced_by"))


def withdrawn(names: Iterable[UUID]) -> QuerySet[ContactVersion, UUID]:
    """Those of these names under which a registration was withdrawn."""
    found = ContactVersion.objects.filter(kind=VersionKind.WITHDRAWN, contact_id__in=list(names))
    return found.order_by().values_list("contact_id", flat=True)


def any_withdrawn(names: Collection[UUID]) -> bool:
    """Whether a registration was withdrawn under one of these names."""
    field = ContactVersion._meta.get_field("contact_id")
    values = [field.get_db_prep_value(name, connection) for name in names]
    sql = ANY_WITHDRAWN.format(places(len(values)))
    return bool(fetch_all(sql, values))


def was_withdrawn_by(user: User, contact_id: UUID) -> bool:
    """Whether this person withdrew it: to tell so again to who asks twice."""
    return ContactVersion.objects.filter(
        contact_id=contact_id, kind=VersionKind.WITHDRAWN, replaced_by=user
    ).exists()
