"""One import from its file to its end: by hand, by a worker, or as a rehearsal."""

import hashlib
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, Refusal
from reasons.ingest import deliveries
from reasons.ingest.binding import bind
from reasons.ingest.deliveries import Survey
from reasons.ingest.ledgers import BatchLedger, Ledger, Notes, Rehearsal
from reasons.ingest.mapping import Mapping
from reasons.ingest.pipeline import Clock, Importer
from reasons.ingest.records import Beat, Delivery, beating
from reasons.ingest.rows import RowReader
from reasons.models import IngestBatch
from reasons.queries import ingest as ingest_queries
from reasons.services import ingest, uploads
from reasons.services.reason_drafts import name_key

Report = Callable[[int], object]
DEFAULT_SOURCE, MAX_SOURCE = "import", 60
UNEXPECTED = _(
    "The import stopped by a fault of ours, which is in the log. What is in stays in; the same "
    "file again goes on from there."
)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A file that can be taken as a whole: its columns are known, it was read to its end."""

    path: Path
    mapping: Mapping
    source: str
    create: bool
    delivery: Delivery
    reader: RowReader
    survey: Survey
    beat: Beat | None = None

    @property
    def key(self) -> str:
        """The same for the same file, mapping and choices."""
        content = [self.survey.sha256, self.mapping.document, self.create]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def source_of(mapping: Mapping, wanted: str = "") -> str:
    """The name of the system a file comes from: as asked, as mapped, or a plain word. People
    write the name of a list by hand: it is spelt as before."""
    source = (wanted or mapping.constants.get("source", "")).strip() or DEFAULT_SOURCE
    if mapping.is_tally:
        source = _as_spelt_before(" ".join(source.split()))
    if len(source) > MAX_SOURCE or not source.isprintable():
        message = _("The name of the source has at most %(limit)s characters, on one line.")
        raise Refusal(message, field="source", limit=MAX_SOURCE)
    return source


def _as_spelt_before(name: str) -> str:
    """The name of a list, in other capitals or accents when it was handed in so before."""
    known = ingest_queries.sources(ingest_queries.tallies(IngestBatch.objects.all()))
    if name in known:
        return name
    return next((one for one in known if name_key(one) == name_key(name)), name)


def check_columns(path: Path, mapping: Mapping) -> None:
    """Refuses a file that is of another kind or misses a column, without reading all of it."""
    bind(mapping, deliveries.open_delivery(path, mapping).header)


def open_job(
    path: Path,
    mapping: Mapping,
    *,
    source: str,
    create: bool,
    beat: Beat | None = None,
    known_rows: int | None = None,
) -> Job:
    """Reads the whole file once, unless its number of rows is known from doing so before; a
    Refusal means that nothing of it may be imported."""
    delivery = deliveries.open_delivery(path, mapping, beat)
    reader = RowReader(mapping, bind(mapping, delivery.header), source=source)
    survey = Survey(known_rows) if known_rows else deliveries.survey(path, delivery, beat)
    return Job(path, mapping, source, create, delivery, reader, survey, beat)


def rehearse(job: Job, *, clock: Clock, report: Report) -> Rehearsal:
    """What the import would do; nothing of it is kept."""
    rehearsal = Rehearsal(job.source)
    try:
        _work(job, rehearsal, skip=0, clock=clock, report=report)
    finally:
        rehearsal.notes.close()
    return rehearsal


def take_up(job: Job, *, requested_by: User | None, clock: Clock) -> IngestBatch:
    """The import of this very delivery that was stopped before its end, or else a new one."""
    batch = ingest_queries.unfinished(source=job.source, delivery_key=job.key)
    if batch is None:
        batch = ingest.open_batch(
            requested_by=requested_by,
            now=clock(),
            source=job.source,
            file_name=job.path.name[-200:],
            mapping=job.mapping.document,
            create_reasons=job.create,
            delivery_key=job.key,
            bytes_total=job.path.stat().st_size,
            rows_total=job.survey.rows,
        )
    claimed = ingest.claim(batch.pk, now=clock(), take_over=True)
    if claimed is None:  # finished between two looks at it
        raise Conflict(ingest.TAKEN_OVER)
    return claimed


def import_by_hand(job: Job, *, clock: Clock, report: Report) -> IngestBatch:
    """Brings a file in from where it stands to its end. A Refusal on the way closes the import
    with its reason; after anything else the same file again goes on."""
    batch = take_up(job, requested_by=None, clock=clock)
    try:
        import_job(job, batch, clock=clock, report=report)
    except Conflict:  # it is another process's now
        raise
    except Refusal as refusal:
        ingest.refuse(batch, refusal, now=clock())
        raise
    batch.refresh_from_db()
    return batch


def import_job(
    job: Job, batch: IngestBatch, *, clock: Clock, report: Report, turn: float | None = None
) -> bool:
    """Brings a claimed import further from where it stands; true when that was to its end.

    With a `turn` it stops after so many seconds, so that other work gets its turn too.
    """
    ledger = BatchLedger(batch)
    finished = _work(job, ledger, skip=batch.rows_done, clock=clock, report=report, turn=turn)
    _end_turn(batch, finished, clock)
    return finished


def run_stored(batch_id: int, *, clock: Clock) -> None:
    """What a worker does with an uploaded file, unless another worker has it."""
    batch = ingest.claim(batch_id, now=clock())
    if batch is None:
        return
    try:
        _run_claimed(batch, clock)
    except Conflict:
        log.info("import_taken_over batch=%s", batch_id)
    except Refusal as refusal:
        ingest.refuse(batch, refusal, now=clock())
    except OperationalError:  # the database is away: the lease runs out and it goes on
        raise
    except Exception:
        log.exception("import_failed batch=%s", batch_id)
        ingest.refuse(batch, Refusal(UNEXPECTED), now=clock())


def _run_claimed(batch: IngestBatch, clock: Clock) -> None:
    job = open_job(
        uploads.path_of(batch.stored_path),
        Mapping.from_document(batch.mapping),
        source=batch.source,
        create=batch.create_reasons,
        beat=lambda: ingest.renew(batch, now=clock()),
        known_rows=batch.rows_total,
    )
    ingest.renew(batch, now=clock(), rows_total=job.survey.rows)
    turn = settings.IMPORT_TURN.total_seconds()
    if batch.dry_run:
        _rehearse_a_turn(job, batch, clock=clock, turn=turn)
    else:
        import_job(job, batch, clock=clock, report=_silent, turn=turn)


def _rehearse_a_turn(job: Job, batch: IngestBatch, *, clock: Clock, turn: float) -> None:
    done, path = batch.rows_done, uploads.notes_of(batch.stored_path)
    notes = Notes(path, goes_on=done > 0)
    ledger = Rehearsal(job.source, batch, notes=notes)
    try:
        finished = _work(job, ledger, skip=done, clock=clock, report=_silent, turn=turn)
    finally:
        notes.close()
    if finished:
        path.unlink(missing_ok=True)
    _end_turn(batch, finished, clock)


def _end_turn(batch: IngestBatch, finished: bool, clock: Clock) -> None:
    if finished:
        ingest.finish(batch, now=clock())
    else:
        ingest.release(batch)


def _work(
    job: Job, ledger: Ledger, *, skip: int, clock: Clock, report: Report, turn: float | None = None
) -> bool:
    importer = Importer(job.reader, ledger, create=job.create, clock=clock)
    done, begin = skip, time.monotonic()
    started = begin
    records = beating(job.delivery.records(), job.beat)
    importer.pass_over(islice(records, skip))
    for count in importer.run(records):
        done += count
        report(done)
        if turn is not None:
            if ledger.adds:
                _rest(time.monotonic() - started)
            if done < job.survey.rows and time.monotonic() - begin > turn:
                return False
        started = time.monotonic()
    return True


def _rest(worked: float) -> None:
    """SQLite has one writer at a time: people get as long a turn as the import had."""
    if connection.vendor == "sqlite":
        time.sleep(worked * settings.IMPORT_PAUSE)


def _silent(_done: int) -> None:
    return
