"""Scores, labels and strategies in the value–irritant matrix."""

from datetime import datetime
from typing import Any

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci.models import CustomerVision, Department, ReasonLabel, ReasonScore, StrategyChoice
from raci.services import values
from reasons.models import ContactReason
from tests.factories import people
from tests.factories import raci as make
from tests.factories.clock import MONDAY


def serving() -> dict[str, Any]:
    """The first principle of the vision in force, and why."""
    principle = CustomerVision.objects.latest("version").principles.get(number=1)
    return {"principle": principle, "principle_why": "Geen vraag, geen wachten."}


def scorer(name: str, department: Department, role: Role = Role.COORDINATOR) -> User:
    return make.join(people.user(name, role), department)


def score(
    reason: ContactReason,
    actor: User,
    customer: int,
    organisation: int,
    now: datetime = MONDAY,
    **fields: Any,
) -> ReasonScore:
    given = {"motive": "Zo zien wij het.", **serving(), **fields}
    return values.score_reason(
        reason=reason, customer=customer, organisation=organisation, actor=actor, now=now, **given
    )


def choose(
    reason: ContactReason, strategy: str, actor: User, now: datetime = MONDAY, **fields: Any
) -> StrategyChoice:
    given = {"rationale": "Beter zo.", **serving(), **fields}
    return values.choose_strategy(reason=reason, strategy=strategy, actor=actor, now=now, **given)


def label(
    reason: ContactReason, name: str, actor: User, now: datetime = MONDAY, **fields: Any
) -> ReasonLabel:
    given = {"why": "Dat zeggen klanten.", **fields}
    return values.label_reason(reason=reason, label=name, actor=actor, now=now, **given)
