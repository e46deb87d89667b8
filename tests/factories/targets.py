"""Reduction targets, what they need first, and facts to measure them by."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop.enums import GuardKpi, TargetUnit
from feedbackloop.models import DayCount, ReductionTarget
from feedbackloop.services import targets
from feedbackloop.services.targets import TargetDraft
from raci.enums import ValueLabel
from raci.models import ReasonLabel
from raci.queries import vision
from reasons.models import Channel, ContactReason
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10

START = date(2026, 3, 9)  # the Monday after 2026-W10
REACH = date(2026, 9, 7)


def label(reason: ContactReason, by: User, value: str = ValueLabel.DISSATISFIER) -> ReasonLabel:
    return ReasonLabel.objects.create(
        reason=reason,
        label=value,
        why="Niemand belt hier graag over.",
        labelled_by=by,
        labelled_at=MONDAY,
    )


def facts(reason: ContactReason, counts: Sequence[int], *, last: IsoWeek = W10) -> None:
    """Facts alone: this many contacts on the Monday of consecutive weeks up to `last`."""
    channel, _ = Channel.objects.get_or_create(code="phone", defaults={"name_nl": "Telefoon"})
    figures = ("keyed_count", "repeats_any", "repeats_same", "followed_any", "followed_same")
    nothing = dict.fromkeys((*figures, "handled_count", "handle_seconds"), 0)
    DayCount.objects.bulk_create(
        DayCount(
            day=last.plus(1 - len(counts) + place).monday,
            reason=reason,
            channel=channel,
            contact_count=count,
            **nothing,
        )
        for place, count in enumerate(counts)
    )


def draft(**fields: Any) -> TargetDraft:
    """Of ten contacts a week to six; serves the first principle in force."""
    active = vision.active()
    given = {
        "unit": TargetUnit.PER_WEEK,
        "goal": 6.0,
        "starts_on": START,
        "reach_by": REACH,
        "guards": [GuardKpi.CSAT],
        "principle": active.principles.first() if active else None,
        "principle_why": "Wie niets mist, hoeft niet te bellen.",
    }
    return TargetDraft(**{**given, **fields})


def target(reason: ContactReason, by: User, **fields: Any) -> ReductionTarget:
    """Set through the service, on eight weeks of ten contacts unless there are facts."""
    if not ReasonLabel.objects.filter(reason=reason).exists():
        label(reason, by)
    if not DayCount.objects.filter(reason=reason).exists():
        facts(reason, [10] * 8)
    return targets.set_target(reason=reason, draft=draft(**fields), actor=by, now=MONDAY)
