"""Reading imports back."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min, Q, QuerySet

from contactreductie.core.models import User
from contactreductie.core.refusals import worded
from reasons import rules
from reasons.enums import IngestState
from reasons.models import Contact, IngestBatch, RejectedRow
from reasons.models.ingest import TALLY
from reasons.models.version import reference_id
from reasons.queries import contacts, versions


def visible_to(user: User) -> QuerySet[IngestBatch]:
    """The imports a person may see: all for who may import, the own tallies for who may hand in
    no more than these (whoever confirmed them), none for others."""
    if not rules.may_import_tally(user):
        return IngestBatch.objects.none()
    found = IngestBatch.objects.select_related("requested_by")
    if rules.may_import(user):
        return found
    return tallies(found.filter(Q(requested_by=user) | Q(trial__requested_by=user)))


def tallies(batches: QuerySet[IngestBatch]) -> QuerySet[IngestBatch]:
    """Those of the imports that hold counts from paper."""
    return batches.filter(mapping__file__kind=TALLY)


def sources(batches: QuerySet[IngestBatch]) -> list[str]:
    """What these imports were said to come from, each once, the oldest first."""
    named = batches.order_by().values_list("source").annotate(first=Min("pk")).order_by("first")
    return [source for source, _first in named]


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
    """Which of these external references are there already, or were and have been withdrawn."""
    found = Contact.objects.filter(contacts.by_reference(source, references))
    names = {reference_id(source, reference): reference for reference in references}
    gone = {names[name] for name in versions.withdrawn(names)}
    return gone | set(found.values_list("external_ref", flat=True))
