"""Where the history of counts begins, on days worked out by hand."""

from datetime import date, timedelta

import pytest

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import DayCount
from feedbackloop.queries import facts, ratios, trends
from tests.factories import reasons as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
NEWEST = date(2026, 3, 8)  # the Sunday of 2026-W10


@pytest.fixture
def counted():
    """Facts of one contact on each of these days."""
    place = {"reason": make.reason("invoice"), "channel": make.channel("phone")}
    sums = ("keyed_count", "repeats_any", "repeats_same", "followed_any", "followed_same")
    rest = {"contact_count": 1, "handled_count": 0, "handle_seconds": 0}

    def count(*days):
        for day in days:
            DayCount.objects.create(day=day, **place, **rest, **dict.fromkeys(sums, 0))

    return count


def start():
    week = facts.history_start()
    return week and str(week)


def test_history_without_contacts_has_no_start():
    assert start() is None


@pytest.mark.parametrize(
    ("first", "week"),
    [("2026-02-16", "2026-W08"), ("2026-02-17", "2026-W09"), ("2026-02-22", "2026-W09")],
)
def test_history_starts_with_the_first_whole_week(counted, first, week):
    counted(date.fromisoformat(first), NEWEST)

    assert start() == week


def test_history_with_gaps_of_weeks_stays_whole(counted):
    """One contact every nine weeks, as in a small organisation's list of complaints."""
    counted(*(NEWEST - timedelta(weeks=9 * number) for number in range(12)))

    # 99 weeks before Sunday 8 March 2026 is Sunday 14 April 2024; the next day is a Monday.
    assert start() == "2024-W16"


@pytest.mark.parametrize(
    ("before", "week"),
    [
        (date(2025, 12, 6), "2025-W50"),  # 91 empty days up to 8 March: thirteen weeks, no more
        (date(2025, 12, 5), "2026-W11"),  # 92
    ],
)
def test_history_starts_after_a_gap_of_more_than_thirteen_weeks(counted, before, week):
    counted(before, NEWEST)

    assert start() == week


def test_history_starts_after_the_last_of_several_gaps(counted):
    counted(date(1999, 3, 2), date(2015, 6, 1), date(2026, 2, 17), NEWEST)

    assert start() == "2026-W09"


def test_history_start_is_one_query(counted, django_assert_num_queries):
    counted(date(1999, 3, 2), NEWEST)

    with django_assert_num_queries(1):
        start()


def test_length_of_a_gap_is_a_setting(counted, settings):
    settings.HISTORY_GAP_WEEKS = 1
    counted(date(2026, 2, 2), date(2026, 2, 28), NEWEST)

    assert start() == "2026-W10"


def test_newest_week_is_over_and_has_contacts(counted):
    """What was not delivered yet is absent, not 0; a running week is no whole week."""
    monday = date(2026, 3, 9)
    assert facts.newest_week(monday) is None
    assert trends.last_weeks(2, today=monday) == weeks("2026-W09", "2026-W10")
    assert ratios.newest_weeks(MONDAY, 2) == []
    counted(date(2026, 2, 2), date(2026, 2, 25), monday)
    assert facts.newest_week(monday) == IsoWeek.parse("2026-W09")
    assert trends.last_weeks(2, today=monday) == weeks("2026-W08", "2026-W09")
    assert ratios.newest_weeks(MONDAY, 2) == weeks("2026-W08", "2026-W09")
    counted(date(2026, 3, 2))
    assert trends.last_weeks(2, today=monday) == weeks("2026-W09", "2026-W10")


def weeks(*labels):
    return [IsoWeek.parse(label) for label in labels]
