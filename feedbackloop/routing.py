"""Where a finding goes. Pure: what is known goes in, the decision comes out."""

from dataclasses import dataclass
from enum import StrEnum

from feedbackloop.enums import FindingKind
from raci.queries.responsibilities import Responsibilities

FOR_INFORMATION = frozenset({FindingKind.DROP, FindingKind.CATCH_ALL})


class Route(StrEnum):
    """What happens with a finding."""

    INFORM = "inform"
    LINK = "link"
    OPEN = "open"
    UNROUTED = "unrouted"


@dataclass(frozen=True)
class RouteDecision:
    """`action` is the number of the action that a finding is linked to."""

    route: Route
    action: int | None = None


def decide(
    kind: FindingKind,
    responsibilities: Responsibilities,
    *,
    is_customer_service: bool,
    open_action: int | None,
) -> RouteDecision:
    """An action already open on the reason is linked, not doubled; else its owner gets one.

    Without an owner, or with customer service as owner (A-2), it goes to the managers' unrouted
    list, never to a guess. A drop asks nothing of its owner, and a catch-all that is too large
    is for whoever keeps the tree: both only inform.
    """
    if kind in FOR_INFORMATION:
        return RouteDecision(Route.INFORM)
    if open_action is not None:
        return RouteDecision(Route.LINK, open_action)
    if responsibilities.accountable is None or is_customer_service:
        return RouteDecision(Route.UNROUTED)
    return RouteDecision(Route.OPEN)
