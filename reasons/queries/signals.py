"""What agents brought up: for who answers, and for who waits for an answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, CharField, IntegerField, QuerySet, Value, When

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from reasons.enums import BroughtUp, SignalState
from reasons.models import CustomerSignal, FirstTimeRightSignal, ReasonProposal
from reasons.models.signal import Answerable

MODELS: dict[str, type[Answerable]] = {
    model.what.value: model for model in (FirstTimeRightSignal, CustomerSignal, ReasonProposal)
}
OPEN = (SignalState.NEW, SignalState.SENT_OUT)
RELATED = {
    BroughtUp.FIRST_TIME_RIGHT: ("agent", "answered_by", "contact__reason", "contact__channel"),
    BroughtUp.CUSTOMER_SIGNAL: ("agent", "answered_by", "contact__reason", "contact__channel"),
    BroughtUp.REASON_PROPOSAL: ("agent", "answered_by", "parent"),
}
# For who waits: an answer to read first, then what is on its way.
READING_ORDER = (SignalState.ANSWERED, SignalState.NEW, SignalState.SENT_OUT, SignalState.CLOSED)


def kinds_for(user: User) -> list[BroughtUp]:
    """The kinds this person answers (rules.may_answer)."""
    if user.has_role(Role.COORDINATOR):
        return list(BroughtUp)
    return [BroughtUp.REASON_PROPOSAL] if user.has_role(Role.ADMINISTRATOR) else []


def answerable(kinds: Iterable[str], states: Iterable[str]) -> QuerySet[Any, Any]:
    """Rows `(kind, id)` of what was brought up, what still waits first and of that the oldest."""
    ranks = {state: int(state not in OPEN) for state in SignalState}
    some = {"state__in": list(states)}
    return _together(kinds, some, ranks).order_by("rank", "recorded_at")


def of_agent(agent: User, *, limit: int) -> list[Answerable]:
    """What this person brought up: unread answers first, then what waits, the newest first."""
    ranks = {state: rank for rank, state in enumerate(READING_ORDER)}
    rows = _together(MODELS, {"agent": agent}, ranks).order_by("rank", "-recorded_at")
    return load(rows[:limit])


def load(rows: Iterable[Sequence[Any]]) -> list[Answerable]:
    """The things behind rows `(kind, id)`, in their order, with what a list shows of them."""
    keys: list[tuple[str, UUID]] = [(row[0], row[1]) for row in rows]
    found: dict[tuple[str, UUID], Answerable] = {}
    for kind in dict.fromkeys(kind for kind, _pk in keys):
        related = MODELS[kind]._default_manager.select_related(*RELATED[BroughtUp(kind)])
        ids = [pk for other, pk in keys if other == kind]
        found |= {(kind, pk): item for pk, item in related.in_bulk(ids).items()}
    return [found[key] for key in keys if key in found]


def find(kind: str, pk: UUID) -> Answerable | None:
    if kind not in MODELS:
        return None
    return next(iter(load([(kind, pk)])), None)


def _together(
    kinds: Iterable[str], some: dict[str, Any], ranks: dict[SignalState, int]
) -> QuerySet[Any, Any]:
    """Rows `(kind, id, rank, moment)` of several kinds, as one query to sort and cut."""
    whens = [When(state=state, then=Value(rank)) for state, rank in ranks.items()]
    parts = [
        MODELS[kind]
        ._default_manager.filter(**some)
        .order_by()
        .annotate(
            brought_up=Value(kind, CharField()), rank=Case(*whens, output_field=IntegerField())
        )
        .values_list("brought_up", "pk", "rank", "recorded_at")
        for kind in kinds
    ]
    first, *others = parts
    return first.union(*others, all=True) if others else first


def is_late(item: Answerable, now: datetime) -> bool:
    """S-1: who brought it up hears within a week."""
    return item.state in OPEN and now - item.recorded_at > settings.SIGNAL_ANSWERED_WITHIN
