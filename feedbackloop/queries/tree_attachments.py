"""What hangs on a reason beside its contacts, and who answers for it."""

from collections.abc import Collection
from dataclasses import dataclass

from feedbackloop.models import ReductionTarget
from feedbackloop.queries import targets
from raci.models import ImprovementAction, ProcessStep, ReasonScore
from raci.queries import actions, causes
from raci.queries.owners import Owners
from reasons.queries.tree import FIELDS, ReasonNode, ReasonTree


@dataclass(frozen=True)
class Attachments:
    """Of one reason or of a branch; `steps` are those of the process map."""

    steps: list[ProcessStep]
    scores: int
    causes: int
    targets: int
    actions: int

    def __bool__(self) -> bool:
        return any((self.steps, self.scores, self.causes, self.targets, self.actions))


def of_reasons(reason_ids: Collection[int]) -> Attachments:
    """What people recorded about these reasons and still holds; five queries."""
    running = targets.running(ReductionTarget.objects.filter(reason__in=reason_ids))
    open_ones = ImprovementAction.objects.filter(actions.is_open(), reason__in=reason_ids)
    return Attachments(
        steps=list(ProcessStep.objects.filter(reason_links__reason__in=reason_ids).distinct()),
        scores=ReasonScore.objects.filter(reason__in=reason_ids).count(),
        causes=causes.standing(reason_ids).count(),
        targets=running.count(),
        actions=open_ones.count(),
    )


def owner(tree: ReasonTree, node: ReasonNode) -> str:
    """The name of the department that answers for a reason; empty for nobody."""
    found = Owners.load(tree).department_of(node.id)
    return found.name if found else ""


def moved(tree: ReasonTree, node: ReasonNode, parent: ReasonNode | None) -> ReasonTree:
    """The tree as it would be with a reason below another."""
    place = {"parent_id": parent.id if parent else None}
    return ReasonTree(
        [
            tuple(
                place.get(name, getattr(row, name)) if row == node else getattr(row, name)
                for name in FIELDS
            )
            for row in tree.nodes
        ]
    )
