"""Whether the demo may go into this database, is in it, or was cut off half-way.

Two marks in the audit trail say so. The first goes in together with the first account, so that
no half demo is ever without it; the second closes the load.
"""

from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from contactreductie.core.models import AuditEvent, User
from contactreductie.core.services import audit
from contactreductie.demo import files, sources
from raci.models import Department
from reasons.models import Channel, Contact, ContactReason, IngestBatch

STARTED, FINISHED = "demo_load_started", "demo_load_finished"


class State(StrEnum):
    """What the database holds."""

    EMPTY = "empty"
    HALF = "half"
    COMPLETE = "complete"
    FOREIGN = "foreign"


def find() -> State:
    """FOREIGN where anything is that a load of the demo would not have put there itself."""
    marks = set(AuditEvent.objects.filter(verb__in=[STARTED, FINISHED]).values_list("verb"))
    if (FINISHED,) in marks:
        return State.COMPLETE
    if (STARTED,) in marks:
        return State.FOREIGN if has_strangers() else State.HALF
    models = (User, Contact, IngestBatch, ContactReason, Department, Channel)
    return State.FOREIGN if any(model.objects.exists() for model in models) else State.EMPTY


def is_due() -> bool:
    """Whether the first start is to load the demo: into nothing, or over what was cut off."""
    return find() in (State.EMPTY, State.HALF)


def mark(verb: str, *, by: User, now: datetime) -> None:
    audit.record_event(verb=verb, subject=by, actor=by, now=now)


def has_strangers() -> bool:
    """Whether anything is not of the demo: somebody began to use the half of it."""
    letters = IngestBatch.objects.filter(
        source=sources.LETTERS, file_name__startswith=sources.LETTER_FILE
    )
    strangers: tuple[QuerySet, ...] = (
        User.objects.exclude(username__in=_own("people.csv", "username")),
        Department.objects.exclude(code__in=_own("departments.csv", "code")),
        ContactReason.objects.exclude(code__in=_own("taxonomy.csv", "code")),
        Channel.objects.exclude(code__in=sources.SYSTEMS),
        Contact.objects.exclude(source__in=sources.ALL),
        IngestBatch.objects.exclude(pk__in=letters),
    )
    return any(found.exists() for found in strangers)


def _own(file: str, column: str) -> list[str]:
    return [row[column] for row in files.rows(file)]
