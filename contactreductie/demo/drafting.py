"""Generated contacts as registrations, the way a system or an agent would hand them over."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import cache
from uuid import UUID, uuid5

import numpy as np

from contactreductie.demo import files
from contactreductie.demo.generation.demand import NONE
from contactreductie.demo.generation.followups import RESOLUTIONS
from contactreductie.demo.generation.history import PRODUCTS, SEED, History
from contactreductie.demo.generation.orders import CARRIERS
from contactreductie.demo.generation.profiles import CHANNELS
from contactreductie.demo.sources import SYSTEMS
from reasons.services.drafts import BY_HAND, ContactDraft

BY_HAND_WEEKS = 2  # the newest weeks are registered in the product itself; letters never are
NOTE_SHARE, EXTRA_SHARE = 0.5, 0.03
NAMESPACE = UUID("8d0b7a52-4c0e-5e0f-9a57-3f0c1f2f9a11")


def drafts_of_week(history: History, number: int) -> list[ContactDraft]:
    """The contacts of one week of the period, counted from 0, in order of time."""
    first, last = np.searchsorted(history.contacts.day, [number * 7, number * 7 + 7])
    by_hand = number >= len(history.period.weeks) - BY_HAND_WEEKS
    return [_draft(history, row, by_hand=by_hand) for row in range(int(first), int(last))]


def _draft(history: History, row: int, *, by_hand: bool) -> ContactDraft:
    found = history.contacts
    channel = CHANNELS[found.channel[row]]
    reason = history.profiles[found.reason[row]].code
    customer, handled = int(found.customer[row]), int(found.handle_seconds[row])
    own = by_hand and channel != "letter"
    return ContactDraft(
        occurred_at=_moment(history.period.days[found.day[row]], int(found.second[row])),
        channel=channel,
        reason=reason,
        id=uuid5(NAMESPACE, f"{history.period.last}/{row}"),
        customer_ref=f"LH{customer}" if customer != NONE else "",
        dimensions=_dimensions(history, row),
        resolution=RESOLUTIONS[found.resolution[row]],
        handle_seconds=handled if handled != NONE else None,
        wrap_up_seconds=_wrap_up(row) if own else None,
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


def _wrap_up(row: int) -> int:
    """Mostly a few seconds by a key or some letters; now and then a long one."""
    return 2 + round(np.random.default_rng([SEED, row, 2]).gamma(1.6, 4.0))


def _note(reason: str, row: int) -> str:
    notes = _notes().get(reason, [])
    luck = np.random.default_rng([SEED, row])
    return str(luck.choice(notes)) if notes and luck.random() < NOTE_SHARE else ""


@cache
def _notes() -> dict[str, list[str]]:
    notes: dict[str, list[str]] = defaultdict(list)
    for row in files.rows("notes.csv"):
        notes[row["reason"]].append(row["note"])
    return dict(notes)


def _extra(history: History, row: int) -> tuple[str, ...]:
    """Now and then a second question in the same conversation."""
    luck = np.random.default_rng([SEED, row, 1])
    if luck.random() >= EXTRA_SHARE:
        return ()
    real = [profile.code for profile in history.profiles if not profile.is_noise]
    return (str(luck.choice(real)),)
