"""What other systems deliver, week by week, and what agents register by hand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

import numpy as np
from django.db.models import F

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.models import User
from contactreductie.demo import files
from contactreductie.demo.generation.demand import NONE
from contactreductie.demo.generation.followups import RESOLUTIONS
from contactreductie.demo.generation.history import PRODUCTS, SEED, History
from contactreductie.demo.generation.orders import CARRIERS
from contactreductie.demo.generation.profiles import CHANNELS
from contactreductie.demo.people import People
from feedbackloop.services import volumes
from reasons.models import Contact
from reasons.queries.catalog import Catalog
from reasons.services import contacts
from reasons.services.drafts import BY_HAND, ContactDraft, check_draft

SYSTEMS = {
    "phone": "telefooncentrale",
    "email": "ticketsysteem",
    "chat": "chat",
    "social": "ticketsysteem",
    "letter": "postkamer",
}
BY_HAND_WEEKS = 2  # the newest weeks are registered in the product itself
NOTE_SHARE, EXTRA_SHARE = 0.5, 0.03
NAMESPACE = UUID("8d0b7a52-4c0e-5e0f-9a57-3f0c1f2f9a11")


def deliver_volumes(history: History, *, now: datetime) -> None:
    """Orders per day, and shipments per carrier and week."""
    rows = [*_orders(history), *_shipments(history)]
    outcome = volumes.record_volumes(enumerate(rows, start=2), source="webwinkel", now=now)
    if outcome.rejected:
        raise ValueError(str(outcome.rejected[0]))


def deliver_contacts(history: History, people: People) -> Iterator[int]:
    """Writes the contacts, oldest week first, and yields how many weeks are in."""
    catalog = Catalog.load()
    registering = [person for name, person in people.items() if _is_agent(name)]
    for place, week in enumerate(history.period.weeks):
        drafts = drafts_of_week(history, place)
        if place < len(history.period.weeks) - BY_HAND_WEEKS:
            monday = week.plus(1).start() + timedelta(hours=3)
            _write(drafts, catalog, agent=None, now=monday)
        else:
            _register_by_hand(drafts, catalog, registering, now=week.end())
        yield place + 1


def drafts_of_week(history: History, place: int) -> list[ContactDraft]:
    """The contacts of one week of the period as a system, or an agent, would hand them over."""
    first, last = np.searchsorted(history.contacts.day, [place * 7, place * 7 + 7])
    by_hand = place >= len(history.period.weeks) - BY_HAND_WEEKS
    return [_draft(history, int(row), by_hand=by_hand) for row in range(first, last)]


def _draft(history: History, row: int, *, by_hand: bool) -> ContactDraft:
    found = history.contacts
    channel = CHANNELS[found.channel[row]]
    customer, handled = int(found.customer[row]), int(found.handle_seconds[row])
    own = by_hand and channel != "letter"
    reason = history.profiles[found.reason[row]].code
    return ContactDraft(
        occurred_at=_moment(history.period.days[found.day[row]], int(found.second[row])),
        channel=channel,
        reason=reason,
        id=uuid5(NAMESPACE, f"{history.period.last}/{row}"),
        customer_ref=f"LH{customer}" if customer != NONE else "",
        dimensions=_dimensions(history, row),
        resolution=RESOLUTIONS[found.resolution[row]],
        handle_seconds=handled if handled != NONE else None,
        note=_note(reason, row) if own else "",
        source=BY_HAND if own else SYSTEMS[channel],
        external_ref="" if own else f"{channel}-{row + 1:06d}",
        extra_reasons=_extra(history, row) if own else (),
        delivery_row=row,
    )


def _moment(day: date, second: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(seconds=second)


def _dimensions(history: History, row: int) -> dict[str, str]:
    carrier, product = history.contacts.carrier[row], history.contacts.product[row]
    named = {
        "carrier": list(CARRIERS)[carrier] if carrier != NONE else "",
        "product_group": list(PRODUCTS)[product] if product != NONE else "",
    }
    return {dimension: value for dimension, value in named.items() if value}


NOTES: dict[str, list[str]] = defaultdict(list)
for _row in files.rows("notes.csv"):
    NOTES[_row["reason"]].append(_row["note"])


def _note(reason: str, row: int) -> str:
    notes = NOTES.get(reason, [])
    luck = np.random.default_rng([SEED, row])
    return str(luck.choice(notes)) if notes and luck.random() < NOTE_SHARE else ""


def _extra(history: History, row: int) -> tuple[str, ...]:
    """Now and then a second question in the same conversation."""
    luck = np.random.default_rng([SEED, row, 1])
    if luck.random() >= EXTRA_SHARE:
        return ()
    real = [profile.code for profile in history.profiles if not profile.is_noise]
    return (str(luck.choice(real)),)


def _register_by_hand(
    drafts: Sequence[ContactDraft], catalog: Catalog, agents: Sequence[User], *, now: datetime
) -> None:
    """Deals the week's contacts out to the agents. A call of the service knows one moment of
    registration; afterwards each contact gets its own, a little after the conversation."""
    for number, agent in enumerate(agents):
        own = [draft for draft in drafts if draft.delivery_row % len(agents) == number]
        _write([draft for draft in own if draft.source == BY_HAND], catalog, agent=agent, now=now)
    _write([draft for draft in drafts if draft.source != BY_HAND], catalog, agent=None, now=now)
    by_hand = Contact.objects.filter(source=BY_HAND, recorded_at=now)
    by_hand.update(recorded_at=F("occurred_at") + timedelta(minutes=1), changed_at=now)


def _write(
    drafts: Iterable[ContactDraft], catalog: Catalog, *, agent: User | None, now: datetime
) -> None:
    checked = [check_draft(draft, catalog=catalog, now=now) for draft in drafts]
    contacts.write_contacts(checked, tree=catalog.tree, agent=agent, now=now)


def _is_agent(username: str) -> bool:
    roles = {row["username"]: row["roles"] for row in files.rows("people.csv")}
    return roles[username] == "agent"


def _orders(history: History) -> Iterator[dict[str, str]]:
    for day, units in zip(history.period.days, history.orders.in_period, strict=True):
        yield {"period": day.isoformat(), "denominator": "orders", "units": str(units)}


def _shipments(history: History) -> Iterator[dict[str, str]]:
    for carrier, per_week in history.orders.shipments.items():
        for week, units in zip(history.period.weeks, per_week, strict=True):
            yield {
                "period": str(week),
                "denominator": "shipments",
                "dimension": "carrier",
                "value": carrier,
                "units": str(units),
            }
