"""What a change of the reason tree would do to the figures of this year, before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from feedbackloop.models import DayCount
from reasons.queries.tree import FIELDS, ReasonNode, ReasonTree


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
    return _effect(tree, node, {"parent_id": parent.id if parent else None}, today)


def of_merge(tree: ReasonTree, node: ReasonNode, into: ReasonNode, *, today: date) -> TreeEffect:
    """A reason that ends today and is counted with another."""
    return _effect(tree, node, {"merged_into_id": into.id, "valid_until": today}, today)


def _effect(
    tree: ReasonTree, node: ReasonNode, change: Mapping[str, Any], today: date
) -> TreeEffect:
    counts = _counts(today, without=tree.noise_ids)
    changed = ReasonTree(
        [
            tuple(
                change.get(name, getattr(row, name)) if row == node else getattr(row, name)
                for name in FIELDS
            )
            for row in tree.nodes
        ]
    )
    before, after = tree.fold(counts), changed.fold(counts)
    differences = [
        Difference(row, before[row.id], after[row.id])
        for row in tree.nodes
        if before[row.id] != after[row.id] or row == node
    ]
    return TreeEffect(differences, total=sum(counts.values()))


def _counts(today: date, *, without: set[int]) -> dict[int, int]:
    """Contacts per leaf reason since the first of January."""
    year = DayCount.objects.filter(day__range=(today.replace(month=1, day=1), today))
    counted = year.exclude(reason_id__in=without).order_by()
    return dict(counted.values_list("reason_id").annotate(Sum("contact_count")))
