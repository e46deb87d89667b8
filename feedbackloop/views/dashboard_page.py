"""The newest report on one screen, with the facts around it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from contactreductie.core.figures import number
from contactreductie.core.iso_week import IsoWeek
from feedbackloop.queries.dashboard import WeekFigures
from feedbackloop.queries.names import in_language
from feedbackloop.queries.trends import Frozen, TrendPoint
from feedbackloop.queries.volumes import Units
from feedbackloop.reports import shown, weeks
from feedbackloop.statistics import repeats
from feedbackloop.views import charts
from feedbackloop.views.report_page import ReportPage
from raci.models import ImprovementAction

MOVERS, QUIET_MOVERS = 8, 5  # at most; and with few alarms, what comes after them


@dataclass(frozen=True)
class Sparks:
    """The last weeks of the key figures; a break where a figure may not be shown."""

    history: Sequence[WeekFigures]
    totals: Frozen
    units: Units
    newest_mature: IsoWeek

    @property
    def band(self) -> tuple[float | None, float | None]:
        """What the newest week is held against; nothing while it is incomplete (F-3)."""
        newest = self.totals.get(self.history[-1].week, {})
        if not newest.get("complete"):
            return None, None
        return newest["expected_low"], newest["expected_high"]

    @property
    def contacts(self) -> list[int]:
        return [figures.contacts for figures in self.history]

    @property
    def ratio(self) -> list[float | None]:
        """Contacts per 100 units of the default denominator."""
        units = [self.units.of_total(figures.week) for figures in self.history]
        return [
            100 * figures.contacts / number if number else None
            for figures, number in zip(self.history, units, strict=True)
        ]

    @property
    def catch_all_share(self) -> list[float | None]:
        """As the reports froze it; a break where there was none."""
        weeks_back = [figures.week for figures in self.history]
        return [self.totals.get(week, {}).get("catch_all_share") for week in weeks_back]

    @property
    def repeat_share(self) -> list[float | None]:
        return [figures.repeat_share if _covered(figures) else None for figures in self.history]

    @property
    def first_contact_resolution(self) -> list[float | None]:
        """Mature weeks only (H-2)."""
        return [
            figures.first_contact_resolution if _covered(figures) else None
            for figures in self.history
            if figures.week <= self.newest_mature
        ]


def select_movers(
    lines: Sequence[Mapping[str, Any]], departments: Collection[str] | None
) -> list[Mapping[str, Any]]:
    """Alarms first, then what lies furthest above its expectation or mean, without counting a
    branch beside its own leaves. `departments` (codes) keeps only what those answer for."""
    parents = {line["parent"] for line in lines}
    alarmed_above = _above_alarms(lines)
    chosen = [
        line
        for line in lines
        if (departments is None or line["department"] in departments)
        and line["reason"] not in alarmed_above
        and (line["alarm"] or (line["reason"] not in parents and _excess(line) > 0))
    ]
    chosen.sort(key=lambda line: (line["alarm"] is None, -abs(_excess(line))))
    alarms = sum(line["alarm"] is not None for line in chosen)
    return chosen[: min(max(alarms, QUIET_MOVERS), MOVERS)]


def mover_rows(
    lines: Sequence[Mapping[str, Any]],
    page: ReportPage,
    ids: Mapping[str, int],
    *,
    series: Mapping[int, Sequence[int]],
    actions: Mapping[int, ImprovementAction],
) -> list[dict[str, Any]]:
    """Movers with the reason above them, the weeks before, who answers for them and what is
    being done. `ids` are those of the reasons that still exist, by code."""
    names = {line["reason"]: in_language(line["name"]) for line in page.content["lines"]}
    return [
        {
            **line,
            "label": names[line["reason"]],
            "above": names.get(line["parent"], ""),
            "baseline": _baseline(line),
            "excess": _excess(line),
            "verdict": shown.line_verdict(line, complete=page.complete),
            "band": _band(line, complete=page.complete),
            "values": series.get(ids.get(line["reason"], 0), []),
            "department_name": page.names.departments.get(line["department"], line["department"]),
            "action": actions.get(ids.get(line["reason"], 0)),
        }
        for line in lines
    ]


def total_chart(points: Sequence[TrendPoint]) -> charts.Chart:
    """The chart of all contacts, with its newest week in words."""
    last = points[-1]
    summary = _("%(week)s: %(contacts)s contacts") % {
        "week": weeks.week_name(last.week),
        "contacts": number(last.contacts),
    }
    if last.high is not None:
        expected = charts.expected_range(last.low, last.high)
        summary += ", " + _("expected %(range)s") % {"range": expected}
    return charts.trend_chart(
        points, chart_id="total-trend", title=_("Contacts per week"), summary=f"{summary}."
    )


def sparks(history: Sequence[WeekFigures], *, totals: Frozen, units: Units) -> Sparks:
    newest = repeats.newest_mature(history[-1].week, window_days=settings.REPEAT_WINDOW_DAYS)
    return Sparks(history, totals, units, newest)


def _above_alarms(lines: Sequence[Mapping[str, Any]]) -> set[str]:
    """Reasons with an alarmed reason below them: the cause lies deeper."""
    parents = {line["reason"]: line["parent"] for line in lines}
    above: set[str] = set()
    for line in lines:
        code = line["parent"] if line["alarm"] else None
        while code is not None:
            above.add(code)
            code = parents.get(code)
    return above


def _baseline(line: Mapping[str, Any]) -> float | None:
    expected: float | None = line["expected"]
    return line["mean_8_weeks"] if expected is None else expected


def _band(line: Mapping[str, Any], *, complete: bool) -> tuple[float | None, float | None]:
    """The range a sparkline shows; not where leaving it is no alarm, which would look like one."""
    low, high = line["expected_low"], line["expected_high"]
    if low is None or (line["alarm"] is None and not low <= line["contacts"] <= high):
        return None, None
    return (low, high) if complete or line["alarm"] else (None, None)


def _excess(line: Mapping[str, Any]) -> float:
    """Contacts above the baseline; none where there is nothing to compare with."""
    baseline = _baseline(line)
    return 0.0 if baseline is None else line["contacts"] - baseline


def _covered(figures: WeekFigures) -> bool:
    return figures.keyed >= settings.COVERAGE_MINIMUM * figures.contacts and figures.keyed > 0
