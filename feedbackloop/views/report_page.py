"""A frozen report as a page: its own figures, with names for its codes. Nothing is recomputed
that the document tells already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import Finding, WeeklyReport
from feedbackloop.queries.names import Names, in_language
from feedbackloop.views import report_lines, weeks
from feedbackloop.views.report_lines import Figures

DEPTHS = {"1": 1, "2": 2, "all": 99}
DEFAULT_DEPTH = "2"
HEADLINE_SPIKES = 3


@dataclass(frozen=True)
class ReportPage:
    """What the template asks for; `names` is loaded by the view."""

    report: WeeklyReport
    content: dict[str, Any]
    names: Names
    findings: Sequence[Finding]
    depth: str

    @property
    def week(self) -> IsoWeek:
        return self.report.week

    @property
    def title(self) -> str:
        return weeks.week_name(self.week)

    @property
    def span(self) -> str:
        return weeks.week_span(self.week)

    @property
    def last_year(self) -> IsoWeek:
        return self.week.last_year

    @property
    def totals(self) -> Figures:
        return self.content["totals"]

    @cached_property
    def ratio(self) -> Figures:
        return report_lines.total_ratio(self.content)

    @property
    def catch_all(self) -> Figures:
        """R-5: amber and red, with the limit that was passed."""
        share, amber = self.totals["catch_all_share"], settings.CATCH_ALL_AMBER
        if share is not None and share > settings.CATCH_ALL_RED:
            return {"share": share, "tone": "signal", "limit": settings.CATCH_ALL_RED}
        tone = "warn" if share is not None and share > amber else ""
        return {"share": share, "tone": tone, "limit": amber}

    @property
    def denominator_name(self) -> str:
        code: str = self.ratio.get("denominator", "")
        return self.names.denominators.get(code, code)

    @property
    def missing_channels(self) -> list[str]:
        codes = self.content["completeness"]["missing_channels"]
        return [self.names.channels.get(code, code) for code in codes]

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The lines down to the chosen depth, and deeper alarms with what stands above them."""
        return report_lines.shown_lines(
            self.content["lines"], DEPTHS[self.depth], self.names.departments
        )

    @cached_property
    def spikes(self) -> list[dict[str, Any]]:
        """The deepest alarmed reason of each branch, largest difference first."""
        lines = {line["reason"]: line for line in self.content["lines"]}
        spiking = [row["reason"] for row in self.content["findings"] if row["kind"] == "spike"]
        return [{**lines[code], "label": in_language(lines[code]["name"])} for code in spiking]

    @property
    def more_spikes(self) -> int:
        """How many the headline leaves out after the first three."""
        return max(0, len(self.spikes) - HEADLINE_SPIKES)

    @cached_property
    def judged(self) -> int:
        """How many reasons were held against an expectation."""
        return sum(line["expected"] is not None for line in self.content["lines"])

    @property
    def false_alarms(self) -> float:
        """How many of them may leave their limits by chance, at most: upward only."""
        return self.judged * settings.ALARM_ALPHA

    @property
    def dimension_groups(self) -> list[dict[str, Any]]:
        """Cells of all reasons together, one group per dimension."""
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in self.content["dimensions"]:
            if row["reason"] is None:
                name = self.names.values.get((row["dimension"], row["value"]), row["value"])
                groups.setdefault(row["dimension"], []).append({**row, "label": name})
        return [
            {
                "name": self.names.dimensions.get(code, code),
                "rows": rows,
                "largest": max(row["contacts"] for row in rows),
                "has_ratio": any(row["per_100"] is not None for row in rows),
            }
            for code, rows in groups.items()
        ]

    @property
    def denominators(self) -> list[dict[str, Any]]:
        return [
            {
                "label": self.names.denominators.get(row["denominator"], row["denominator"]),
                "scope": self.names.values.get((row["dimension"], row["value"]), row["value"]),
                "units": row["units"],
            }
            for row in self.content["denominators"]
        ]

    @property
    def actions(self) -> dict[str, list[dict[str, Any]]]:
        """As the report froze them, with the due date as a date."""
        return {
            name: [{**row, "due": _day(row["due_date"])} for row in rows]
            for name, rows in self.content["actions"].items()
        }

    @cached_property
    def forward(self) -> dict[str, Any]:
        """The newest week whose follow-ups are all known, and when the younger ones will be."""
        window = settings.REPEAT_WINDOW_DAYS
        immature = [self.week.plus(-1), self.week]
        return {
            **self.content["repeat"]["forward"],
            "title": weeks.week_name(IsoWeek.parse(self.content["repeat"]["forward"]["week"])),
            "waiting": [
                {
                    "title": weeks.week_name(week),
                    "until": weeks.short_day(week.sunday + timedelta(days=window)),
                }
                for week in immature
            ],
        }

    @property
    def coverage(self) -> str:
        """H-5: `good`, `warning` or `too_low`."""
        share = self.content["repeat"]["coverage"]
        return report_lines.coverage_of(share)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
