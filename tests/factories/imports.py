"""Files of contacts, and importing them."""

import csv
import json
from collections.abc import Mapping as Dictionary
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import translation

from reasons.ingest import running
from reasons.ingest.ledgers import Rehearsal
from reasons.ingest.mapping import Mapping
from reasons.ingest.running import Job
from reasons.models import IngestBatch
from reasons.queries import ingest as ingest_queries
from tests.factories.clock import MONDAY

DATA = Path(__file__).resolve().parent.parent / "data"
MAPPINGS = Path(__file__).resolve().parents[2] / "docs" / "mappings"


def row(number: int = 1, **fields: str) -> dict[str, str]:
    """A row that passes, of which a test may spoil one field."""
    return {
        "external_ref": f"ref-{number}",
        "occurred_at": "2026-03-02T09:15",
        "channel": "phone",
        "reason": "not-delivered",
    } | fields


def csv_file(
    folder: Path,
    *rows: Dictionary[str, str],
    name: str = "contacts.csv",
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> Path:
    """A CSV file with the columns of the first row."""
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def json_file(folder: Path, *rows: Dictionary[str, str]) -> Path:
    return written(folder, "\n".join(map(json.dumps, rows)).encode(), "contacts.jsonl")


def workbook(folder: Path, *sheets: tuple[str, list[list[Any]]]) -> Path:
    """An Excel file: names of its sheets with their lines."""
    path = folder / "contacts.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy hh:mm"})
    for name, lines in sheets:
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(lines):
            sheet.write_row(number, 0, cells)
    book.close()
    return path


def written(folder: Path, content: bytes, name: str = "contacts.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def mapping(name: str) -> Mapping:
    """One of the mapping files that the documentation comes with."""
    return Mapping.parse((MAPPINGS / f"{name}.toml").read_text("utf-8"))


def import_file(path: Path, using: Mapping | None = None, **options: Any) -> IngestBatch:
    """What the command does; the batch as it is afterwards."""
    job = _job(path, using, options)
    return running.import_by_hand(job, clock=lambda: MONDAY, report=lambda _done: None)


def rehearse_file(path: Path, using: Mapping | None = None, **options: Any) -> Rehearsal:
    job = _job(path, using, options)
    return running.rehearse(job, clock=lambda: MONDAY, report=lambda _done: None)


def _job(path: Path, using: Mapping | None, options: dict[str, Any]) -> Job:
    choices = {"source": "test", "create": False} | options
    return running.open_job(path, using or Mapping(), **choices)


def rejections(batch: IngestBatch) -> list[tuple[int, str, str, str]]:
    """Row, column, value and the message in Dutch of every refused row."""
    with translation.override("nl"):
        found = ingest_queries.rejected_rows(batch)
        return [(bad.row_number, bad.column, bad.value, bad.text) for bad in found]


def counts(batch: IngestBatch) -> dict[str, int]:
    return {
        "read": batch.rows_done,
        "created": batch.created_count,
        "duplicate": batch.duplicate_count,
        "rejected": batch.rejected_count,
        "reasons_created": batch.reasons_created_count,
    }
