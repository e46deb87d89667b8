"""Lines and ratios of a frozen report, ready to be shown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from feedbackloop.queries.names import in_language
from feedbackloop.statistics import repeats
from feedbackloop.statistics.intervals import poisson_interval
from feedbackloop.statistics.repeats import Coverage

Figures = Mapping[str, Any]
NO_RATIO = {"missing": "denominator_missing"}
SPREAD = 1.15  # room beside the largest figure in the bar of a line


def total_ratio(content: Figures) -> dict[str, Any]:
    """Contacts per 100 units of the whole week with its interval, or why there is none (N-1).

    The report holds the ratio per reason; the units are the same for all of them.
    """
    ratio: Figures = next((line["ratio"] for line in content["lines"]), NO_RATIO)
    if "missing" in ratio:
        return dict(ratio)
    contacts, units = content["totals"]["contacts"], ratio["units"]
    low, high = poisson_interval(contacts, units)
    return {
        "denominator": ratio["denominator"],
        "units": units,
        "per_100": 100 * contacts / units,
        "low": 100 * low,
        "high": 100 * high,
    }


def has_little_data(contacts: int, units: int | None) -> bool:
    """N-3: too few to read anything into a ratio without its interval."""
    return contacts < settings.MIN_CONTACTS or (units is not None and units < settings.MIN_UNITS)


def coverage_of(share: float | None) -> str:
    if share is None:
        return Coverage.TOO_LOW
    found = repeats.coverage(
        round(share * 1_000_000),
        1_000_000,
        warning=settings.COVERAGE_WARNING,
        minimum=settings.COVERAGE_MINIMUM,
    )
    return str(found)


def shown_lines(
    lines: Sequence[Figures], depth: int, departments: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Lines above the depth, and alarmed ones below it with everything above them."""
    wanted = _wanted(lines, depth)
    hidden = Counter(line["parent"] for line in lines if line["reason"] not in wanted)
    return [
        {
            **line,
            "label": in_language(line["name"]),
            "department_name": departments.get(line["department"] or "", line["department"]),
            "hidden": hidden[line["reason"]],
            "scale": SPREAD * max(line["contacts"], line["expected_high"] or 0, 1),
            "little_data": has_little_data(line["contacts"], line["ratio"].get("units")),
        }
        for line in lines
        if line["reason"] in wanted
    ]


def _wanted(lines: Sequence[Figures], depth: int) -> set[str]:
    parents = {line["reason"]: line["parent"] for line in lines}
    wanted = {line["reason"] for line in lines if line["depth"] < depth or line["alarm"]}
    for code in list(wanted):
        parent = parents.get(code)
        while parent is not None:
            wanted.add(parent)
            parent = parents.get(parent)
    return wanted
