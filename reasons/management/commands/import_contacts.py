"""Contacts from a delivered file."""

import time
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from contactreductie.core.csv_files import Rejection, UnusableFile
from contactreductie.core.management.base import Outcome, ReportingCommand
from contactreductie.core.refusals import Refusal, worded
from reasons.ingest import running
from reasons.ingest.ledgers import SHOWN
from reasons.ingest.mapping import Mapping
from reasons.ingest.running import Job
from reasons.models import RejectedRow
from reasons.queries import ingest as ingest_queries
from reasons.services.ingest import RejectedRecord

KEYS = ("read", "created", "duplicate", "rejected", "reasons_created")


@dataclass(frozen=True)
class RejectedLine(Rejection):
    """C-12 has its own order: first the row and what is wrong, then where."""

    def __str__(self) -> str:
        place = {"row": self.row, "column": self.refusal.field, "message": str(self.refusal)}
        in_column = _("Row %(row)s: %(message)s (column '%(column)s')")
        return worded(in_column if self.refusal.field else _("Row %(row)s: %(message)s"), place)


class Command(ReportingCommand):
    help = (
        "Imports contacts from CSV (also packed with gzip), XLSX or JSON lines. Columns: "
        "external_ref, occurred_at, channel, reason (a code) or reason_path (A > B > C), and if "
        "you like customer_ref, direction, resolution, handle_seconds, note and dim:<dimension>. "
        "A mapping file names other columns; docs/imports.md describes it. The same file again "
        "adds nothing; a stopped import goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--mapping", type=Path, metavar="M.toml", help="names of the columns")
        parser.add_argument(
            "--source", default="", help="where the contacts come from; part of their identity"
        )
        parser.add_argument(
            "--create-reasons",
            action="store_true",
            help="make missing reasons, channels, dimensions and their values",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen and change nothing"
        )
        super().add_arguments(parser)

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        begin = time.monotonic()
        mapping = _read_mapping(options["mapping"])
        job = running.open_job(
            options["file"],
            mapping,
            source=running.source_of(mapping, options["source"]),
            create=options["create_reasons"],
        )
        figures, rejected = self._rehearse(job) if options["dry_run"] else self._import(job)
        figures["seconds"] = round(time.monotonic() - begin, 1)
        return Outcome(figures, rejected, _summary(figures))

    def _import(self, job: Job) -> tuple[dict[str, Any], list[RejectedLine]]:
        report = self.progress_to(job.survey.rows)
        batch = running.import_by_hand(job, clock=timezone.now, report=report)
        counts = (
            batch.rows_done,
            batch.created_count,
            batch.duplicate_count,
            batch.rejected_count,
            batch.reasons_created_count,
        )
        figures = {"batch": batch.pk, **dict(zip(KEYS, counts, strict=True))}
        return figures, self._lines(ingest_queries.rejected_rows(batch)[:SHOWN], figures)

    def _rehearse(self, job: Job) -> tuple[dict[str, Any], list[RejectedLine]]:
        report = self.progress_to(job.survey.rows)
        rehearsal = running.rehearse(job, clock=timezone.now, report=report)
        counts = (
            rehearsal.read,
            rehearsal.created,
            rehearsal.duplicate,
            rehearsal.rejected_count,
            rehearsal.reasons_created,
        )
        figures = {"batch": None, **dict(zip(KEYS, counts, strict=True))}
        return figures, self._lines(rehearsal.rejected, figures)

    def _lines(
        self, rows: Iterable[RejectedRow | RejectedRecord], figures: dict[str, Any]
    ) -> list[RejectedLine]:
        lines = [_line(row) for row in rows]
        if left := figures["rejected"] - len(lines):
            text = gettext("And %(count)s more rejected rows after the ones below.")
            self.stderr.write(text % {"count": left})
        return lines


def _read_mapping(path: Path | None) -> Mapping:
    if path is None:
        return Mapping()
    if not path.is_file():
        raise UnusableFile(_("There is no file '%(name)s'."), name=path.name)
    try:
        return Mapping.parse(path.read_text("utf-8-sig"))
    except UnicodeError as error:
        raise UnusableFile(_("The mapping file is not UTF-8 text.")) from error


def _line(row: RejectedRow | RejectedRecord) -> RejectedLine:
    return RejectedLine(row.row_number, Refusal(row.message, field=row.column, **row.parameters))


def _summary(figures: dict[str, Any]) -> str:
    head = _("Import %(batch)s:") if figures["batch"] else _("Trial run, nothing was changed:")
    tail = _(
        "%(read)s rows read, %(created)s new, %(duplicate)s known already, %(rejected)s rejected, "
        "%(reasons_created)s reasons made; %(seconds)s seconds."
    )
    return f"{worded(head, figures)} {worded(tail, figures)}"
