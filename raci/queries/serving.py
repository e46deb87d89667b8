"""What hangs on each principle of a version of the vision."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from raci import workflow
from raci.models import (
    ChannelCharter,
    ChannelDecision,
    CustomerVision,
    ImprovementAction,
    ReasonScore,
    VisionPrinciple,
)
from raci.queries import vision as vision_queries


@dataclass(frozen=True)
class Served:
    """One principle with everything that names it."""

    principle: VisionPrinciple
    open_actions: Sequence[ImprovementAction]
    closed_actions: int
    channels: Sequence[str]
    channel_decisions: int
    scores: int
    strategies: int


def of_version(vision: CustomerVision) -> list[Served]:
    """Its principles in their order; six queries, however many there are."""
    actions = ImprovementAction.objects.filter(principle__vision=vision)
    open_actions, channels = defaultdict(list), _channels(vision)
    for action in actions.filter(state__in=workflow.OPEN):
        open_actions[action.principle_id].append(action)
    closed = _counted(actions.filter(state__in=workflow.CLOSED), vision)
    decisions = _counted(ChannelDecision.objects.all(), vision)
    scores = _counted(ReasonScore.objects.all(), vision)
    strategies = _counted(vision_queries.in_force(), vision)
    return [
        Served(
            principle=principle,
            open_actions=open_actions[principle.pk],
            closed_actions=closed[principle.pk],
            channels=channels[principle.pk],
            channel_decisions=decisions[principle.pk],
            scores=scores[principle.pk],
            strategies=strategies[principle.pk],
        )
        for principle in vision.principles.all()
    ]


def _channels(vision: CustomerVision) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for charter in ChannelCharter.objects.filter(principle__vision=vision).select_related(
        "channel"
    ):
        names[charter.principle_id].append(str(charter.channel))
    return names


def _counted(rows: QuerySet, vision: CustomerVision) -> Counter[int]:
    """How many of them name each principle of the version."""
    found = (
        rows.filter(principle__vision=vision)
        .order_by()
        .values_list("principle_id")
        .annotate(Count("pk"))
    )
    return Counter(dict(found))
