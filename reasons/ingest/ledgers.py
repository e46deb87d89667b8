"""Where the outcome of a chunk goes: into the database, or only into the counts of a rehearsal."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from reasons.models import IngestBatch
from reasons.queries import ingest as ingest_queries
from reasons.queries.tree import ReasonTree
from reasons.services import ingest
from reasons.services.drafts import CheckedContact
from reasons.services.ingest import Progress, RejectedRecord
from reasons.services.references import Additions

SHOWN = 100


class Ledger(Protocol):
    """`adds` says whether additions are really there afterwards."""

    adds: bool

    def add(self, additions: Additions, now: datetime) -> None: ...

    def keep(
        self,
        checked: Sequence[CheckedContact],
        rejected: Sequence[RejectedRecord],
        tree: ReasonTree,
        now: datetime,
    ) -> None: ...


@dataclass
class BatchLedger:
    """A real import."""

    batch: IngestBatch
    adds: bool = True

    def add(self, additions: Additions, now: datetime) -> None:
        ingest.add_references(self.batch, additions, now=now)

    def keep(
        self,
        checked: Sequence[CheckedContact],
        rejected: Sequence[RejectedRecord],
        tree: ReasonTree,
        now: datetime,
    ) -> None:
        ingest.save_chunk(self.batch, checked=checked, rejected=rejected, tree=tree, now=now)


@dataclass
class Rehearsal:
    """What an import would do. With a batch its counts and refused rows are kept there, without
    one nothing is written at all; `rejected` holds the first refused rows."""

    source: str
    batch: IngestBatch | None = None
    adds: bool = False
    read: int = 0
    created: int = 0
    rejected_count: int = 0
    rejected: list[RejectedRecord] = field(default_factory=list)
    new_reasons: set[str] = field(default_factory=set)
    # References seen in this file: a table on disk, so that memory stays flat.
    _seen: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(""))

    def __post_init__(self) -> None:
        self._seen.execute("CREATE TABLE seen (external_ref TEXT PRIMARY KEY) WITHOUT ROWID")

    @property
    def duplicate(self) -> int:
        return self.read - self.created - self.rejected_count

    def add(self, additions: Additions, now: datetime) -> None:
        self.new_reasons |= {reason.code for reason in additions.reasons}

    def keep(
        self,
        checked: Sequence[CheckedContact],
        rejected: Sequence[RejectedRecord],
        tree: ReasonTree,
        now: datetime,
    ) -> None:
        new = self._new_references([contact.draft.external_ref for contact in checked])
        progress = Progress(len(checked) + len(rejected), new, len(checked) - new, rejected)
        self.read += progress.rows_done
        self.created += new
        self.rejected_count += len(rejected)
        self.rejected += rejected[: SHOWN - len(self.rejected)]
        if self.batch is not None:
            ingest.advance(self.batch, progress, now=now)
            ingest.renew(self.batch, now=now, reasons_created_count=len(self.new_reasons))

    def close(self) -> None:
        self._seen.close()

    def _new_references(self, references: list[str]) -> int:
        known = ingest_queries.known_references(self.source, references)
        before = self._seen.total_changes
        self._seen.executemany(
            "INSERT OR IGNORE INTO seen VALUES (?)",
            [(reference,) for reference in references if reference not in known],
        )
        return self._seen.total_changes - before
