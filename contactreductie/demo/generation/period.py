"""The two years the demo plays in: whole ISO weeks up to the newest one whose report is due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from contactreductie.core.iso_week import AMSTERDAM, IsoWeek, weeks_between

WEEKS = 106  # two years, and the 14 days before them that repeat figures look back on
REPORT_HOUR = timedelta(hours=6)
Days = NDArray[np.float64]


@dataclass(frozen=True)
class Period:
    """Consecutive weeks; arrays of days start on the first Monday."""

    first: IsoWeek
    last: IsoWeek

    @classmethod
    def before(cls, now: datetime, *, weeks: int = WEEKS) -> Self:
        """The period whose last week is over, and reported on Monday at six, by `now`."""
        local = now.astimezone(AMSTERDAM).replace(tzinfo=None) - REPORT_HOUR
        last = IsoWeek.of(local.date()).plus(-1)
        return cls(last.plus(1 - weeks), last)

    @property
    def weeks(self) -> list[IsoWeek]:
        return weeks_between(self.first, self.last)

    @cached_property
    def days(self) -> list[date]:
        return [day for week in self.weeks for day in week.days]

    def week(self, place: int) -> IsoWeek:
        """0 is the last week, -1 the one before it."""
        return self.last.plus(place)

    def place(self, day: date) -> int:
        """The place of a day in arrays of days; outside the period it lies outside them."""
        return (day - self.first.monday).days

    def earlier(self, days: int) -> list[date]:
        """The days of the period with this many days before it."""
        start = self.first.monday - timedelta(days=days)
        return [start + timedelta(days=offset) for offset in range(days)] + self.days


def black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 22)


def is_public_holiday(day: date) -> bool:
    """Days on which nobody answers the phone."""
    return (day.month, day.day) in {(1, 1), (4, 27), (12, 25), (12, 26)}
