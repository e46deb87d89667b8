"""The life of an import: opened, claimed, brought further chunk by chunk, finished or refused.

Rows that are in stay in, and how far the import is, is written together with them: whenever it is
stopped, it goes on after its last chunk. Every write checks the claim, so of two workers that
both think the import is theirs only the last one gets anything in.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, Refusal
from contactreductie.core.services import audit
from reasons.enums import IngestState
from reasons.models import IngestBatch, RejectedRow
from reasons.queries.tree import ReasonTree
from reasons.services import contacts, references, uploads
from reasons.services.drafts import CheckedContact
from reasons.services.references import Additions

TAKEN_OVER = _("Another process has taken over this import.")


@dataclass(frozen=True)
class RejectedRecord:
    """A refused row of a file; `row` is the row itself under our own column names."""

    row_number: int
    message: str
    parameters: dict[str, Any] = field(default_factory=dict)
    column: str = ""
    value: str = ""
    row: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """What one chunk adds to the counts of its import."""

    rows_done: int
    created: int
    duplicate: int
    rejected: Sequence[RejectedRecord]


def open_batch(*, requested_by: User | None, now: datetime, **fields: Any) -> IngestBatch:
    """A new import that waits for a worker."""
    return IngestBatch.objects.create(requested_by=requested_by, requested_at=now, **fields)


def claim(batch_id: int, *, now: datetime, take_over: bool = False) -> IngestBatch | None:
    """The import, if it is now ours: it waited, or its worker fell silent.

    `take_over` takes it from a worker that may still live; that one's next write then fails.
    A trial run that was broken off starts again from the first row: its notes were lost.
    """
    left = Q(state=IngestState.RUNNING)
    if not take_over:
        left &= Q(claimed_until__lt=now)
    ticket = uuid.uuid4()
    mine = {"state": IngestState.RUNNING, "claim": ticket, "claimed_until": now + settings.LEASE}
    found = IngestBatch.objects.filter(pk=batch_id)
    waited = found.filter(state=IngestState.WAITING).update(**mine)
    if not waited and not found.filter(left).update(**mine):
        return None
    batch = IngestBatch.objects.get(pk=batch_id, claim=ticket)
    if batch.dry_run and not waited:
        _start_again(batch)
    return batch


def renew(batch: IngestBatch, *, now: datetime, **fields: Any) -> None:
    """Keeps the claim, and notes whatever else is known by now."""
    mine = IngestBatch.objects.filter(pk=batch.pk, claim=batch.claim, state=IngestState.RUNNING)
    if not mine.update(claimed_until=now + settings.LEASE, **fields):
        raise Conflict(TAKEN_OVER)


@transaction.atomic
def add_references(batch: IngestBatch, additions: Additions, *, now: datetime) -> None:
    """Makes the reasons and list values that the next chunk needs."""
    count = len(additions.reasons)
    renew(batch, now=now, reasons_created_count=F("reasons_created_count") + count)
    references.add(additions, actor=batch.requested_by, now=now)


@transaction.atomic
def save_chunk(
    batch: IngestBatch,
    *,
    checked: Sequence[CheckedContact],
    rejected: Sequence[RejectedRecord],
    tree: ReasonTree,
    now: datetime,
    rows: int,
) -> None:
    """Writes one chunk of so many rows and how far the import is with it."""
    outcome = contacts.write_contacts(checked, tree=tree, agent=batch.counted_by, now=now)
    progress = Progress(rows, outcome.created_count, outcome.duplicate_count, rejected)
    advance(batch, progress, now=now)


@transaction.atomic
def advance(batch: IngestBatch, progress: Progress, *, now: datetime) -> None:
    """Adds one chunk's counts and refused rows; a trial run adds nothing else."""
    renew(
        batch,
        now=now,
        rows_done=F("rows_done") + progress.rows_done,
        created_count=F("created_count") + progress.created,
        duplicate_count=F("duplicate_count") + progress.duplicate,
        rejected_count=F("rejected_count") + len(progress.rejected),
    )
    RejectedRow.objects.bulk_create(
        RejectedRow(batch=batch, **vars(record)) for record in progress.rejected
    )


def release(batch: IngestBatch) -> None:
    """Gives the claim back before the end: another worker may go on."""
    mine = IngestBatch.objects.filter(pk=batch.pk, claim=batch.claim, state=IngestState.RUNNING)
    mine.update(state=IngestState.WAITING, claimed_until=None)


@transaction.atomic
def finish(batch: IngestBatch, *, now: datetime) -> None:
    """Closes the import. The file goes: it holds raw references; only a trial run keeps it, for
    the real run that may follow."""
    fields: dict[str, Any] = {"state": IngestState.DONE, "finished_at": now}
    if not batch.dry_run:
        fields["stored_path"] = ""
        uploads.discard(batch.stored_path)
    renew(batch, now=now, **fields)
    batch.refresh_from_db()
    verb = "import_tried" if batch.dry_run else "contacts_imported"
    counts = ("created_count", "duplicate_count", "rejected_count", "reasons_created_count")
    _record(batch, verb, now, **{name: getattr(batch, name) for name in counts})


@transaction.atomic
def refuse(batch: IngestBatch, refusal: Refusal, *, now: datetime) -> None:
    """Closes an import whose file cannot be taken, with the reason for its reader."""
    kept = {"message": str(refusal.message), "parameters": refusal.parameters}
    state = IngestState.REFUSED
    renew(batch, now=now, state=state, refusal=kept, finished_at=now, stored_path="")
    uploads.discard(batch.stored_path)
    batch.refresh_from_db()
    _record(batch, "import_refused", now)


def record_download(batch: IngestBatch, *, actor: User, now: datetime) -> None:
    """Notes who took the refused rows out of the product."""
    audit.record_event(verb="rejected_rows_downloaded", subject=batch, actor=actor, now=now)


def record_view(batch: IngestBatch, *, actor: User, now: datetime) -> None:
    """Notes who looked at the values in the refused rows."""
    audit.record_event(verb="rejected_rows_seen", subject=batch, actor=actor, now=now)


def _start_again(batch: IngestBatch) -> None:
    names = ("rows_done", "created_count", "duplicate_count", "rejected_count")
    zeros = dict.fromkeys((*names, "reasons_created_count"), 0)
    with transaction.atomic():
        batch.rejected_rows.all().delete()
        IngestBatch.objects.filter(pk=batch.pk, claim=batch.claim).update(**zeros)
    batch.refresh_from_db()


def _record(batch: IngestBatch, verb: str, now: datetime, **details: Any) -> None:
    audit.record_event(
        verb=verb,
        subject=batch,
        actor=batch.requested_by,
        now=now,
        source=batch.source,
        **details,
    )
