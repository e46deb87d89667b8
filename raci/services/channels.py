"""Why there is a channel, and what is decided about it (V-4, W-6)."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from contactreductie.core import locks
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from contactreductie.core.services import audit
from raci import rules
from raci.enums import SYMPTOM_MEASURES, ChannelMeasure
from raci.models import ChannelCharter, ChannelDecision, Department, VisionPrinciple
from raci.queries.opening_hours import Hours
from raci.services import opening_hours, principles
from reasons.models import Channel

LOCK = "raci-channels"
PURPOSE_LENGTH = 300
MOST_EXPENSIVE = Decimal("99999.99")
NO_GROUND = _("Give purpose and customer vision principle of this channel.")


@dataclass(frozen=True)
class CharterDraft:
    """What is agreed about a channel; without a review date it is a year ahead."""

    purpose: str
    owner: Department
    principle: VisionPrinciple | None
    principle_why: str
    cost_per_contact: Decimal | None = None
    opening_hours: Hours = field(default_factory=dict)
    review_date: date | None = None
    added_on: date | None = None
    expected_volume: int | None = None


@dataclass(frozen=True)
class DecisionDraft:
    """What is decided; a symptom measure names its cause and ends."""

    measure: ChannelMeasure
    starts_on: date
    principle: VisionPrinciple | None
    principle_why: str
    ends_on: date | None = None
    cause: str = ""


@transaction.atomic
def write_charter(
    channel: Channel, draft: CharterDraft, *, actor: User, now: datetime
) -> ChannelCharter:
    """Writes down what a channel is for, or writes that anew (V-4)."""
    locks.hold([LOCK])
    before = _charter_of(channel)
    owners = [draft.owner] if before is None else [before.owner, draft.owner]
    if not all(rules.may_write_channel(actor, owner) for owner in owners):
        raise NotAllowed
    _check_ground(draft)
    _check_figures(draft)
    charter = ChannelCharter(channel=channel, changed_at=now, **_fields(draft))
    charter.review_date = _review_date(draft.review_date, before, timezone.localdate(now))
    charter.save(force_insert=before is None)
    _record("channel_charter_written", channel, actor, now, owner=draft.owner.code)
    return charter


@transaction.atomic
def decide(
    channel: Channel, draft: DecisionDraft, *, actor: User, now: datetime
) -> ChannelDecision:
    """Adds a decision about a channel; keeping it after review moves the review on."""
    locks.hold([LOCK])
    charter = _charter_of(channel)
    if not rules.may_write_channel(actor, charter.owner if charter else None):
        raise NotAllowed
    if charter is None:
        raise Refusal(NO_GROUND, rule="V-4")
    _check_span(draft)
    decision = ChannelDecision(
        channel=channel, decided_by=actor, decided_at=now, **_fields_of_decision(draft)
    )
    decision.save()
    if draft.measure == ChannelMeasure.KEPT:
        charter.review_date = _a_term_after(timezone.localdate(now))
        charter.save(update_fields=["review_date"])
    _record("channel_decided", channel, actor, now, measure=str(draft.measure))
    return decision


def _charter_of(channel: Channel) -> ChannelCharter | None:
    return ChannelCharter.objects.select_related("owner").filter(pk=channel.pk).first()


def _fields(draft: CharterDraft) -> dict[str, Any]:
    return {
        "purpose": draft.purpose.strip(),
        "owner": draft.owner,
        "principle": principles.checked_principle(draft.principle),
        "principle_why": principles.checked_why(draft.principle_why),
        "cost_per_contact": draft.cost_per_contact,
        "opening_hours": opening_hours.checked(draft.opening_hours),
        "added_on": draft.added_on,
        "expected_volume": draft.expected_volume,
    }


def _fields_of_decision(draft: DecisionDraft) -> dict[str, Any]:
    return {
        "measure": draft.measure,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "cause": draft.cause.strip(),
        "principle": principles.checked_principle(draft.principle),
        "principle_why": principles.checked_why(draft.principle_why),
    }


def _check_ground(draft: CharterDraft) -> None:
    if not draft.purpose.strip():
        raise Refusal(NO_GROUND, field="purpose", rule="V-4")
    if len(draft.purpose.strip()) > PURPOSE_LENGTH:
        message = _("The purpose has at most %(limit)s characters.")
        raise Refusal(message, field="purpose", rule="V-4", limit=PURPOSE_LENGTH)
    if draft.principle is None:
        raise Refusal(NO_GROUND, field="principle", rule="V-4")


def _check_figures(draft: CharterDraft) -> None:
    cost = draft.cost_per_contact
    if cost is not None and not 0 <= cost <= MOST_EXPENSIVE:
        message = _("The cost per contact is an amount of 0 euros or more.")
        raise Refusal(message, field="cost_per_contact", rule="V-4")
    if draft.added_on is not None and draft.expected_volume is None:
        message = _("Give the expected number of contacts per week.")
        raise Refusal(message, field="expected_volume", rule="V-4")


def _review_date(asked: date | None, before: ChannelCharter | None, today: date) -> date:
    """A date that stands may lie in the past: then the review is due."""
    if asked is None:
        return before.review_date if before else _a_term_after(today)
    if asked <= today and (before is None or before.review_date != asked):
        message = _("The review date lies in the future.")
        raise Refusal(message, field="review_date", rule="V-4")
    return asked


def _a_term_after(day: date) -> date:
    months = day.month - 1 + settings.CHANNEL_REVIEW_MONTHS
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _check_span(draft: DecisionDraft) -> None:
    """W-6: what keeps customers away names the cause it leaves standing, and ends."""
    if draft.measure in SYMPTOM_MEASURES and (draft.ends_on is None or not draft.cause.strip()):
        message = _("This fights a symptom. Fill in cause and end date.")
        missing = "cause" if not draft.cause.strip() else "ends_on"
        raise Refusal(message, field=missing, rule="W-6")
    if draft.ends_on is not None and draft.ends_on < draft.starts_on:
        message = _("The end date lies before the start date.")
        raise Refusal(message, field="ends_on", rule="W-6")


def _record(verb: str, channel: Channel, actor: User, now: datetime, **details: str) -> None:
    audit.record_event(verb=verb, subject=channel, actor=actor, now=now, **details)
