"""The value–irritant matrix: positions of reasons beside how often they occur (section 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.conf import settings
from django.db.models import Sum

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import DayCount
from raci.queries.departments import DepartmentTree
from raci.queries.values import Position, Positions, is_past
from reasons.enums import ReasonKind
from reasons.queries.tree import ReasonNode, ReasonTree

SUMS = ("contact_count", "keyed_count", "repeats_any", "handled_count", "handle_seconds")
SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Load:
    """What some contacts cost over the weeks of the matrix."""

    contacts: int = 0
    keyed: int = 0
    repeats: int = 0
    handled: int = 0
    seconds: int = 0

    @property
    def repeat_share(self) -> float | None:
        """Backward, any reason; None where too few customers were recognised (H-5)."""
        if not self.keyed or self.keyed / self.contacts < settings.COVERAGE_MINIMUM:
            return None
        return self.repeats / self.keyed

    @property
    def mean_seconds(self) -> float | None:
        """Mean handle time of the contacts it is known of; seconds."""
        return self.seconds / self.handled if self.handled else None

    @property
    def hours_a_week(self) -> float | None:
        """Mean handle time × contacts, per week."""
        if self.mean_seconds is None:
            return None
        return self.mean_seconds * self.contacts / settings.MATRIX_WEEKS / SECONDS_PER_HOUR


@dataclass(frozen=True)
class Loads:
    """The load of every reason with all below it, and of all together without noise (C-10)."""

    by_reason: Mapping[int, Load]
    total: Load

    @classmethod
    def load(cls, tree: ReasonTree, weeks: Sequence[IsoWeek]) -> Self:
        """One query."""
        rows = (
            DayCount.objects.filter(day__range=(weeks[0].monday, weeks[-1].sunday))
            .order_by()
            .values_list("reason_id")
            .annotate(*(Sum(name) for name in SUMS))
        )
        known = {reason_id: sums for reason_id, *sums in rows}
        folded = [
            tree.fold({pk: sums[place] for pk, sums in known.items()}) for place in range(len(SUMS))
        ]
        counted = [sums for pk, sums in known.items() if not tree.is_noise(pk)]
        return cls(
            {node.id: Load(*(sums[node.id] for sums in folded)) for node in tree.nodes},
            Load(*map(sum, zip(*counted, strict=True))),
        )


@dataclass(frozen=True)
class MatrixRow:
    """One reason with its position and its contacts."""

    node: ReasonNode
    position: Position
    contacts: int
    is_past: bool = False


@dataclass(frozen=True)
class Matrix:
    """`placed` and `undecided`: scored reasons, most contacts first. `unscored`: the largest
    leaves that nobody scored, nor a reason above them. What was merged or ended is there only
    while it has contacts of its own in these weeks."""

    placed: Sequence[MatrixRow]
    undecided: Sequence[MatrixRow]
    unscored: Sequence[MatrixRow]

    @classmethod
    def load(
        cls, tree: ReasonTree, weeks: Sequence[IsoWeek], *, today: date, unscored: int
    ) -> Self:
        """Five queries with that of the departments."""
        positions, loads = Positions.load(tree, DepartmentTree.load()), Loads.load(tree, weeks)
        rows = [
            MatrixRow(
                node,
                positions.of(node.id),
                loads.by_reason[node.id].contacts,
                is_past(node, today),
            )
            for node in tree.nodes
            if not tree.is_noise(node.id)
        ]
        rows = [row for row in rows if row.contacts or not row.is_past]
        rows.sort(key=lambda row: -row.contacts)
        touched = positions.touched
        scored = [row for row in rows if row.node.id in touched]
        return cls(
            [row for row in scored if row.position.is_placed],
            [row for row in scored if not row.position.is_placed],
            [row for row in rows if _is_open(row, tree, touched)][:unscored],
        )


def _is_open(row: MatrixRow, tree: ReasonTree, touched: set[int]) -> bool:
    """Worth a score: a leaf in use with contacts, that stands for one question (not R-3's rest)."""
    node = row.node
    return (
        row.contacts > 0
        and tree.is_leaf(node.id)
        and node.kind != ReasonKind.CATCH_ALL
        and not row.is_past
        and not any(step.id in touched for step in tree.path(node))
    )
