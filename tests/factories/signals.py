"""What agents bring up, through the rules."""

import uuid
from datetime import datetime
from typing import Any

from contactreductie.core.models import User
from reasons.enums import CauseCategory, CustomerSignalKind
from reasons.models import Contact, CustomerSignal, FirstTimeRightSignal, ReasonProposal
from reasons.services import proposals, signals
from tests.factories.clock import MONDAY


def first_time_right(
    contact: Contact, actor: User, *, now: datetime = MONDAY, **fields: Any
) -> FirstTimeRightSignal:
    told = {"cause": CauseCategory.PROCESS, "text": "Inzage in de bezorging", **fields}
    return signals.tell_what_was_needed(
        contact, **{"signal_id": uuid.uuid4(), **told}, actor=actor, now=now
    )


def customer_signal(
    contact: Contact, actor: User, *, now: datetime = MONDAY, **fields: Any
) -> CustomerSignal:
    told = {"kind": CustomerSignalKind.COMPLAINT, "text": "Doos was nat", **fields}
    return signals.tell_customer_signal(
        contact, **{"signal_id": uuid.uuid4(), **told}, actor=actor, now=now
    )


def proposal(actor: User, *, now: datetime = MONDAY, **fields: Any) -> ReasonProposal:
    told = {"name": "Pakket bij de buren", "parent": None, "text": "Als het daar ligt", **fields}
    return proposals.propose_reason(**{"proposal_id": uuid.uuid4(), **told}, actor=actor, now=now)
