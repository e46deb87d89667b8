"""Which contact is a repeat of which: domain model, section 5. Pure.

One customer at a time, so the work does not depend on the length of history.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KeyedContact:
    """A contact of one customer. `arrival` orders contacts of the very same moment."""

    id: UUID
    occurred_at: datetime
    arrival: tuple[datetime, int]
    local_date: date
    reason_group: Hashable
    channel: Hashable


@dataclass(frozen=True, slots=True)
class Predecessors:
    """The latest qualifying earlier contact per variant; None where there is none."""

    any_reason: UUID
    same_reason: UUID | None
    any_reason_same_channel: UUID | None
    same_reason_same_channel: UUID | None


def find_predecessors(
    contacts: Iterable[KeyedContact], *, window_days: int
) -> dict[UUID, Predecessors]:
    """The predecessors of every repeat among all contacts of one customer.

    A contact qualifies when it lies before and at most `window_days` local calendar days
    earlier; day 14 counts, and calendar days make a clock change irrelevant. The latest contact
    of each kind is all one needs to remember: when that one is too old, all before it are.
    """
    window = timedelta(days=window_days)
    latest: dict[Hashable, KeyedContact] = {}
    found: dict[UUID, Predecessors] = {}
    for contact in sorted(contacts, key=lambda c: (c.occurred_at, c.arrival)):
        kinds = _kinds(contact)
        earlier = [_within(latest.get(kind), contact, window) for kind in kinds]
        if earlier[0] is not None:
            found[contact.id] = Predecessors(earlier[0], *earlier[1:])
        latest.update(dict.fromkeys(kinds, contact))
    return found


def _kinds(contact: KeyedContact) -> tuple[Hashable, ...]:
    reason, channel = contact.reason_group, contact.channel
    return ("any", ("reason", reason), ("channel", channel), ("both", reason, channel))


def _within(earlier: KeyedContact | None, later: KeyedContact, window: timedelta) -> UUID | None:
    if earlier is None or later.local_date - earlier.local_date > window:
        return None
    return earlier.id
