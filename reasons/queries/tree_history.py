"""The tree as it was: what is there now with every later change taken back (R-7)."""

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.utils import timezone

from reasons.enums import TreeChangeKind
from reasons.models import ReasonRevision, TreeChange
from reasons.queries.tree import FIELDS, ReasonTree

STRUCTURE = ("parent_id", "position", "kind", "merged_into_id")
"""The fields that say where a reason stands and with which it is counted."""
BREAKING = (
    TreeChangeKind.MOVED,
    TreeChangeKind.MERGED,
    TreeChangeKind.SPLIT,
    TreeChangeKind.ENDED,
)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Era:
    """The tree that held from a local day on, up to the next era; the first one from ever."""

    since: date
    tree: ReasonTree


class TreeHistory:
    """Every tree there was, out of the tree now and what was changed in it. One query."""

    def __init__(self, tree: ReasonTree, revisions: Sequence[tuple[int, datetime, Any]]) -> None:
        """`revisions` are (reason id, moment, fields before), newest first."""
        self.tree = tree
        self._revisions = revisions

    @classmethod
    def load(cls, tree: ReasonTree) -> Self:
        rows = (
            ReasonRevision.objects.filter(reason__isnull=False)
            .exclude(before={})
            .order_by("-change__at", "-change", "-pk")
            .values_list("reason_id", "change__at", "before")
        )
        return cls(tree, [row for row in rows if any(name in STRUCTURE for name in row[2])])

    def eras(self) -> list[Era]:
        """From the oldest to now; a day on which the tree changed belongs to what it became."""
        rows: dict[int, Row] = {node.id: _row(node) for node in self.tree.nodes}
        found: list[Era] = []
        tree = self.tree
        for reason_id, moment, before in self._revisions:
            day = timezone.localdate(moment)
            if not found or found[-1].since != day:
                found.append(Era(day, tree if not found else ReasonTree(list(rows.values()))))
            rows[reason_id] = _restored(rows[reason_id], before, known=rows)
        oldest = ReasonTree(list(rows.values())) if found else tree
        return [Era(date.min, oldest), *reversed(found)]


def breaks(branch: Collection[int]) -> QuerySet[TreeChange]:
    """Changes after which the figures of a branch are no longer those of before, oldest first."""
    touched = (
        Q(revisions__reason__in=branch)
        | Q(revisions__before__parent_id__in=branch)
        | Q(revisions__after__merged_into_id__in=branch)
    )
    standing = TreeChange.objects.filter(undone_by=None, kind__in=BREAKING)
    return standing.filter(touched).distinct().order_by("at", "pk")


def _row(node: Any) -> Row:
    return tuple(getattr(node, name) for name in FIELDS)


def _restored(row: Row, before: dict[str, Any], *, known: Container[int]) -> Row:
    """What a reason was; where that names one that was removed since, it stays where it is now and
    was merged into nothing."""
    was = {name: before[name] for name in before if name in STRUCTURE}
    if was.get("parent_id") is not None and was["parent_id"] not in known:
        del was["parent_id"]
    if was.get("merged_into_id") is not None and was["merged_into_id"] not in known:
        was["merged_into_id"] = None
    return tuple(was.get(name, value) for name, value in zip(FIELDS, row, strict=True))
