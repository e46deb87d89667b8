from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactreductie.core.iso_week import AMSTERDAM, IsoWeek, weeks_between
from tests.factories.clock import amsterdam


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("label", "start", "end", "hours"),
    [
        ("2026-W13", "2026-03-22 23:00", "2026-03-29 22:00", 167),  # summer time begins
        ("2026-W43", "2026-10-18 22:00", "2026-10-25 23:00", 169),  # and ends
        ("2026-W10", "2026-03-01 23:00", "2026-03-08 23:00", 168),
    ],
)
def test_week_runs_from_local_monday_to_local_monday(label, start, end, hours):
    week = IsoWeek.parse(label)

    assert (week.start(), week.end()) == (instant(start), instant(end))
    length = week.end().astimezone(UTC) - week.start().astimezone(UTC)
    assert length == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2027, 1, 1), "2026-W53"),
        (date(2026, 12, 28), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2025, 12, 29), "2026-W01"),
    ],
)
def test_week_of_a_day_has_the_iso_year(day, label):
    assert str(IsoWeek.of(day)) == label


@pytest.mark.parametrize(("label", "before"), [("2026-W53", "2026-W01"), ("2027-W01", "2026-W02")])
def test_last_year_is_the_week_364_days_earlier(label, before):
    assert str(IsoWeek.parse(label).last_year) == before


@pytest.mark.parametrize(
    "text",
    [
        *("2026-W60", "2025-W53", "2026-W00", "2026W10", "x", "", "2026-10"),
        *("0001-W01", "1989-W52", "2200-W01", "9999-W52"),
    ],
)
def test_parse_of_no_week_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        IsoWeek.parse(text)


@pytest.mark.parametrize("year", [2015, 2020, 2026, 2032, 2037, 2043])
def test_long_years_have_a_week_53(year):
    assert str(IsoWeek.parse(f"{year}-W53")) == f"{year}-W53"


def test_week_is_over_from_the_next_monday_midnight_on():
    week = IsoWeek.parse("2026-W10")

    assert not week.is_over(amsterdam("2026-03-08 23:59"))
    assert week.is_over(amsterdam("2026-03-09 00:00"))


def test_week_at_an_instant_is_that_of_the_local_clock():
    assert str(IsoWeek.at(instant("2026-03-01 22:59"))) == "2026-W09"
    assert str(IsoWeek.at(instant("2026-03-01 23:00"))) == "2026-W10"


def test_a_day_that_is_no_monday_starts_no_week():
    with pytest.raises(ValueError, match=r"not a Monday"):
        IsoWeek(date(2026, 3, 3))


def test_weeks_between_includes_both_ends_over_a_year_end():
    found = weeks_between(IsoWeek.parse("2026-W52"), IsoWeek.parse("2027-W01"))

    assert [str(week) for week in found] == ["2026-W52", "2026-W53", "2027-W01"]


@given(st.datetimes(datetime(2015, 1, 1), datetime(2045, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_instant_lies_in_exactly_one_week(moment):
    week = IsoWeek.at(moment)

    assert week.start() <= moment < week.end()
    assert moment.astimezone(AMSTERDAM).date() in week.days
    assert IsoWeek.parse(str(week)) == week
