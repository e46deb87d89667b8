"""What was done to the tree, as its history shows it: newest first, mass changes as one line."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from reasons.enums import TreeChangeKind
from reasons.models import ReasonRevision, TreeChange

ONE_BY_ONE = 2  # a reason with its catch-all is one step; what is more is an import


@dataclass(frozen=True)
class ChangeLine:
    """One change, or `count` of one moment by one person for one reason; `may_undo` as far as can
    be seen from the history itself."""

    change: TreeChange
    count: int = 1
    may_undo: bool = False


def of_tree(*, most: int) -> list[ChangeLine]:
    """Of the whole tree; three queries."""
    keys = ("at", "actor_id", "why")
    grouped = TreeChange.objects.order_by().values(*keys)
    grouped = grouped.annotate(count=Count("pk"), newest=Max("pk"))
    groups = list(grouped.order_by("-at", "-newest")[:most])
    alone = [group["at"] for group in groups if group["count"] <= ONE_BY_ONE]
    folded = {group["newest"]: group["count"] for group in groups if group["count"] > ONE_BY_ONE}
    shown = {tuple(group[key] for key in keys) for group in groups if group["at"] in alone}
    changes = [
        change
        for change in _changes().filter(at__in=alone) | _changes().filter(pk__in=folded)
        if change.pk in folded or (change.at, change.actor_id, change.why) in shown
    ]
    undoable = _undoable([change for change in changes if change.pk not in folded])
    return [
        ChangeLine(change, folded.get(change.pk, 1), change.pk in undoable) for change in changes
    ]


def of_reason(reason_id: int, *, is_used: bool, most: int) -> list[ChangeLine]:
    """What was done with one reason, each by itself; two queries. That a used one was added is
    not undone."""
    changes = list(_changes().filter(revisions__reason=reason_id).distinct()[:most])
    undoable = _undoable(
        [change for change in changes if not (is_used and change.kind == TreeChangeKind.CREATED)]
    )
    return [ChangeLine(change, may_undo=change.pk in undoable) for change in changes]


def _changes() -> QuerySet[TreeChange]:
    found = TreeChange.objects.select_related("actor", "undone_by")
    return found.order_by("-at", "-pk")


def _undoable(changes: Collection[TreeChange]) -> set[int]:
    """Those that nothing was done after to any of their reasons; see undoing.check_undoable."""
    final = (TreeChangeKind.UNDONE, TreeChangeKind.REMOVED)
    open_ones = [row.pk for row in changes if row.kind not in final and not _undone(row)]
    if not open_ones:
        return set()
    standing = ReasonRevision.objects.filter(
        reason__revisions__change__in=open_ones, change__undone_by=None
    ).exclude(change__kind=TreeChangeKind.UNDONE)
    touched = list(standing.values_list("reason_id", "change__at", "change_id").distinct())
    newest = {reason: last for reason, *last in sorted(touched)}
    outdated = {pk for reason, at, pk in touched if newest[reason] != [at, pk]}
    known = {pk for _reason, _at, pk in touched}
    return {pk for pk in open_ones if pk in known - outdated}


def _undone(change: TreeChange) -> bool:
    return hasattr(change, "undone_by")
