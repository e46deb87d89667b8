"""What a reduction target is measured by: complete weeks of a reason and its baseline (K-2)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db.models import Sum

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.enums import TargetUnit
from feedbackloop.models import DayCount
from feedbackloop.queries import facts
from feedbackloop.queries.volumes import Units, load_units
from feedbackloop.statistics import targets as statistics
from feedbackloop.statistics.effects import Period
from feedbackloop.statistics.targets import Rate, Spread
from reasons.queries.tree import ReasonTree

HUNDRED = 100


@dataclass(frozen=True)
class Baseline:
    """The weeks that are used, their mean, and the grade of the whole history (K-2)."""

    weeks: Sequence[IsoWeek]
    period: Period
    rate: Rate
    spread: Spread
    grade: str


@dataclass(frozen=True)
class Record:
    """Complete weeks with contacts, and what was counted in them."""

    tree: ReasonTree
    weeks: Sequence[IsoWeek]
    counts: dict[int, dict[IsoWeek, int]]
    units: Units

    @classmethod
    def load(cls, tree: ReasonTree, reason_ids: Collection[int], *, now: datetime) -> Self:
        """All weeks that are over, for these reasons, in five queries."""
        start, last = facts.history_start(), IsoWeek.at(now).plus(-1)
        if start is None or last < start:
            return cls(tree, [], {}, Units(None))
        weeks = facts.weeks_with_contacts(start, last)
        counts = _counts(tree, reason_ids, start, last)
        return cls(tree, weeks, counts, load_units(start, last))

    def weeks_of(self, reason_id: int, unit: str) -> list[IsoWeek]:
        """The weeks in which the reason could be chosen and, per 100, its units are known."""
        since = self.tree.by_id[reason_id].valid_from
        return [
            week
            for week in self.weeks
            if (since is None or since <= week.monday)
            and (unit != TargetUnit.PER_100 or self.units.of_total(week))
        ]

    def period(self, reason_id: int, unit: str, weeks: Sequence[IsoWeek]) -> Period:
        """Contacts of these weeks, and what they are divided by."""
        counted = self.counts[reason_id]
        per_100 = unit == TargetUnit.PER_100
        exposures = [(self.units.of_total(w) or 0) / HUNDRED if per_100 else 1.0 for w in weeks]
        return Period([counted[week] for week in weeks], exposures)

    def baseline(
        self, reason_id: int, unit: str, starts_on: date, *, since: date | None = None
    ) -> Baseline | None:
        """The mean of the newest weeks before a start, at most as many as an effect is measured
        by; None with too few of them. `since`: of a baseline that was agreed before."""
        fewest, most = settings.EFFECT_BASELINE_WEEKS
        history = [w for w in self.weeks_of(reason_id, unit) if w.monday < starts_on]
        used = [w for w in history[-most:] if since is None or since <= w.monday]
        if len(used) < fewest:
            return None
        period = self.period(reason_id, unit, used)
        spread = statistics.spread_of(period)
        rate = statistics.mean_rate(period, spread)
        return Baseline(used, period, rate, spread, grade(len(history)))


def grade(weeks: int) -> str:
    """K-2: how good a baseline is, by the complete weeks there are; empty with too few."""
    return next((name for name, least in settings.BASELINE_GRADES if weeks >= least), "")


def _counts(
    tree: ReasonTree, reason_ids: Collection[int], first: IsoWeek, last: IsoWeek
) -> dict[int, dict[IsoWeek, int]]:
    """Contacts per week of each reason with all below it, 0 included; noise is no part of it."""
    branches = {pk: tree.branch_ids(pk) - tree.noise_ids for pk in reason_ids}
    rows = (
        DayCount.objects.filter(
            day__range=(first.monday, last.sunday), reason_id__in=set().union(*branches.values())
        )
        .order_by()
        .values_list("reason_id", "day")
        .annotate(Sum("contact_count"))
    )
    found: dict[int, list[tuple[IsoWeek, int]]] = defaultdict(list)
    for reason_id, day, count in rows:
        found[reason_id].append((IsoWeek.of(day), count))
    totals: dict[int, dict[IsoWeek, int]] = {pk: defaultdict(int) for pk in reason_ids}
    for pk, branch in branches.items():
        for week, count in (part for below in branch for part in found[below]):
            totals[pk][week] += count
    return totals
