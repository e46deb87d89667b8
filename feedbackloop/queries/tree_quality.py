"""What makes a reason tree hard to choose from or to act on, by what was registered (R-4, R-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Sum

from contactreductie.core.iso_week import AMSTERDAM, IsoWeek
from feedbackloop.models import DayCount
from feedbackloop.queries import trends
from reasons.enums import ReasonKind
from reasons.models import ReasonRevision
from reasons.queries import choices
from reasons.queries.tree import ReasonNode, ReasonTree


@dataclass(frozen=True)
class CatchAll:
    """A catch-all beside what its parent took in the same weeks; the parent None is the whole."""

    parent: ReasonNode | None
    node: ReasonNode | None
    contacts: int
    caught: int

    @property
    def share(self) -> float | None:
        return self.caught / self.contacts if self.contacts else None


def counts(weeks: Sequence[IsoWeek], tree: ReasonTree) -> dict[int, int]:
    """Contacts of these consecutive weeks per reason as tagged, without noise; one query."""
    span = DayCount.objects.filter(day__range=(weeks[0].monday, weeks[-1].sunday))
    rows = span.exclude(reason_id__in=tree.noise_ids).order_by().values_list("reason_id")
    return dict(rows.annotate(Sum("contact_count")))


def catch_alls(tree: ReasonTree, counted: dict[int, int]) -> list[CatchAll]:
    """The whole tree first, then each catch-all with contacts, the largest share first (R-5)."""
    branches = tree.fold(counted)
    nodes = [
        node
        for node in tree.nodes
        if node.kind == ReasonKind.CATCH_ALL and node.merged_into_id is None and branches[node.id]
    ]
    below = [
        CatchAll(parent, node, branches[parent.id], branches[node.id])
        for node in nodes
        if (parent := tree.parent(node)) is not None
    ]
    outermost = [
        node
        for node in nodes
        if not any(step.kind == ReasonKind.CATCH_ALL for step in tree.ancestors(node))
    ]
    caught = sum(branches[node.id] for node in outermost)
    whole = CatchAll(None, None, sum(counted.values()), caught)
    return [whole, *sorted(below, key=lambda row: -(row.share or 0))]


def unused(
    tree: ReasonTree, counted: dict[int, int], *, since: date, today: date
) -> list[ReasonNode]:
    """Choices that were there all the time and that nobody chose; no catch-alls and no noise:
    those are there in case. What ends today is decided about. One query."""
    branches, young = tree.fold(counted), _made_since(since)
    return [
        node
        for node in choices.active_leaves(tree, today)
        if node.kind == ReasonKind.NORMAL
        and not tree.is_noise(node.id)
        and not branches[node.id]
        and (node.valid_from is None or node.valid_from <= since)
        and node.valid_until != today
        and node.id not in young
    ]


def _made_since(day: date) -> set[int]:
    """The reasons somebody added since. By the history and not by a first day: a contact of
    yesterday may still be entered on what was made today (C-3). A command brings contacts of
    before along, so what it made is as old as those."""
    made = ReasonRevision.objects.filter(before={}, reason__isnull=False)
    found = made.filter(change__actor__isnull=False, change__at__gte=_start(day))
    return set(found.values_list("reason_id", flat=True))


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, AMSTERDAM)


def without_catch_all(tree: ReasonTree, *, today: date) -> list[ReasonNode]:
    """Parents in use whose choices leave no rest (R-3)."""
    return [node for node in tree.nodes if choices.lacks_catch_all(tree, node, today)]


def weeks_of_use(today: date) -> list[IsoWeek]:
    """The last complete weeks, as many as a reason may stay unused."""
    return trends.last_weeks(settings.UNUSED_WEEKS, today=today)
