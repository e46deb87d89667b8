"""Lines and ratios of a frozen report, ready to be shown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from contactreductie.core.figures import number
from feedbackloop.queries.names import in_language
from feedbackloop.statistics import repeats, verdicts
from feedbackloop.statistics.intervals import poisson_interval
from feedbackloop.statistics.repeats import Coverage
from feedbackloop.statistics.verdicts import Verdict

Figures = Mapping[str, Any]
NO_RATIO = {"missing": "denominator_missing"}
SPREAD = 1.15  # room beside the largest figure in the bar of a line
SHARE_MINIMUM = 30  # contacts; below, a share of repeats says nothing about a reason


def total_ratio(content: Figures) -> dict[str, Any]:
    """Contacts per 100 units of the whole week with its interval, or why there is none (N-1).

    The report holds the ratio per reason; the units are the same for all of them.
    """
    ratio: Figures = next((line["ratio"] for line in content["lines"]), NO_RATIO)
    if "missing" in ratio:
        return dict(ratio)
    contacts, units = content["totals"]["contacts"], ratio["units"]
    return {
        "denominator": ratio["denominator"],
        "units": units,
        "per_100": 100 * contacts / units,
        **interval(content["totals"], units),
    }


def interval(row: Figures, units: int | None) -> dict[str, float | None]:
    """The 95% range of a row's contacts per 100 units."""
    if not units:
        return {"low": None, "high": None}
    low, high = poisson_interval(row["contacts"], units)
    return {"low": 100 * low, "high": 100 * high}


def units_of_values(content: Figures) -> dict[tuple[str, str], int]:
    """The units that the contacts of a dimension value are divided by."""
    return {
        (row["dimension"], row["value"]): row["units"]
        for row in reversed(content["denominators"])
        if row["value"] is not None
    }


def total_verdict(totals: Figures, *, complete: bool) -> Verdict:
    return verdicts.of_count(
        totals["contacts"], totals["expected_low"], totals["expected_high"], complete=complete
    )


def line_verdict(line: Figures, *, complete: bool) -> Verdict:
    """The document does not tell which reasons a missing channel touches: none is called normal."""
    has_range = line["expected"] is not None
    return verdicts.of_alarm(line["alarm"], has_range=has_range, complete=complete)


def catch_all(share: float | None) -> dict[str, Any]:
    """R-5: amber and red, with the limit that was passed."""
    if share is not None and share > settings.CATCH_ALL_RED:
        return {"share": share, "tone": "signal", "limit": settings.CATCH_ALL_RED}
    tone = "warn" if share is not None and share > settings.CATCH_ALL_AMBER else ""
    return {"share": share, "tone": tone, "limit": settings.CATCH_ALL_AMBER}


def catch_all_of(contacts: int, catch_all_count: int) -> dict[str, Any]:
    """R-5 for what was counted; by N-3 few contacts are no ground for alarm."""
    found = catch_all(catch_all_count / contacts if contacts else None)
    few_found = bool(found["tone"]) and catch_all_count < settings.MIN_CONTACTS
    little_data = contacts > 0 and (is_small_sample(contacts) or few_found)
    return {**found, "tone": "" if little_data else found["tone"], "little_data": little_data}


def is_small_sample(contacts: int) -> bool:
    """N-3 where contacts themselves are what is divided by."""
    return contacts < settings.MIN_UNITS


def ratio_text(per_100: float) -> str:
    """One decimal; a ratio too small for it is no zero."""
    smallest = number(0.1, 1)
    return f"<{smallest}" if 0 < per_100 < 0.05 else number(per_100, 1)


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
    lines: Sequence[Figures], depth: int, departments: Mapping[str, str], complete: bool
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
            "verdict": line_verdict(line, complete=complete),
            "repeat_share": shown_share(line),
        }
        for line in lines
        if line["reason"] in wanted
    ]


def shown_share(line: Figures) -> float | None:
    """The share of repeats, where there are contacts enough to speak of a share."""
    share: float | None = line["repeat_share"]
    return share if line["contacts"] >= SHARE_MINIMUM else None


def _wanted(lines: Sequence[Figures], depth: int) -> set[str]:
    parents = {line["reason"]: line["parent"] for line in lines}
    wanted = {line["reason"] for line in lines if line["depth"] < depth or line["alarm"]}
    for code in list(wanted):
        parent = parents.get(code)
        while parent is not None:
            wanted.add(parent)
            parent = parents.get(parent)
    return wanted
