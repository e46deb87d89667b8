"""Paper sheets as the service registers them: each counts once, at noon of its day."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.conf import settings as product
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from reasons.models import Contact
from reasons.services import tally as service
from reasons.services.tally import Count, Outcome, PaperTally
from tests.factories import people
from tests.factories.clock import amsterdam

pytestmark = pytest.mark.django_db
NOW = amsterdam("2026-03-09 15:00")


def counted() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in Contact.objects.values_list("reason__code", "channel__code"):
        found[row] = found.get(row, 0) + 1
    return found


def paper(*counts: Count, **fields: Any) -> PaperTally:
    values = {"id": uuid.uuid4(), "day": date(2026, 3, 6)} | fields
    return PaperTally(counts=counts, **values)


@pytest.mark.parametrize(
    ("day", "now", "moment"),
    [
        ("2026-03-06", "2026-03-09 09:00", "2026-03-06 12:00"),
        ("2026-03-09", "2026-03-09 09:00", "2026-03-09 09:00"),
        ("2026-03-09", "2026-03-09 15:00", "2026-03-09 12:00"),
        ("2026-03-29", "2026-03-29 15:00", "2026-03-29 12:00"),  # the night summer time began
        ("2026-03-10", "2026-03-09 15:00", "2026-03-10 12:00"),  # which C-5 refuses
    ],
)
def test_moment_is_noon_or_now_while_it_is_not_yet_noon(day: str, now: str, moment: str) -> None:
    assert service.moment_of(date.fromisoformat(day), amsterdam(now)) == amsterdam(moment)


def test_contacts_of_a_sheet_stand_on_its_day_also_just_after_midnight(agent: User) -> None:
    """The business' own day: 00:30 in Amsterdam is the day before in UTC."""
    now = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    sheet = paper(Count("late", "phone", 2), day=date(2026, 3, 10))

    service.register_sheet(sheet, actor=agent, now=now)

    assert set(Contact.objects.values_list("local_date", "occurred_at")) == {
        (date(2026, 3, 10), now)
    }


def test_sheet_confirmed_before_and_after_noon_counts_once(agent: User) -> None:
    """Its moment has become another; what was counted has not."""
    sheet = paper(Count("late", "phone", 2), day=date(2026, 3, 9))

    morning = service.register_sheet(sheet, actor=agent, now=amsterdam("2026-03-09 11:00"))
    afternoon = service.register_sheet(sheet, actor=agent, now=NOW)

    assert (morning, afternoon) == (Outcome(2, 0), Outcome(0, 2))


@pytest.mark.parametrize("number", [0, product.TALLY_COUNT + 1])
def test_count_out_of_range_is_refused(agent: User, number: int) -> None:
    sheet = paper(Count("late", "phone", number), Count("damaged", "phone", 1))

    with pytest.raises(Refusal):
        service.register_sheet(sheet, actor=agent, now=NOW)


def test_sheet_of_too_many_contacts_is_refused_before_any_is_saved(agent: User) -> None:
    counts = [Count(code, "phone", 999) for code in ("late", "damaged") for _ in range(3)]

    with pytest.raises(Refusal) as refused:
        service.register_sheet(paper(*counts), actor=agent, now=NOW)

    assert refused.value.parameters == {"limit": 5000}
    assert Contact.objects.exists() is False


def test_sheet_is_for_who_may_register() -> None:
    with pytest.raises(NotAllowed):
        service.register_sheet(paper(Count("late", "phone", 1)), actor=people.manager(), now=NOW)


NUMBERS = st.dictionaries(
    st.tuples(st.sampled_from(["late", "damaged"]), st.sampled_from(["phone", "chat"])),
    st.integers(1, 30),
    min_size=1,
)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(NUMBERS, NUMBERS, st.integers(0, 6))
def test_contacts_equal_the_counts_of_all_sheets_however_often_they_are_confirmed(
    agent: User,
    one: dict[tuple[str, str], int],
    other: dict[tuple[str, str], int],
    days_ago: int,
) -> None:
    Contact.objects.all().delete()
    day = (NOW - timedelta(days=days_ago)).date()
    sheets = [
        paper(*(Count(*key, number) for key, number in numbers.items()), day=day)
        for numbers in (one, other)
    ]

    for sheet in (*sheets, *sheets, sheets[0]):
        service.register_sheet(sheet, actor=agent, now=NOW)

    assert counted() == {key: one.get(key, 0) + other.get(key, 0) for key in one | other}
    noon = datetime.combine(day, time(12), AMSTERDAM)
    assert set(Contact.objects.values_list("occurred_at", flat=True)) == {noon}
