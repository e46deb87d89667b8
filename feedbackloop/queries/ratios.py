"""Contacts against units over several weeks: sum over sum, never an average of ratios (N-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from contactreductie.core.iso_week import IsoWeek, weeks_between
from feedbackloop.enums import Missing
from feedbackloop.models import Denominator
from feedbackloop.queries import facts
from feedbackloop.statistics.intervals import poisson_interval


@dataclass(frozen=True)
class Ratio:
    """Contacts of the weeks whose units are known, and those units; `weeks_known` of `weeks`."""

    contacts: int
    units: int
    weeks_known: int
    weeks: int
    denominator: Denominator | None

    @property
    def missing(self) -> str:
        """N-1: why there is no ratio; empty where there is one."""
        if self.denominator is None or not self.weeks_known:
            return Missing.DENOMINATOR_MISSING.value
        return "" if self.units else Missing.DENOMINATOR_ZERO.value

    @property
    def missing_words(self) -> str:
        return str(Missing(self.missing).label) if self.missing else ""

    @property
    def per_100(self) -> float | None:
        return None if self.missing else 100 * self.contacts / self.units

    @property
    def low(self) -> float | None:
        return None if self.missing else 100 * poisson_interval(self.contacts, self.units)[0]

    @property
    def high(self) -> float | None:
        return None if self.missing else 100 * poisson_interval(self.contacts, self.units)[1]

    @property
    def little_data(self) -> bool:
        """N-3: too few to read anything into it without its interval."""
        few = self.contacts < settings.MIN_CONTACTS or self.units < settings.MIN_UNITS
        return not self.missing and few

    @property
    def is_partial(self) -> bool:
        return self.weeks_known < self.weeks


def over(
    weeks: Sequence[IsoWeek],
    contacts: Mapping[IsoWeek, int],
    units: Mapping[IsoWeek, int],
    denominator: Denominator | None,
) -> Ratio:
    """The ratio of these weeks; a week without a denominator is in neither of the two sums."""
    known = [week for week in weeks if week in units]
    return Ratio(
        contacts=sum(contacts.get(week, 0) for week in known),
        units=sum(units[week] for week in known),
        weeks_known=len(known),
        weeks=len(weeks),
        denominator=denominator,
    )


def newest_weeks(now: datetime, count: int) -> list[IsoWeek]:
    """The last complete weeks, as far as there is history of them; two queries."""
    last, start = facts.newest_week(timezone.localdate(now)), facts.history_start()
    if last is None or start is None or start > last:
        return []
    return weeks_between(max(start, last.plus(1 - count)), last)
