"""The figures of one reason, ready for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contactreductie.core.figures import number
from contactreductie.core.iso_week import IsoWeek
from feedbackloop.queries import reason_pages, trends
from feedbackloop.queries.reason_pages import Share
from feedbackloop.queries.trends import TrendPoint
from feedbackloop.reports import shown, weeks
from feedbackloop.views import charts
from reasons.enums import ReasonKind
from reasons.models import TreeChange
from reasons.queries.tree import ReasonNode, ReasonTree
from reasons.queries.tree_history import TreeHistory


@dataclass(frozen=True)
class Split:
    """Parts of the reason's contacts, with the largest to draw bars by."""

    name: str
    shares: Sequence[Share]

    @property
    def largest(self) -> int:
        return max(share.contacts for share in self.shares)

    @property
    def total(self) -> int:
        return sum(share.contacts for share in self.shares)


@dataclass(frozen=True)
class Past:
    """What became of a reason that was merged or split: its `parts`, and with which reason its
    contacts are counted (None: they stay with it)."""

    home: dict[str, str] | None
    parts: Sequence[dict[str, str]]


def past(tree: ReasonTree, node: ReasonNode) -> Past | None:
    """None for a reason that goes on, or was only ended."""
    if node.merged_into_id is None and node.valid_until is None:
        return None
    parts = [_named(tree.by_id[pk]) for pk in reason_pages.parts_of(node.id)]
    home = None if node.merged_into_id is None else _named(tree.by_id[tree.home(node.id)])
    return Past(home, parts) if home or parts else None


def breaks(changes: Sequence[TreeChange]) -> list[charts.Break]:
    """Where the tree changed what belongs to a reason, oldest first (R-7)."""
    return [
        charts.Break(timezone.localdate(change.at), f"{change.get_kind_display()}: {change.name}")
        for change in changes
    ]


def trend(
    tree: ReasonTree,
    node: ReasonNode,
    all_weeks: Sequence[IsoWeek],
    *,
    broken: Sequence[charts.Break],
    as_tagged: bool,
) -> charts.Chart | None:
    """The chart since the first week with anything in it; None for a reason without contacts.
    `as_tagged`: each day with the tree of that day instead of that of today."""
    if as_tagged:
        eras = TreeHistory.load(tree).eras()
        points = trends.tagged_trend(all_weeks, eras=eras, reason_id=node.id)
    else:
        points = trends.reason_trend(all_weeks, tree=tree, reason_id=node.id)
    started = next((i for i, point in enumerate(points) if point.contacts), None)
    if started is None:
        return None
    shown = points[started:]
    return charts.trend_chart(
        shown,
        chart_id="reason-trend",
        title=_("Contacts per week"),
        summary=_summary(shown),
        breaks=[one for one in broken if one.day >= shown[0].week.monday],
    )


def catch_all(
    tree: ReasonTree, node: ReasonNode, week: IsoWeek, line: Mapping[str, Any]
) -> dict[str, Any] | None:
    """R-5: which part of its parent's contacts a catch-all took in the week of its `line`."""
    parent = tree.parent(node)
    if node.kind != ReasonKind.CATCH_ALL or parent is None:
        return None
    found = reason_pages.newest_line(parent.id)
    total = found.figures["contacts"] if found is not None and found.week == week else 0
    counted = shown.catch_all_of(total, line["contacts"])
    return {**counted, "of": parent.name_in(get_language() or "nl")}


def children(tree: ReasonTree, node: ReasonNode, recent: Sequence[IsoWeek]) -> list[dict[str, Any]]:
    """The reasons directly below, most contacts first, with the last weeks of each."""
    below = [child for child in tree.children(node.id) if child.merged_into_id is None]
    series = trends.week_series(recent, tree=tree, reason_ids=[child.id for child in below])
    language = get_language() or "nl"
    rows = [
        {
            "code": child.code,
            "name": child.name_in(language),
            "values": series[child.id],
            "contacts": series[child.id][-1],
            "total": sum(series[child.id]),
            "is_branch": not tree.is_leaf(child.id),
        }
        for child in below
    ]
    return sorted(rows, key=lambda row: -row["total"])


def splits(branch: set[int], recent: Sequence[IsoWeek]) -> dict[str, Any]:
    """By channel over the recent weeks, by dimension value in the last of them (F-7)."""
    channels = reason_pages.channel_shares(recent[0], recent[-1], branch)
    cells = trends.value_split(recent[-1], reason_ids=branch, minimum=settings.PRIVACY_MINIMUM_CELL)
    groups = reason_pages.value_shares(cells.rows)
    return {
        "channels": Split(_("Channel"), channels) if channels else None,
        "dimensions": [Split(name, shares) for name, shares in groups.items()],
        "hidden_cells": cells.hidden,
        "smallest_cell": settings.PRIVACY_MINIMUM_CELL,
    }


def _named(node: ReasonNode) -> dict[str, str]:
    return {"code": node.code, "name": node.name_in(get_language() or "nl")}


def _summary(points: Sequence[TrendPoint]) -> str:
    last = points[-1]
    text = _("%(week)s: %(contacts)s contacts") % {
        "week": weeks.week_name(last.week),
        "contacts": number(last.contacts),
    }
    if last.high is not None:
        expected = charts.expected_range(last.low, last.high)
        text += ", " + _("expected %(range)s") % {"range": expected}
    return f"{text}."
