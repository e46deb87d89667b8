"""Charters and decisions about channels, through the rules."""

from datetime import date, datetime
from typing import Any

from contactreductie.core.models import User
from raci.enums import ChannelMeasure
from raci.models import ChannelCharter, ChannelDecision, CustomerVision, VisionPrinciple
from raci.services import channels
from raci.services.channels import CharterDraft, DecisionDraft
from reasons.models import Channel
from tests.factories.clock import MONDAY

OFFICE_HOURS = {str(day): [["08:00", "18:00"]] for day in range(1, 6)}


def principle() -> VisionPrinciple:
    return CustomerVision.objects.latest("version").principles.get(number=1)


def charter_draft(**fields: Any) -> CharterDraft:
    given = {
        "purpose": "Vragen die niet kunnen wachten.",
        "principle": principle(),
        "principle_why": "Er is altijd een mens.",
    }
    return CharterDraft(**(given | fields))


def charter(
    channel: Channel, *, actor: User, now: datetime = MONDAY, **fields: Any
) -> ChannelCharter:
    return channels.write_charter(channel, charter_draft(**fields), actor=actor, now=now)


def decision_draft(**fields: Any) -> DecisionDraft:
    given = {
        "measure": ChannelMeasure.HOURS_SHORTENED,
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 3, 31),
        "cause": "Te weinig mensen in de avond.",
        "principle": principle(),
        "principle_why": "Overdag is er altijd iemand.",
    }
    return DecisionDraft(**(given | fields))


def decision(
    channel: Channel, *, actor: User, now: datetime = MONDAY, **fields: Any
) -> ChannelDecision:
    return channels.decide(channel, decision_draft(**fields), actor=actor, now=now)
