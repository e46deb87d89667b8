from datetime import date

import pytest

from contactreductie.demo.generation.period import Period, black_friday
from tests.factories.clock import amsterdam


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-03-09 06:00", "2026-W10"),
        ("2026-03-15 23:59", "2026-W10"),
        # Before six on Monday the report of the week that has just ended is not due.
        ("2026-03-16 05:59", "2026-W10"),
        ("2026-03-16 06:00", "2026-W11"),
        ("2027-01-04 06:00", "2026-W53"),
    ],
)
def test_period_ends_with_the_newest_week_whose_report_is_due(now: str, last: str):
    assert str(Period.before(amsterdam(now)).last) == last


def test_period_holds_two_years_and_the_fourteen_days_before_them():
    period = Period.before(amsterdam("2026-03-09 06:00"))
    assert (period.days[0], period.days[-1]) == (date(2024, 2, 26), date(2026, 3, 8))
    assert len(period.days) == 106 * 7


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 11, 29)), (2025, date(2025, 11, 28)), (2026, date(2026, 11, 27))],
)
def test_black_friday_follows_the_fourth_thursday(year: int, day: date):
    assert black_friday(year) == day
