"""What is wrong with the reason tree, as points of its review list (R-2 to R-5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from feedbackloop.enums import FindingKind, ReviewKind
from feedbackloop.models import Finding, WeeklyReport
from feedbackloop.queries import reports
from feedbackloop.queries import tree_quality as quality
from feedbackloop.reports import shown
from reasons.queries import alike, outline
from reasons.queries.outline import Topic
from reasons.queries.tree import ReasonTree

Subject = tuple[str, int | None, int | None]
TOPICS = {
    Topic.FEW_REASONS: ReviewKind.TOO_FEW,
    Topic.MANY_REASONS: ReviewKind.TOO_MANY,
    Topic.DEEP: ReviewKind.TOO_DEEP,
}


@dataclass(frozen=True)
class Sign:
    """One thing that is wrong; `figures` are what its sentence is made of. No reason: the whole
    tree. Of two reasons that are alike, `reason_id` is the smaller."""

    kind: ReviewKind
    reason_id: int | None
    figures: dict[str, Any]
    other_id: int | None = None

    @property
    def subject(self) -> Subject:
        return self.kind.value, self.reason_id, self.other_id


def of_report(report: WeeklyReport) -> list[Sign]:
    """R-5: what was red in its week and the one before, in total and per parent. Two queries."""
    found = Finding.objects.filter(report=report, kind=FindingKind.CATCH_ALL).order_by("number")
    below = [
        Sign(
            ReviewKind.CATCH_ALL_RED,
            reason_id,
            {
                "contacts": figures["total"],
                "caught": figures["contacts"],
                "share": figures["share"],
                "previous_share": figures["previous_share"],
            },
        )
        for reason_id, figures in found.values_list("reason_id", "figures")
    ]
    return [*_whole_tree(report), *below]


def of_tree(tree: ReasonTree, *, today: date) -> list[Sign]:
    """Everything the quality page tells, each subject once. Three queries, whatever the tree."""
    weeks = quality.weeks_of_use(today)
    counted = quality.counts(weeks, tree)
    unused = quality.unused(tree, counted, since=weeks[0].monday, today=today)
    found = [
        *_catch_alls(tree, counted),
        *_without_catch_all(tree, today),
        *_alike(tree, today),
        *(Sign(ReviewKind.UNUSED, node.id, {"weeks": len(weeks)}) for node in unused),
        *_sizes(tree, today),
    ]
    once = {sign.subject: sign for sign in reversed(found)}
    return list(reversed(once.values()))


def _whole_tree(report: WeeklyReport) -> Iterator[Sign]:
    """By the totals as they were published."""
    before = reports.published().filter(week_start=report.week.plus(-1).monday)
    previous = before.values_list("totals", flat=True).first()
    if previous is not None and _is_red(report.totals) and _is_red(previous):
        contacts, share = report.totals["contacts"], report.totals["catch_all_share"]
        yield Sign(
            ReviewKind.CATCH_ALL_RED,
            None,
            {
                "contacts": contacts,
                "caught": round(contacts * share),
                "share": share,
                "previous_share": previous["catch_all_share"],
            },
        )


def _is_red(totals: Mapping[str, Any]) -> bool:
    contacts, share = totals["contacts"], totals["catch_all_share"] or 0
    return shown.catch_all_of(contacts, round(contacts * share))["tone"] == "signal"


def _catch_alls(tree: ReasonTree, counted: dict[int, int]) -> Iterator[Sign]:
    """R-5: those above the red limit over all the weeks, in total and per parent."""
    for row in quality.catch_alls(tree, counted):
        if shown.catch_all_of(row.contacts, row.caught)["tone"] == "signal":
            figures = {"contacts": row.contacts, "caught": row.caught, "share": row.share}
            yield Sign(
                ReviewKind.CATCH_ALL_RED,
                row.parent.id if row.parent else None,
                {**figures, "weeks": settings.UNUSED_WEEKS},
            )


def _without_catch_all(tree: ReasonTree, today: date) -> Iterator[Sign]:
    for node in quality.without_catch_all(tree, today=today):
        children = sum(child.is_active_on(today) for child in tree.children(node.id))
        yield Sign(ReviewKind.NO_CATCH_ALL, node.id, {"count": children})


def _alike(tree: ReasonTree, today: date) -> Iterator[Sign]:
    for pair in alike.pairs(tree, today=today):
        one, other = sorted((pair.one.id, pair.other.id))
        yield Sign(ReviewKind.ALIKE, one, {"words": pair.words}, other)


def _sizes(tree: ReasonTree, today: date) -> Iterator[Sign]:
    """R-1, R-4."""
    for node, children in outline.crowded(tree, today=today):
        figures = {"count": children, "limit": settings.MANY_CHILDREN}
        yield Sign(ReviewKind.TOO_MANY_CHILDREN, node.id, figures)
    for advice in outline.advice(tree, today=today, language="nl"):
        if kind := TOPICS.get(advice.topic):
            yield Sign(kind, None, {"count": advice.count, "limit": advice.limit})
