"""What the people of the demo think contacts are worth, scored over the last months."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from contactreductie.demo import files
from contactreductie.demo.people import People
from raci.models import VisionPrinciple
from raci.queries import vision
from raci.services import values
from reasons.models import ContactReason

DECIDED_AFTER = timedelta(days=2)


def set_up(people: People, *, now: datetime) -> None:
    """Everything in `values.toml`; weeks are counted back from `now`."""
    told = files.document("values.toml")["scored"]
    active = vision.active()
    assert active is not None  # noqa: S101 - published before
    principles = {principle.number: principle for principle in active.principles.all()}
    reasons = {reason.code: reason for reason in ContactReason.objects.without_tree_fields()}
    for code, row in told.items():
        last = _score(reasons[code], row, people, principles, now)
        _decide(reasons[code], row, people, principles, last + DECIDED_AFTER)


def _score(
    reason: ContactReason,
    row: Mapping[str, Any],
    people: People,
    principles: Mapping[int, VisionPrinciple],
    now: datetime,
) -> datetime:
    """The moment of the newest score."""
    moment = now
    for place, (by, customer, organisation, weeks, motive) in enumerate(row["scores"]):
        moment = now - timedelta(weeks=weeks) + timedelta(hours=10, minutes=7 * place)
        values.score_reason(
            reason=reason,
            customer=customer,
            organisation=organisation,
            motive=motive,
            principle=principles[row["principle"]],
            principle_why=row["why"],
            actor=people[by],
            now=moment,
        )
    return moment


def _decide(
    reason: ContactReason,
    row: Mapping[str, Any],
    people: People,
    principles: Mapping[int, VisionPrinciple],
    now: datetime,
) -> None:
    if label := row.get("label"):
        kind, by, why = label
        values.label_reason(reason=reason, label=kind, why=why, actor=people[by], now=now)
    if chosen := row.get("strategy"):
        values.choose_strategy(
            reason=reason,
            strategy=chosen["strategy"],
            rationale=chosen["rationale"],
            principle=principles[chosen["principle"]],
            principle_why=chosen["why"],
            actor=people[chosen["by"]],
            now=now,
        )
