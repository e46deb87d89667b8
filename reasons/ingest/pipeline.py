"""Rows to contacts, a chunk at a time: planned, checked, written."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import IntegrityError

from contactreductie.core.refusals import Conflict, Refusal
from reasons.ingest.ledgers import Ledger
from reasons.ingest.records import Record
from reasons.ingest.references import References
from reasons.ingest.rejections import rejected_record
from reasons.ingest.rows import RowReader
from reasons.ingest.tallies import Tally, copies
from reasons.queries import ingest as ingest_queries
from reasons.queries.catalog import Catalog
from reasons.services.drafts import CheckedContact, check_draft
from reasons.services.ingest import RejectedRecord
from reasons.services.references import Additions

Clock = Callable[[], datetime]
# Lists may change while a long file runs; reading them again costs as much as some hundred rows.
CHUNKS_PER_CATALOG = 20


class Importer:
    """Brings the rows of one file in, by the rules of a single registration."""

    def __init__(self, reader: RowReader, ledger: Ledger, *, create: bool, clock: Clock) -> None:
        self.reader, self.ledger, self.create, self.clock = reader, ledger, create, clock
        self.tally = Tally(reader) if reader.is_tally else None
        self._loaded: References | None = None

    def pass_over(self, records: Iterable[Record]) -> None:
        """What is in already. Of a tally it is still to be known what was counted in it."""
        if self.tally is None:
            deque(records, maxlen=0)
            return
        references, now = self._references(), self.clock()
        for record in records:
            with suppress(Refusal):
                self.tally.read(record, self.reader.draft(record, references), now)

    def run(self, records: Iterable[Record]) -> Iterator[int]:
        """Yields the number of rows of each chunk, once they are safe."""
        rows = iter(records)
        count = 0
        while chunk := self._next_chunk(rows):
            if count % CHUNKS_PER_CATALOG == 0 and self.ledger.adds:
                self._loaded = None
            self._import_again_if_lists_changed(chunk)
            yield len(chunk)
            count += 1

    def _next_chunk(self, rows: Iterator[Record]) -> list[Record]:
        """As many rows as go in together: a row of a tally may be hundreds of contacts."""
        if self.tally is None:
            return list(islice(rows, settings.IMPORT_CHUNK_ROWS))
        chunk, contacts = [], 0
        for record in rows:
            chunk.append(record)
            contacts += self.tally.weight(record)
            if contacts >= settings.IMPORT_CHUNK_ROWS:
                break
        return chunk

    def _import_again_if_lists_changed(self, chunk: Sequence[Record]) -> None:
        try:
            self._import(chunk)
        except Conflict:
            raise
        except (IntegrityError, Refusal):  # another import, or a person, made or ended the same
            self._loaded = None
            self._import(chunk)

    def _import(self, chunk: Sequence[Record]) -> None:
        now = self.clock()
        references = self._references()
        if self.create:
            self._plan(chunk, references)
        checked, rejected = self._check(chunk, references, now)
        additions = references.additions(contact.draft for contact in checked)
        if additions:
            checked = self._add(additions, checked, now)
        tree = self._references().catalog().tree
        self.ledger.keep(checked, rejected, tree, now, rows=len(chunk))

    def _references(self) -> References:
        if self._loaded is None:
            self._loaded = References(
                Catalog.load(), create=self.create, has_contacts=ingest_queries.has_contacts
            )
        return self._loaded

    def _plan(self, chunk: Sequence[Record], references: References) -> None:
        rows = []
        for record in chunk:
            if self.reader.fits(record):
                with suppress(Refusal):  # the row gets it when it is checked
                    rows.append(self.reader.names(record.cells, references))
        references.plan(rows)

    def _check(
        self, chunk: Sequence[Record], references: References, now: datetime
    ) -> tuple[list[CheckedContact], list[RejectedRecord]]:
        drafts = []
        rejected = []
        for record in chunk:
            try:
                draft, count = self.reader.draft(record, references), 1
                if self.tally:
                    draft, count = self.tally.read(record, draft, now)
                drafts.append((record, draft, count))
            except Refusal as refusal:
                rejected.append(rejected_record(self.reader, record, refusal))
        checked: list[CheckedContact] = []
        catalog = references.catalog()
        for record, draft, count in drafts:
            try:
                contact = check_draft(draft, catalog=catalog, now=now)
                checked += copies(contact, count) if self.tally else (contact,)
            except Refusal as refusal:
                rejected.append(rejected_record(self.reader, record, refusal))
        return checked, sorted(rejected, key=lambda row: row.row_number)

    def _add(
        self, additions: Additions, checked: list[CheckedContact], now: datetime
    ) -> list[CheckedContact]:
        """Makes what is missing; then the drafts find it under its real ids."""
        self.ledger.add(additions, now)
        if not self.ledger.adds:
            return checked
        self._loaded = None
        catalog = self._references().catalog()
        return [check_draft(contact.draft, catalog=catalog, now=now) for contact in checked]
