"""Wall-clock times around the two nights of clock change (C-5)."""

from datetime import UTC, datetime

import pytest

from contactreductie.core.local_time import AmbiguousTime, NonexistentTime, Season, to_instant


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-15 12:00", datetime(2026, 1, 15, 11, tzinfo=UTC)),
        ("2026-07-15 12:00", datetime(2026, 7, 15, 10, tzinfo=UTC)),
        ("2026-03-29 01:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29 03:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-10-25 03:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ("2026-03-02 10:00+05:00", datetime(2026, 3, 2, 5, 0, tzinfo=UTC)),
    ],
)
def test_to_instant_ordinary_time_has_one_instant(text: str, expected: datetime) -> None:
    assert to_instant(wall(text)) == expected


@pytest.mark.parametrize("text", ["2026-03-29 02:00", "2026-03-29 02:59"])
def test_to_instant_missing_hour_does_not_exist(text: str) -> None:
    with pytest.raises(NonexistentTime):
        to_instant(wall(text))


@pytest.mark.parametrize("text", ["2026-10-25 02:00", "2026-10-25 02:59"])
def test_to_instant_doubled_hour_must_be_answered(text: str) -> None:
    with pytest.raises(AmbiguousTime):
        to_instant(wall(text))


def test_to_instant_doubled_hour_season_chooses() -> None:
    moment = wall("2026-10-25 02:30")

    assert to_instant(moment, season=Season.SUMMER) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert to_instant(moment, season=Season.WINTER) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
