"""Repeat matching against a naive double loop (domain model, section 5)."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactreductie.core.iso_week import AMSTERDAM
from reasons.matching import KeyedContact, Predecessors, find_predecessors

WINDOW = 14
START = datetime(2026, 3, 15, 22, 30, tzinfo=UTC)


def keyed(
    number: int, occurred_at: datetime, reason: str = "late", channel: str = "phone"
) -> KeyedContact:
    return KeyedContact(
        id=UUID(int=number),
        occurred_at=occurred_at,
        arrival=(START, number),
        local_date=occurred_at.astimezone(AMSTERDAM).date(),
        reason_group=reason,
        channel=channel,
    )


def on(day: int, number: int, **fields: str) -> KeyedContact:
    return keyed(number, datetime(2026, 3, day, 10, tzinfo=AMSTERDAM), **fields)


@pytest.mark.parametrize(("last_day", "is_repeat"), [(16, True), (17, False)])
def test_find_predecessors_day_fourteen_counts_and_day_fifteen_does_not(
    last_day: int, is_repeat: bool
) -> None:
    found = find_predecessors([on(2, 1), on(last_day, 2)], window_days=WINDOW)

    assert (UUID(int=2) in found) is is_repeat


def test_find_predecessors_day_fourteen_over_a_clock_change_counts() -> None:
    # 15 March 23:30 to 29 March 00:30 local: 13 days and 1 hour on the calendar, summer time
    # starts in between.
    first = keyed(1, datetime(2026, 3, 15, 23, 30, tzinfo=AMSTERDAM))
    second = keyed(2, datetime(2026, 3, 29, 23, 30, tzinfo=AMSTERDAM))

    assert UUID(int=2) in find_predecessors([first, second], window_days=WINDOW)


def test_find_predecessors_chain_names_the_nearest() -> None:
    found = find_predecessors([on(1, 1), on(11, 2), on(21, 3)], window_days=WINDOW)

    assert found[UUID(int=3)].any_reason == UUID(int=2)
    assert set(found) == {UUID(int=2), UUID(int=3)}


def test_find_predecessors_four_variants_look_past_what_does_not_qualify() -> None:
    history = [
        on(1, 1, reason="late", channel="phone"),
        on(2, 2, reason="late", channel="mail"),
        on(3, 3, reason="bill", channel="phone"),
        on(4, 4, reason="late", channel="phone"),
    ]

    found = find_predecessors(history, window_days=WINDOW)

    assert found[UUID(int=4)] == Predecessors(
        any_reason=UUID(int=3),
        same_reason=UUID(int=2),
        any_reason_same_channel=UUID(int=3),
        same_reason_same_channel=UUID(int=1),
    )


def test_find_predecessors_same_moment_follows_order_of_arrival() -> None:
    moment = datetime(2026, 3, 2, tzinfo=AMSTERDAM)

    found = find_predecessors([keyed(2, moment), keyed(1, moment)], window_days=WINDOW)

    assert {pk: link.any_reason for pk, link in found.items()} == {UUID(int=2): UUID(int=1)}


def naive(contacts: list[KeyedContact]) -> dict[UUID, Predecessors]:
    """Every pair looked at, straight from the definition."""
    found = {}
    for later in contacts:
        candidates = [
            earlier
            for earlier in contacts
            if (earlier.occurred_at, earlier.arrival) < (later.occurred_at, later.arrival)
            and (later.local_date - earlier.local_date).days <= WINDOW
        ]
        candidates.sort(key=lambda c: (c.occurred_at, c.arrival), reverse=True)
        reason = [c for c in candidates if c.reason_group == later.reason_group]
        channel = [c for c in candidates if c.channel == later.channel]
        both = [c for c in reason if c.channel == later.channel]
        if candidates:
            found[later.id] = Predecessors(
                *((variant[0].id if variant else None) for variant in (candidates, reason)),
                *((variant[0].id if variant else None) for variant in (channel, both)),
            )
    return found


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60 * 24 * 30).map(lambda minutes: START + timedelta(minutes=minutes)),
            st.sampled_from(["late", "bill", "broken"]),
            st.sampled_from(["phone", "mail"]),
        ),
        max_size=14,
    )
)
def test_find_predecessors_any_history_equals_a_double_loop(
    rows: list[tuple[datetime, str, str]],
) -> None:
    history = [keyed(number, *row) for number, row in enumerate(rows)]

    assert find_predecessors(history, window_days=WINDOW) == naive(history)


def test_local_dates_of_the_strategy_cross_the_clock_change() -> None:
    assert START.date() < date(2026, 3, 29) < (START + timedelta(days=30)).date()
