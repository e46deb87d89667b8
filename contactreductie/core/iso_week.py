"""ISO 8601 weeks in the business time zone (F-1, F-2). Pure: no Django."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PATTERN = re.compile(r"(\d{4})-W(\d{2})")
YEARS = range(1990, 2200)  # of what people ask for: weeks around it still have dates


@dataclass(frozen=True, order=True)
class IsoWeek:
    """One week, Monday 00:00 to Monday 00:00 local time; `monday` is its first day."""

    monday: date

    def __post_init__(self) -> None:
        if self.monday.isoweekday() != 1:
            raise ValueError(f"{self.monday} is not a Monday")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The week of a label such as `2026-W10`; ValueError when there is no such week."""
        match = PATTERN.fullmatch(text.strip())
        if match is None or int(match[1]) not in YEARS:
            raise ValueError(f"{text!r} is not an ISO week such as 2026-W10")
        return cls(date.fromisocalendar(int(match[1]), int(match[2]), 1))

    @classmethod
    def of(cls, day: date) -> Self:
        """The week in which a local calendar day lies."""
        return cls(day - timedelta(days=day.isoweekday() - 1))

    @classmethod
    def at(cls, moment: datetime, zone: ZoneInfo = AMSTERDAM) -> Self:
        """The week in which an instant lies, seen from the business time zone."""
        return cls.of(moment.astimezone(zone).date())

    def __str__(self) -> str:
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=offset) for offset in range(7)]

    def plus(self, weeks: int) -> "IsoWeek":
        return IsoWeek(self.monday + timedelta(weeks=weeks))

    @property
    def last_year(self) -> "IsoWeek":
        """The week whose Monday lies 364 days earlier (F-2)."""
        return self.plus(-52)

    def start(self, zone: ZoneInfo = AMSTERDAM) -> datetime:
        """The instant the week starts, Monday 00:00 local time."""
        return datetime.combine(self.monday, time.min, zone)

    def end(self, zone: ZoneInfo = AMSTERDAM) -> datetime:
        """The instant the week is over: the start of the next."""
        return self.plus(1).start(zone)

    def is_over(self, now: datetime, zone: ZoneInfo = AMSTERDAM) -> bool:
        return now >= self.end(zone)


def weeks_between(first: IsoWeek, last: IsoWeek) -> list[IsoWeek]:
    """All weeks from `first` up to and including `last`."""
    count = (last.monday - first.monday).days // 7 + 1
    return [first.plus(offset) for offset in range(count)]
