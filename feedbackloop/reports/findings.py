"""What a report asks attention for: plain rules for now, each with its numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from feedbackloop.enums import FindingKind, Severity
from feedbackloop.reports.data import ReportData
from feedbackloop.reports.lines import Line
from feedbackloop.reports.rounding import figure, share
from feedbackloop.statistics.levels import Alarm
from reasons.enums import ReasonKind
from reasons.queries.tree import ReasonNode

HIGH_RATIO = 2.0  # a spike at least this many times the expected level is high
HIGH_EXCESS_SHARE = 0.05  # and so is one whose excess is this share of all contacts of the week
CATCH_ALL_MIN_CONTACTS = 30  # below: a share of a parent says nothing


@dataclass(frozen=True)
class FoundFinding:
    """One finding before it has a number: `figures` are what its text is made of."""

    kind: FindingKind
    severity: Severity
    node: ReasonNode
    figures: dict[str, Any]


def find(
    data: ReportData, lines: Sequence[Line], *, resting: Collection[int]
) -> list[FoundFinding]:
    """The findings of a week, most pressing first.

    `resting` are the reasons with an open action or one closed lately: a large reason among
    them is known already.
    """
    spikes = _alarms(data, lines, "spike")
    known = {*resting, *(finding.node.id for finding in spikes)}
    return [
        *spikes,
        *_top_drivers(data, lines, known),
        *_catch_alls(data),
        *_alarms(data, lines, "drop"),
    ]


def _alarms(data: ReportData, lines: Sequence[Line], alarm: Alarm) -> list[FoundFinding]:
    """The deepest alarmed reason of each branch, largest difference first.

    An alarmed reason with an alarmed one below it is told by its line: the cause lies deeper.
    """
    alarmed = {line.node.id: line for line in lines if line.alarm == alarm}
    explained = {above.id for line in alarmed.values() for above in data.tree.ancestors(line.node)}
    deepest = [line for pk, line in alarmed.items() if pk not in explained]
    deepest.sort(key=lambda line: -abs(_excess(line)))
    kind = FindingKind.SPIKE if alarm == "spike" else FindingKind.DROP
    return [
        FoundFinding(kind, _severity(data, line, alarm), line.node, _alarm_figures(data, line))
        for line in deepest
    ]


def _alarm_figures(data: ReportData, line: Line) -> dict[str, Any]:
    level = line.level
    assert level is not None  # noqa: S101 - an alarm has a level
    return {
        "contacts": line.contacts,
        "expected": figure(level.expected),
        "low": figure(level.low),
        "high": figure(level.high),
        "weeks": settings.MEAN_WEEKS,
        "denominator": _denominator_names(data) if level.per_unit else None,
    }


def _severity(data: ReportData, line: Line, alarm: Alarm) -> Severity:
    if alarm == "drop":
        return Severity.INFORMATION
    assert line.level is not None  # noqa: S101 - an alarm has a level
    multiplied = line.contacts >= HIGH_RATIO * line.level.expected
    heavy = _excess(line) >= HIGH_EXCESS_SHARE * data.series.total(data.week)
    return Severity.HIGH if multiplied or heavy else Severity.MEDIUM


def _excess(line: Line) -> float:
    return line.contacts - (line.level.expected if line.level else 0.0)


def _denominator_names(data: ReportData) -> dict[str, str] | None:
    default = data.units.default
    return {"nl": default.name_in("nl"), "en": default.name_in("en")} if default else None


def _top_drivers(
    data: ReportData, lines: Sequence[Line], known: Collection[int]
) -> list[FoundFinding]:
    """Those of the largest reasons that nobody works on: no claim of statistics, only of size.

    The largest of all, not the largest without action: else every week would open new actions.
    """
    total = data.series.total(data.week)
    candidates = [line for line in lines if _can_be_top_driver(data, line)]
    candidates.sort(key=lambda line: -line.contacts)
    return [
        FoundFinding(
            FindingKind.TOP_DRIVER,
            Severity.MEDIUM,
            line.node,
            {"contacts": line.contacts, "total": total, "share": share(line.contacts, total)},
        )
        for line in candidates[: settings.TOP_DRIVERS]
        if line.node.id not in known
    ]


def _can_be_top_driver(data: ReportData, line: Line) -> bool:
    is_choice = data.tree.is_leaf(line.node.id) and line.node.kind == ReasonKind.NORMAL
    return is_choice and line.contacts >= settings.MIN_CONTACTS


def _catch_alls(data: ReportData) -> list[FoundFinding]:
    """R-5: too much under a parent's catch-all, two weeks running."""
    found = []
    for node in data.tree.nodes:
        if node.kind != ReasonKind.CATCH_ALL or node.parent_id is None:
            continue
        now = _catch_all_share(data, node, weeks_ago=0)
        before = _catch_all_share(data, node, weeks_ago=1)
        if now is not None and before is not None and min(now, before) > settings.CATCH_ALL_RED:
            found.append(_catch_all(data, node, now, before))
    return sorted(found, key=lambda finding: -finding.figures["share"])


def _catch_all(data: ReportData, node: ReasonNode, now: float, before: float) -> FoundFinding:
    parent = data.tree.by_id[node.parent_id or 0]
    branch = data.series.branch(data.week)
    figures = {
        "contacts": branch[node.id],
        "total": branch[parent.id],
        "share": now,
        "previous_share": before,
        "catch_all": {"nl": node.name_in("nl"), "en": node.name_in("en")},
    }
    return FoundFinding(FindingKind.CATCH_ALL, Severity.MEDIUM, parent, figures)


def _catch_all_share(data: ReportData, node: ReasonNode, *, weeks_ago: int) -> float | None:
    """Share of the parent's contacts; None with too few to speak of."""
    branch = data.series.branch(data.week.plus(-weeks_ago))
    total = branch[node.parent_id or 0]
    return share(branch[node.id], total) if total >= CATCH_ALL_MIN_CONTACTS else None
