"""The agent's own part of the demo: keys, what was brought up, and the answers to it."""

import tomllib
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from contactreductie.core.models import User
from contactreductie.demo import files
from contactreductie.demo.people import People
from reasons.models import Contact, ContactReason
from reasons.models.signal import Answerable
from reasons.services import answers, pins, proposals, signals

NAMESPACE = UUID("3f8c5d1e-7a55-5d0f-8a41-64d7c2c6b7a1")
AGENT = "agent"
ANSWERED_AFTER = timedelta(days=2)


def set_up(people: People, *, now: datetime) -> None:
    """Everything in `workspace.toml`, on the newest contacts of the agent that fit."""
    with (files.DATA / "workspace.toml").open("rb") as file:
        told = tomllib.load(file)
    agent = people[AGENT]
    for slot, reason in enumerate(told["pins"], start=1):
        pins.pin(agent=agent, slot=slot, reason=reason)
    for row in told["brought_up"]:
        _answer(_bring_up(agent, row), row, people, now=now)
    for row in told["proposals"]:
        proposals.propose_reason(
            proposal_id=_id(row),
            name=row["name"],
            parent=ContactReason.objects.without_tree_fields().get(code=row["parent"]),
            text=row["text"],
            actor=agent,
            now=now - ANSWERED_AFTER,
        )


def _bring_up(agent: User, row: dict[str, str]) -> Answerable:
    """With a cause it is an "In 1x goed" signal, else one of the customer."""
    contact = Contact.objects.filter(agent=agent, reason__code=row["reason"]).latest("recorded_at")
    moment, text = contact.recorded_at + timedelta(minutes=1), row["text"]
    if cause := row.get("cause"):
        return signals.tell_what_was_needed(
            contact, signal_id=_id(row), cause=cause, text=text, actor=agent, now=moment
        )
    return signals.tell_customer_signal(
        contact, signal_id=_id(row), kind=row["kind"], text=text, actor=agent, now=moment
    )


def _answer(signal: Answerable, row: dict[str, str], people: People, *, now: datetime) -> None:
    if "answer" in row:
        moment = min(now, signal.recorded_at + ANSWERED_AFTER)
        answers.answer(signal, text=row["answer"], actor=people[row["by"]], now=moment)


def _id(row: dict[str, str]) -> UUID:
    return uuid5(NAMESPACE, row["text"])
