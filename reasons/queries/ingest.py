"""Reading imports back."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from contactreductie.core.models import User
from contactreductie.core.refusals import worded
from reasons import rules
from reasons.enums import IngestState
from reasons.models import Contact, IngestBatch, RejectedRow


def visible_to(user: User) -> QuerySet[IngestBatch]:
    """The imports a person may see: all for who may import, none for others."""
    if not rules.may_import(user):
        return IngestBatch.objects.none()
    return IngestBatch.objects.select_related("requested_by")


def rejected_rows(batch: IngestBatch) -> QuerySet[RejectedRow]:
    """The refused rows in the order of the file."""
    return batch.rejected_rows.order_by("row_number")


def refusal_of(batch: IngestBatch) -> str:
    """Why the file as a whole was refused, in the reader's language; empty when it was not."""
    kept = batch.refusal
    return worded(kept["message"], kept["parameters"]) if kept else ""


def is_stopped(batch: IngestBatch, now: datetime) -> bool:
    """Whether nothing will go on by itself: a command that was broken off."""
    lapsed = batch.claimed_until is not None and batch.claimed_until < now
    return batch.state == IngestState.RUNNING and lapsed and not batch.stored_path


def unfinished(*, source: str, delivery_key: str) -> IngestBatch | None:
    """The import of the very same delivery that was started before and did not get to its end."""
    return IngestBatch.objects.filter(
        source=source, delivery_key=delivery_key, state=IngestState.RUNNING, dry_run=False
    ).first()


def due(now: datetime) -> list[int]:
    """Imports that wait for a worker, or whose worker fell silent; only of stored files."""
    waiting = IngestBatch.objects.filter(state=IngestState.WAITING)
    silent = IngestBatch.objects.filter(state=IngestState.RUNNING, claimed_until__lt=now)
    found = (waiting | silent).exclude(stored_path="").order_by("requested_at", "pk")
    return list(found.values_list("pk", flat=True))


def has_contacts(reason_id: int) -> bool:
    """Whether any contact has this very reason."""
    return Contact.objects.filter(reason=reason_id).exists()


def known_references(source: str, references: Collection[str]) -> set[str]:
    """Which of these external references are there already."""
    found = Contact.objects.filter(source=source, external_ref__in=references)
    return set(found.values_list("external_ref", flat=True))
