"""The sections of a report that are not per reason."""

from collections import defaultdict
from typing import Any

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek, weeks_between
from feedbackloop.queries import corrections as queries
from feedbackloop.reports.data import ReportData
from feedbackloop.reports.lines import comparisons, covered, level_figures, level_of
from feedbackloop.reports.rounding import figure, share
from feedbackloop.statistics import repeats
from reasons.enums import ReasonKind


def completeness(data: ReportData) -> dict[str, Any]:
    """F-3: a channel that fell silent makes the week incomplete."""
    missing = [data.channels[channel] for channel in data.missing_channels]
    return {"complete": not missing, "missing_channels": missing}


def totals(data: ReportData) -> dict[str, Any]:
    """Counted contacts of the whole organisation; noise stands apart (C-10)."""
    contacts = data.series.total(data.week)
    before = [data.series.total(week) for week in data.baseline]
    last_year = data.week.last_year
    return {
        "contacts": contacts,
        "noise": _noise(data),
        "keyed_share": share(data.series.total(data.week, "keyed"), contacts),
        **comparisons(data, before),
        "last_year": data.series.total(last_year) if data.knows(last_year) else None,
        **level_figures(level_of(data, before)),
        "catch_all_share": share(_under_catch_alls(data), contacts),
    }


def denominators(data: ReportData) -> list[dict[str, Any]]:
    """Every figure of the week: the whole organisation first, the default denominator first."""
    default = data.units.default.code if data.units.default else None
    places = {value_id: place for place, value_id in enumerate(data.value_names, start=1)}
    scopes = sorted(
        (scope for scope, weeks in data.units.by_scope.items() if data.week in weeks),
        key=lambda scope: (
            places[scope.value_id] if scope.value_id else 0,
            scope.denominator != default,
            scope.denominator,
        ),
    )
    found = []
    for scope in scopes:
        name = data.value_names[scope.value_id] if scope.value_id else None
        found.append(
            {
                "denominator": scope.denominator,
                "dimension": name.dimension if name else None,
                "value": name.value if name else None,
                "units": data.units.by_scope[scope][data.week],
            }
        )
    return found


def dimensions(data: ReportData) -> tuple[list[dict[str, Any]], int]:
    """Contacts per dimension value, in all (reason null) and per reason with all below it.

    Cells under the privacy limit are left out; the second answer is how many (F-7).
    """
    cells, before = _value_branches(data, data.week), _value_branches(data, data.week.plus(-1))
    large = {key: count for key, count in cells.items() if count >= settings.PRIVACY_MINIMUM_CELL}
    reasons = [None, *(node.id for node in data.tree.nodes)]
    by_reason: dict[int | None, list[int]] = defaultdict(list)
    for reason_id, value_id in large:
        by_reason[reason_id].append(value_id)
    places = {value_id: place for place, value_id in enumerate(data.value_names)}
    rows = [
        _dimension_row(
            data,
            reason_id,
            value_id,
            large[reason_id, value_id],
            before.get((reason_id, value_id), 0),
        )
        for reason_id in reasons
        for value_id in sorted(by_reason[reason_id], key=places.__getitem__)
    ]
    return rows, len(cells) - len(large)


def repeat(data: ReportData) -> dict[str, Any]:
    """Repeat contacts: backward of this week, forward of the newest mature week (H-1, H-2).

    The backward share is told from the first week on, as in the worked example of the domain
    model, although repeats of what came before the history cannot be seen.
    """
    series, week = data.series, data.week
    contacts, keyed = series.total(week), series.total(week, "keyed")
    shown = covered(keyed, contacts)
    any_reason, same_reason = series.total(week, "repeats_any"), series.total(week, "repeats_same")
    return {
        "coverage": share(keyed, contacts),
        "backward": {
            "any": share(any_reason, keyed) if shown else None,
            "same": share(same_reason, keyed) if shown else None,
        },
        "forward": _forward(data),
    }


def corrections(data: ReportData) -> list[dict[str, Any]]:
    """Weeks told before that are no longer what was told (C-11), per reason itself."""
    names = data.tree.by_code
    span = weeks_between(data.week.plus(-settings.CORRECTED_WEEKS), data.week.plus(-1))
    return [
        {
            "week": str(found.week),
            "reason": found.reason,
            "name": {language: names[found.reason].name_in(language) for language in ("nl", "en")},
            "was": found.was,
            "now": found.now,
        }
        for found in queries.since_told(span, tree=data.tree)
    ]


def _forward(data: ReportData) -> dict[str, Any]:
    """Null where the history begins after or during the mature week (H-2)."""
    week = repeats.newest_mature(data.week, window_days=settings.REPEAT_WINDOW_DAYS)
    contacts, keyed = data.series.total(week), data.series.total(week, "keyed")
    known = data.knows(week)
    shown = known and covered(keyed, contacts)
    any_reason, same_reason = (
        data.series.total(week, "followed_any"),
        data.series.total(week, "followed_same"),
    )
    return {
        "week": str(week),
        "keyed": keyed if known else None,
        "any": share(any_reason, keyed) if shown else None,
        "same": share(same_reason, keyed) if shown else None,
        "fcr": share(keyed - same_reason, keyed) if shown else None,
    }


def _noise(data: ReportData) -> int:
    return sum(
        count.contacts
        for count in data.counts
        if count.week == data.week and data.tree.is_noise(count.reason_id)
    )


def _under_catch_alls(data: ReportData) -> int:
    """Contacts on catch-all reasons and below them, each once (R-5)."""
    tree = data.tree
    return sum(
        count
        for reason_id, count in data.series.own(data.week).items()
        if any(step.kind == ReasonKind.CATCH_ALL for step in tree.path(tree.by_id[reason_id]))
    )


def _value_branches(data: ReportData, week: IsoWeek) -> dict[tuple[int | None, int], int]:
    """Contacts of a week per (reason with all below it, value); reason None is all of them."""
    totals: dict[tuple[int | None, int], int] = defaultdict(int)
    for (counted_week, reason_id, value_id), count in data.value_counts.items():
        if counted_week != week or data.tree.is_noise(reason_id):
            continue
        totals[None, value_id] += count
        for node in data.tree.path(data.tree.by_id[data.tree.home(reason_id)]):
            totals[node.id, value_id] += count
    return totals


def _dimension_row(
    data: ReportData, reason_id: int | None, value_id: int, contacts: int, before: int
) -> dict[str, Any]:
    name = data.value_names[value_id]
    units = data.units.of_value(value_id, data.week)
    hidden = 0 < before < settings.PRIVACY_MINIMUM_CELL
    return {
        "dimension": name.dimension,
        "reason": data.tree.by_id[reason_id].code if reason_id else None,
        "value": name.value,
        "contacts": contacts,
        "previous_week": before if data.knows(data.week.plus(-1)) and not hidden else None,
        "per_100": figure(100 * contacts / units) if units else None,
    }
