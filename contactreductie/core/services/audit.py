"""Writing the audit trail."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from contactreductie.core import statements
from contactreductie.core.models import AuditEvent, User


def record_event(
    *, verb: str, subject: Model, actor: User | None, now: datetime, **details: Any
) -> None:
    """One line in the audit trail; `details` must hold no customer text."""
    event = AuditEvent(
        at=now,
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        details=details,
    )
    statements.insert([event])
