"""Causes behind a reason, with what shows them."""

from datetime import datetime
from typing import Any

from contactreductie.core.models import User
from raci.enums import EvidenceKind
from raci.models import RootCause
from raci.services import causes
from raci.services.causes import EvidenceDraft
from reasons.models import ContactReason
from tests.factories.clock import MONDAY


def read(count: int | None = 12, text: str = "In negen stond een verkeerd adres.") -> EvidenceDraft:
    return EvidenceDraft(EvidenceKind.READ_CONTACTS, text, count)


def cause(reason: ContactReason, actor: User, now: datetime = MONDAY, **fields: Any) -> RootCause:
    given = {
        "category": "process",
        "description": "Het adres wordt overgetypt.",
        "evidence": [read()],
        **fields,
    }
    return causes.record_cause(reason=reason, actor=actor, now=now, **given)
