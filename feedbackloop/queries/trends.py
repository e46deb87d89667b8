"""Counts week after week, beside what was expected and what was there a year before.

Counts come from the facts, expected ranges and alarms from the frozen reports: a chart never
shows another range than the report of that week did.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Sum

from contactreductie.core.iso_week import IsoWeek, weeks_between
from feedbackloop.enums import ReportStatus
from feedbackloop.models import DayCount, DayDimensionCount, ReportLine, WeeklyReport
from feedbackloop.queries import facts
from feedbackloop.statistics import verdicts
from feedbackloop.statistics.verdicts import Verdict
from reasons.queries.tree import ReasonTree
from reasons.queries.tree_history import Era

ALARMS = {Verdict.MORE: "spike", Verdict.FEWER: "drop"}

Frozen = Mapping[IsoWeek, Mapping[str, Any]]
Branch = tuple[date, set[int]]
"""From which day on these reasons belonged to a reason."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One week of a trend. Absent figures are None: before the history, or without a report."""

    week: IsoWeek
    contacts: int | None
    last_year: int | None
    low: float | None
    high: float | None
    alarm: str | None


@dataclass(frozen=True)
class ValueSplit:
    """Contacts of one span per dimension value, largest first; `hidden` cells are left out."""

    rows: list[tuple[int, int]]
    hidden: int


def total_trend(weeks: Sequence[IsoWeek], *, tree: ReasonTree, totals: Frozen) -> list[TrendPoint]:
    """All counted contacts of consecutive weeks beside the `totals` of their reports.

    Three queries; noise is no part of it (C-10).
    """
    frozen = {week: {**row, "alarm": _outside(row)} for week, row in totals.items()}
    return _trend(weeks, frozen, partial(facts.week_totals, without=tree.noise_ids))


def reason_trend(weeks: Sequence[IsoWeek], *, tree: ReasonTree, reason_id: int) -> list[TrendPoint]:
    """Contacts of a reason and all below it, in four queries."""
    frozen = _report_lines(reason_id, weeks[0], weeks[-1])
    branch = tree.branch_ids(reason_id)
    return _trend(weeks, frozen, partial(facts.week_totals, reason_ids=branch))


def tagged_trend(
    weeks: Sequence[IsoWeek], *, eras: Sequence[Era], reason_id: int
) -> list[TrendPoint]:
    """The same, each day with the tree that held on it: as it was tagged then (R-7). Three queries
    and two for each time that what belongs to the reason changed."""
    frozen = _report_lines(reason_id, weeks[0], weeks[-1])
    branches = [(era.since, era.tree.branch_ids(reason_id)) for era in eras]
    return _trend(weeks, frozen, partial(_as_tagged, branches=_distinct(branches)))


def report_totals(first: IsoWeek, last: IsoWeek) -> dict[IsoWeek, dict[str, Any]]:
    """The totals of each week's newest published report, and whether it was `complete` (F-3)."""
    rows = (
        WeeklyReport.objects.filter(
            status=ReportStatus.PUBLISHED, week_start__range=(first.monday, last.monday)
        )
        .order_by("week_start", "version")
        .values_list("week_start", "totals")
    )
    return {IsoWeek(monday): totals for monday, totals in rows}


def week_series(
    weeks: Sequence[IsoWeek], *, tree: ReasonTree, reason_ids: Collection[int]
) -> dict[int, list[int]]:
    """Contacts per week of each of these reasons with all below them; one query."""
    branches = {reason_id: tree.branch_ids(reason_id) for reason_id in reason_ids}
    rows = (
        DayCount.objects.filter(
            day__range=(weeks[0].monday, weeks[-1].sunday),
            reason_id__in=set().union(*branches.values()),
        )
        .order_by()
        .values_list("reason_id", "day")
        .annotate(Sum("contact_count"))
    )
    counts: dict[tuple[int, IsoWeek], int] = defaultdict(int)
    for reason_id, day, count in rows:
        counts[reason_id, IsoWeek.of(day)] += count
    return {
        reason_id: [sum(counts[below, week] for below in branch) for week in weeks]
        for reason_id, branch in branches.items()
    }


