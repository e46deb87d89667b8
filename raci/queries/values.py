"""Where reasons stand in the value–irritant matrix: scores, strategies and labels (W-1 to W-3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db.models import QuerySet

from raci.enums import Strategy, ValueLabel
from raci.models import ReasonLabel, ReasonScore, StrategyChoice
from raci.queries.departments import DepartmentTree
from raci.statistics import value
from raci.statistics.value import Score, Standing, Status
from reasons.queries.tree import ReasonNode, ReasonTree


@dataclass(frozen=True)
class Position:
    """One reason in the matrix. `chosen`: another strategy than its quadrant's, and why (W-2)."""

    standing: Standing
    choice: StrategyChoice | None = None
    label: ReasonLabel | None = None
    is_complaint: bool = False

    @property
    def quadrant(self) -> Strategy | None:
        found = self.standing.quadrant
        return Strategy(found) if found else None

    @property
    def is_placed(self) -> bool:
        return self.standing.status == Status.PLACED

    @property
    def is_satisfier(self) -> bool:
        return self.label is not None and self.label.label == ValueLabel.SATISFIER

    @property
    def is_protected(self) -> bool:
        return self.is_complaint or self.is_satisfier

    @property
    def chosen(self) -> Strategy | None:
        """What somebody chose instead of the quadrant's, where that is possible still: scores and
        label may have changed since."""
        if self.quadrant is None or self.choice is None or not self.choice.strategy:
            return None
        found = Strategy(self.choice.strategy)
        return None if found == self.quadrant or self.refuses(found) else found

    @property
    def strategy(self) -> Strategy | None:
        """What holds now; None where nothing follows, or only what is impossible (W-2)."""
        found = self.chosen or self.quadrant
        return None if found is None or self.refuses(found) else found

    @property
    def needs_choice(self) -> bool:
        """The quadrant says what a complaint or a satisfier cannot have."""
        return self.is_placed and self.strategy is None

    def refuses(self, strategy: Strategy) -> bool:
        return value.is_impossible(
            strategy, quadrant=self.standing.quadrant, is_protected=self.is_protected
        )


@dataclass(frozen=True)
class Moment:
    """One score, and where it brought the reason."""

    score: ReasonScore
    at: datetime
    standing: Standing
    strategy: Strategy | None
    has_moved: bool


@dataclass(frozen=True)
class Positions:
    """All positions, in three queries however many reasons were scored."""

    by_reason: Mapping[int, Position]

    @classmethod
    def load(cls, tree: ReasonTree, departments: DepartmentTree) -> Self:
        scores = _scores(ReasonScore.objects.all(), departments)
        # From old to new, so that the newest of each reason stays.
        choices = {row.reason_id: row for row in StrategyChoice.objects.all()}
        labels = {row.reason_id: row for row in ReasonLabel.objects.all()}
        found = {
            node.id: Position(
                _standing(scores.get(node.id, [])),
                choices.get(node.id),
                labels.get(node.id),
                is_complaint(tree, node),
            )
            for node in tree.nodes
        }
        return cls(found)

    def of(self, reason_id: int) -> Position:
        return self.by_reason[reason_id]

    @property
    def touched(self) -> set[int]:
        """The reasons that anybody scored."""
        return {pk for pk, position in self.by_reason.items() if position.standing.people}


def placed_below(
    tree: ReasonTree, departments: DepartmentTree, node: ReasonNode
) -> list[tuple[ReasonNode, Position]]:
    """The reasons below one that have a place of their own; three queries, none for a leaf."""
    if tree.is_leaf(node.id):
        return []
    positions, below = Positions.load(tree, departments), tree.branch_ids(node.id) - {node.id}
    rows = [(each, positions.of(each.id)) for each in tree.nodes if each.id in below]
    return [(each, found) for each, found in rows if found.is_placed]


def position(tree: ReasonTree, departments: DepartmentTree, node: ReasonNode) -> Position:
    """The position of one reason now, in three queries."""
    scores = _scores(ReasonScore.objects.filter(reason_id=node.id), departments)
    choices = StrategyChoice.objects.filter(reason_id=node.id)
    labels = ReasonLabel.objects.filter(reason_id=node.id)
    return Position(
        _standing(scores.get(node.id, [])),
        choices.select_related("principle__vision", "chosen_by").last(),
        labels.select_related("labelled_by").last(),
        is_complaint(tree, node),
    )


def history(departments: DepartmentTree, reason_id: int) -> list[Moment]:
    """Every score of a reason with its position from then on, newest first; one query."""
    scores = ReasonScore.objects.filter(reason_id=reason_id)
    rows = list(scores.select_related("person", "department", "principle__vision"))
    counted = [_score(row, departments) for row in rows]
    courses = value.course(counted, **_minimum())
    quadrants = [Strategy(now.quadrant) if now.quadrant else None for now in courses]
    before = [None, *quadrants]
    moments = [
        Moment(row, row.scored_at, now, quadrant, quadrant != earlier)
        for row, now, quadrant, earlier in zip(rows, courses, quadrants, before, strict=False)
    ]
    return moments[::-1]


def newest_scores(moments: Sequence[Moment]) -> list[ReasonScore]:
    """The score of each person that counts, newest first; of moments from new to old."""
    found: dict[int, ReasonScore] = {}
    for moment in moments:
        found.setdefault(moment.score.person_id, moment.score)
    return list(found.values())


def is_past(node: ReasonNode, today: date) -> bool:
    """Merged into another, split or ended: nothing is left to be decided about it (R-7)."""
    ended = node.valid_until is not None and node.valid_until < today
    return ended or node.merged_into_id is not None


def is_complaint(tree: ReasonTree, node: ReasonNode) -> bool:
    """By its name or that of a reason above it; the tree has no mark for complaints."""
    path = tree.path(node)
    return value.is_complaint(*(name for step in path for name in (step.name_nl, step.name_en)))


def counts_for(departments: DepartmentTree, department_id: int) -> int:
    """The teams of customer service are one department (A-2); every other one is itself."""
    flagged = [node.id for node in departments.upwards(department_id) if node.is_flagged]
    return flagged[-1] if flagged else department_id


def _scores(scores: QuerySet[ReasonScore], departments: DepartmentTree) -> dict[int, list[Score]]:
    """Per reason, from old to new; one query."""
    found: dict[int, list[Score]] = defaultdict(list)
    for row in scores.order_by("scored_at", "pk"):
        found[row.reason_id].append(_score(row, departments))
    return found


def _score(row: ReasonScore, departments: DepartmentTree) -> Score:
    department = counts_for(departments, row.department_id)
    return Score(row.person_id, department, row.customer, row.organisation)


def _standing(scores: Sequence[Score]) -> Standing:
    return value.standing(scores, **_minimum())


def _minimum() -> dict[str, int]:
    return {
        "min_people": settings.MIN_SCORERS,
        "min_departments": settings.MIN_SCORING_DEPARTMENTS,
    }
