"""What a change of the reason tree would do to the figures of this year, before it is done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from feedbackloop.models import DayCount
from reasons.queries.tree import ReasonNode, ReasonTree


@dataclass(frozen=True)
class Difference:
    """Contacts of one reason with everything below it and with it, this year."""

    node: ReasonNode
    before: int
    after: int


@dataclass(frozen=True)
class TreeEffect:
    """`total` is that of all questions and stays what it is."""

    differences: list[Difference]
    total: int


def of_move(
    tree: ReasonTree, node: ReasonNode, parent: ReasonNode | None, *, today: date
) -> TreeEffect:
    """A reason with all below it under another parent, or as a main reason."""
    entered = tree.path(parent) if parent else []
    return _effect(tree, node, left=tree.ancestors(node), entered=entered, today=today)


def of_merge(tree: ReasonTree, node: ReasonNode, into: ReasonNode, *, today: date) -> TreeEffect:
    """A reason that ends today and is counted with another."""
    return _effect(tree, node, left=tree.path(node), entered=tree.path(into), today=today)


def _effect(
    tree: ReasonTree,
    node: ReasonNode,
    *,
    left: Sequence[ReasonNode],
    entered: Sequence[ReasonNode],
    today: date,
) -> TreeEffect:
    """The contacts of a reason leave some branches and enter others; what is in both stays."""
    counts = _counts(today, without=tree.noise_ids)
    before = tree.fold(counts)
    change: Counter[int] = Counter()
    change.update({step.id: before[node.id] for step in entered})
    change.subtract({step.id: before[node.id] for step in left})
    told = [row for row in tree.nodes if change[row.id] or row == node]
    return TreeEffect(
        [Difference(row, before[row.id], before[row.id] + change[row.id]) for row in told],
        total=sum(counts.values()),
    )


def _counts(today: date, *, without: set[int]) -> dict[int, int]:
    """Contacts per leaf reason since the first of January."""
    year = DayCount.objects.filter(day__range=(today.replace(month=1, day=1), today))
    counted = year.exclude(reason_id__in=without).order_by()
    return dict(counted.values_list("reason_id").annotate(Sum("contact_count")))
