"""Quarters of the calendar."""

from datetime import date

import pytest

from contactreductie.core.quarter import Quarter


@pytest.mark.parametrize(
    ("day", "label", "first"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 1, 1)),
        (date(2026, 3, 31), "2026-Q1", date(2026, 1, 1)),
        (date(2026, 4, 1), "2026-Q2", date(2026, 4, 1)),
        (date(2026, 12, 31), "2026-Q4", date(2026, 10, 1)),
    ],
)
def test_day_lies_in_its_quarter(day: date, label: str, first: date) -> None:
    quarter = Quarter.of(day)
    assert (str(quarter), quarter.first, Quarter.parse(label)) == (label, first, quarter)


def test_quarters_follow_each_other_over_the_year() -> None:
    assert Quarter(2026, 1).next == Quarter(2026, 2)
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2026, 4) < Quarter(2027, 1)


@pytest.mark.parametrize("text", ["2026-Q0", "2026-Q5", "2026", "kwartaal 1", "0000-Q1"])
def test_label_without_a_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="quarter"):
        Quarter.parse(text)
