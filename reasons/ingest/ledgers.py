"""Where the outcome of a chunk goes: into the database, or only into the counts of a rehearsal."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
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
        *,
        rows: int,
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
        *,
        rows: int,
    ) -> None:
        ingest.save_chunk(
            self.batch, checked=checked, rejected=rejected, tree=tree, now=now, rows=rows
        )


class Notes:
    """What a rehearsal has seen, in a file so that memory stays flat: the references, and the
    codes of reasons to be made. With a path they outlast a turn of the worker."""

    def __init__(self, path: Path | None = None, *, goes_on: bool = False) -> None:
        if path is not None and not goes_on:
            path.unlink(missing_ok=True)
        self._file = sqlite3.connect(path or "")
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS note "
            "(kind TEXT, name TEXT, PRIMARY KEY (kind, name)) WITHOUT ROWID"
        )

    def add(self, kind: str, names: Iterable[str]) -> int:
        """Returns how many of the names are new."""
        before = self._file.total_changes
        rows = [(kind, name) for name in names]
        self._file.executemany("INSERT OR IGNORE INTO note VALUES (?, ?)", rows)
        return self._file.total_changes - before

    def count(self, kind: str) -> int:
        (count,) = self._file.execute("SELECT COUNT(*) FROM note WHERE kind = ?", [kind]).fetchone()
        return int(count)

    def close(self) -> None:
        self._file.commit()
        self._file.close()


@dataclass
class Rehearsal:
    """What an import would do. With a batch its counts and refused rows are kept there, without
    one nothing is written at all; `rejected` holds the first refused rows.

    Every turn of a worker plans anew, so over several turns the number of reasons is nearly right.
    """

    source: str
    batch: IngestBatch | None = None
    adds: bool = False
    read: int = 0
    created: int = 0
    duplicate: int = 0
    reasons_created: int = 0
    rejected_count: int = 0
    rejected: list[RejectedRecord] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)

    def __post_init__(self) -> None:
        self.reasons_created = self.notes.count("reason")

    def add(self, additions: Additions, now: datetime) -> None:
        self.notes.add("reason", (reason.code for reason in additions.reasons))
        self.reasons_created = self.notes.count("reason")

    def keep(
        self,
        checked: Sequence[CheckedContact],
        rejected: Sequence[RejectedRecord],
        tree: ReasonTree,
        now: datetime,
        *,
        rows: int,
    ) -> None:
        references = [contact.draft.external_ref for contact in checked]
        known = ingest_queries.known_references(self.source, references)
        new = self.notes.add("reference", (ref for ref in references if ref not in known))
        progress = Progress(rows, new, len(checked) - new, rejected)
        self.read += rows
        self.created += new
        self.duplicate += progress.duplicate
        self.rejected_count += len(rejected)
        self.rejected += rejected[: SHOWN - len(self.rejected)]
        if self.batch is not None:
            ingest.advance(self.batch, progress, now=now)
            ingest.renew(self.batch, now=now, reasons_created_count=self.reasons_created)
