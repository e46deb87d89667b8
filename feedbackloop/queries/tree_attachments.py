"""What hangs on a reason beside its contacts, and who answers for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from feedbackloop.models import ReductionTarget
from feedbackloop.queries import reason_pages, targets
from raci.models import ImprovementAction, ProcessStep, ReasonScore
from raci.queries import actions, causes
from reasons.queries.tree import ReasonNode


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
    scores = ReasonScore.objects.filter(reason__in=reason_ids).order_by()
    return Attachments(
        steps=list(ProcessStep.objects.filter(reason_links__reason__in=reason_ids).distinct()),
        scores=scores.values("reason", "person").distinct().count(),
        causes=causes.standing(reason_ids).count(),
        targets=running.count(),
        actions=open_ones.count(),
    )


def owners(*paths: Sequence[ReasonNode]) -> list[str]:
    """The names of who answers for what lies at the end of each path; empty for nobody. One query
    each."""
    found = (reason_pages.accountable_on(path) for path in paths)
    return [one.holder if one else "" for one in found]