def value_split(week: IsoWeek, *, reason_ids: Collection[int], minimum: int) -> ValueSplit:
    """Contacts of one week per dimension value id; cells under `minimum` are only counted (F-7)."""
    counts = (
        DayDimensionCount.objects.filter(
            day__range=(week.monday, week.sunday), reason_id__in=reason_ids
        )
        .order_by()
        .values_list("value_id")
        .annotate(total=Sum("contact_count"))
    )
    cells = sorted(counts, key=lambda cell: -cell[1])
    rows = [cell for cell in cells if cell[1] >= minimum]
    return ValueSplit(rows, hidden=len(cells) - len(rows))


def last_weeks(number: int, *, today: date) -> list[IsoWeek]:
    """So many complete weeks up to the newest that has contacts, oldest first; one query."""
    last = facts.newest_week(today) or IsoWeek.of(today).plus(-1)
    return weeks_between(last.plus(1 - number), last)


def _trend(
    weeks: Sequence[IsoWeek],
    frozen: Frozen,
    count: Callable[[Sequence[IsoWeek]], dict[IsoWeek, int]],
) -> list[TrendPoint]:
    start = facts.history_start()

    def counted(span: Sequence[IsoWeek]) -> dict[IsoWeek, int]:
        return {week: total for week, total in count(span).items() if start and start <= week}

    now, then = counted(weeks), counted([week.last_year for week in weeks])
    return [_point(week, now, then, frozen.get(week, {})) for week in weeks]


def _as_tagged(weeks: Sequence[IsoWeek], *, branches: Sequence[Branch]) -> dict[IsoWeek, int]:
    totals = dict.fromkeys(weeks, 0)
    ends = [since - timedelta(days=1) for since, _branch in branches[1:]] + [date.max]
    for (since, branch), until in zip(branches, ends, strict=True):
        first, last = max(since, weeks[0].monday), min(until, weeks[-1].sunday)
        if first <= last:
            for day, count in facts.day_totals(first, last, reason_ids=branch).items():
                totals[IsoWeek.of(day)] += count
    return totals


def _distinct(branches: Sequence[Branch]) -> list[Branch]:
    """Without the days on which the tree changed elsewhere only."""
    pairs = zip([None, *branches], branches, strict=False)
    return [now for before, now in pairs if before is None or before[1] != now[1]]


def _point(
    week: IsoWeek,
    now: Mapping[IsoWeek, int],
    then: Mapping[IsoWeek, int],
    figures: Mapping[str, Any],
) -> TrendPoint:
    return TrendPoint(
        week=week,
        contacts=now.get(week),
        last_year=then.get(week.last_year),
        low=figures.get("expected_low"),
        high=figures.get("expected_high"),
        alarm=figures.get("alarm"),
    )


def _report_lines(reason_id: int, first: IsoWeek, last: IsoWeek) -> dict[IsoWeek, dict[str, Any]]:
    rows = (
        ReportLine.objects.filter(
            reason_id=reason_id,
            report__status=ReportStatus.PUBLISHED,
            report__week_start__range=(first.monday, last.monday),
        )
        .order_by("report__week_start", "report__version")
        .values_list("report__week_start", "figures")
    )
    return {IsoWeek(monday): figures for monday, figures in rows}


def _outside(totals: Mapping[str, Any]) -> str | None:
    """The total has no alarm of its own; beyond its limits it is marked like one, but never in
    an incomplete week (F-3)."""
    verdict = verdicts.of_count(
        totals["contacts"],
        totals["expected_low"],
        totals["expected_high"],
        complete=totals["complete"],
    )
    return ALARMS.get(verdict)
