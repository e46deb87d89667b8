"""A frozen report as people read it, on a page and on paper: its own figures, with names for
its codes. Nothing is recomputed that the document tells already."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.queries.names import Names, in_language
from feedbackloop.reports import shown, weeks
from feedbackloop.reports.shown import Figures
from feedbackloop.statistics.verdicts import Verdict

DEPTHS = {"1": 1, "2": 2, "all": 99}
DEFAULT_DEPTH = "2"
HEADLINE_SPIKES = 3


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What templates and files ask for; `names` is loaded by who makes it."""

    content: dict[str, Any]
    names: Names
    depth: str = DEFAULT_DEPTH

    @cached_property
    def week(self) -> IsoWeek:
        return IsoWeek.parse(self.content["week"])

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

    @property
    def complete(self) -> bool:
        return self.content["completeness"]["complete"]

    @property
    def verdict(self) -> Verdict:
        """Of the total; the part that is missing of an incomplete week is part of it (F-3)."""
        return shown.total_verdict(self.totals, complete=self.complete)

    @cached_property
    def ratio(self) -> Figures:
        return shown.total_ratio(self.content)

    @property
    def catch_all(self) -> Figures:
        return shown.catch_all(self.totals["catch_all_share"])

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
        return shown.shown_lines(
            self.content["lines"], DEPTHS[self.depth], self.names.departments, self.complete
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

    @cached_property
    def dimension_groups(self) -> list[dict[str, Any]]:
        """Cells of all reasons together, one group per dimension."""
        units = shown.units_of_values(self.content)
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in self.content["dimensions"]:
            if row["reason"] is None:
                key = (row["dimension"], row["value"])
                cell = {**row, "label": self.names.values.get(key, row["value"])}
                cell |= shown.interval(row, units.get(key))
                groups.setdefault(row["dimension"], []).append(cell)
        return [
            {
                "name": self.names.dimensions.get(code, code),
                "rows": sorted(rows, key=lambda row: -row["contacts"]),
                "largest": max(row["contacts"] for row in rows),
                "has_ratio": any(row["per_100"] is not None for row in rows),
            }
            for code, rows in groups.items()
        ]

    @cached_property
    def corrections(self) -> list[dict[str, Any]]:
        """Earlier weeks that changed, the newest first, each with its reasons (C-11)."""
        by_week: dict[str, list[Figures]] = {}
        for row in self.content["corrections"]:
            by_week.setdefault(row["week"], []).append(row)
        return [
            {
                "title": weeks.week_name(IsoWeek.parse(label)),
                "was": sum(row["was"] for row in rows),
                "now": sum(row["now"] for row in rows),
                "rows": rows,
            }
            for label, rows in sorted(by_week.items(), reverse=True)
        ]

    @property
    def smallest_cell(self) -> int:
        """F-7: fewer contacts are no cell of a dimension."""
        return settings.PRIVACY_MINIMUM_CELL

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
        return shown.coverage_of(share)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
