"""The lines of a report: one per reason, parents before children (F-4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from feedbackloop.enums import Missing
from feedbackloop.reports.data import ReportData
from feedbackloop.reports.rounding import figure, share
from feedbackloop.statistics import levels, repeats
from feedbackloop.statistics.intervals import poisson_interval
from feedbackloop.statistics.levels import Alarm, Level
from feedbackloop.statistics.repeats import Coverage
from reasons.queries.tree import ReasonNode


@dataclass(frozen=True)
class Line:
    """One reason in the week: `figures` are the keys of contract.md, in its order."""

    node: ReasonNode
    figures: dict[str, Any]
    level: Level | None
    alarm: Alarm | None

    @property
    def contacts(self) -> int:
        return self.figures["contacts"]


def build_lines(data: ReportData, departments: Mapping[int, str]) -> list[Line]:
    """Every reason with contacts in the week or in the weeks of the mean, in tree order.

    `departments` maps a reason's id to the code of the department accountable for it.
    """
    weeks = [*data.baseline, data.week]
    branches = [data.series.branch(week) for week in weeks]
    own = data.series.own(data.week)
    return [
        _line(data, node, own.get(node.id, 0), departments.get(node.id))
        for node in data.tree.nodes
        if any(branch[node.id] for branch in branches)
    ]


def _line(data: ReportData, node: ReasonNode, own: int, department: str | None) -> Line:
    contacts = data.series.branch(data.week)[node.id]
    level = _level_of(data, node)
    alarm = None if node.id in data.unjudged_reasons else judged(contacts, level)
    parent = data.tree.parent(node)
    figures = {
        "reason": node.code,
        "parent": parent.code if parent else None,
        "depth": node.depth,
        "name": {"nl": node.name_in("nl"), "en": node.name_in("en")},
        "contacts": contacts,
        "own_contacts": own,
        **comparisons(data, [data.series.branch(week)[node.id] for week in data.baseline]),
        "last_year": _last_year(data, node),
        **level_figures(level),
        "alarm": alarm,
        "ratio": ratio(data, contacts),
        "repeat_share": _repeat_share(data, node),
        "department": department,
    }
    return Line(node, figures, level, alarm)


def comparisons(data: ReportData, before: list[int]) -> dict[str, float | int | None]:
    """Last week and the mean of the weeks before; null where they reach before the history."""
    mean = sum(before) / len(before)
    return {
        "previous_week": before[-1] if data.knows(data.baseline[-1]) else None,
        "mean_8_weeks": figure(mean) if data.has_baseline else None,
    }


def level_of(data: ReportData, before: list[int]) -> Level | None:
    """The expected level; None with less history than the mean needs (K-2)."""
    if not data.has_baseline:
        return None
    return levels.expected_level(
        before,
        [data.units.of_total(week) for week in data.baseline],
        data.units.of_total(data.week),
        alpha=settings.ALARM_ALPHA,
    )


def level_figures(level: Level | None) -> dict[str, float | None]:
    return {
        "expected": figure(level.expected) if level else None,
        "expected_low": figure(level.low) if level else None,
        "expected_high": figure(level.high) if level else None,
    }


def judged(contacts: int, level: Level | None) -> Alarm | None:
    return levels.judge(
        contacts,
        level,
        min_ratio=settings.ALARM_MIN_RATIO,
        min_excess=settings.ALARM_MIN_EXCESS,
    )


def ratio(data: ReportData, contacts: int) -> dict[str, Any]:
    """Contacts per 100 units with a 95% Poisson interval, or why there is none (N-1)."""
    units = data.units.of_total(data.week)
    if units is None or data.units.default is None:
        return {"missing": Missing.DENOMINATOR_MISSING.value}
    if units == 0:
        return {"missing": Missing.DENOMINATOR_ZERO.value}
    low, high = poisson_interval(contacts, units)
    return {
        "denominator": data.units.default.code,
        "units": units,
        "per_100": figure(100 * contacts / units),
        "low": figure(100 * low),
        "high": figure(100 * high),
    }


def covered(keyed: int, counted: int) -> bool:
    """Whether enough customers are known to speak of repeats at all (H-5)."""
    found = repeats.coverage(
        keyed,
        counted,
        warning=settings.COVERAGE_WARNING,
        minimum=settings.COVERAGE_MINIMUM,
    )
    return found != Coverage.TOO_LOW


def _level_of(data: ReportData, node: ReasonNode) -> Level | None:
    """A reason made during the weeks before has no level of eight weeks yet."""
    if node.valid_from is not None and node.valid_from > data.baseline[0].monday:
        return None
    return level_of(data, [data.series.branch(week)[node.id] for week in data.baseline])


def _last_year(data: ReportData, node: ReasonNode) -> int | None:
    week = data.week.last_year
    return data.series.branch(week)[node.id] if data.knows(week) else None


def _repeat_share(data: ReportData, node: ReasonNode) -> float | None:
    keyed = data.series.branch(data.week, "keyed")[node.id]
    if not covered(keyed, data.series.branch(data.week)[node.id]):
        return None
    return share(data.series.branch(data.week, "repeats_any")[node.id], keyed)
