"""Refused rows as a file to repair and send again."""

import csv
from collections.abc import Iterator

from reasons.ingest.rows import FORMULA
from reasons.models import IngestBatch
from reasons.queries import ingest as ingest_queries

# Not ours to read: the import passes over columns that it does not know.
NOTES = ("rejected_row", "rejected_column", "rejected_value", "rejected_message")
BYTE_ORDER_MARK = "\ufeff"  # by this a spreadsheet knows that the file is UTF-8


class _Line:
    """What csv writes to, a line at a time."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def lines(batch: IngestBatch, *, delimiter: str) -> Iterator[str]:
    """The lines of the file: our own columns, then what was wrong with each row."""
    line = _Line()
    writer = csv.writer(line, delimiter=delimiter)
    rows = ingest_queries.rejected_rows(batch)
    first = rows.exclude(row={}).first()
    columns = list(first.row) if first else []
    writer.writerow([*columns, *NOTES])
    yield BYTE_ORDER_MARK + line.text
    for rejected in rows.iterator(chunk_size=1000):
        cells = [str(rejected.row.get(name, "")) for name in columns]
        cells += [str(rejected.row_number), rejected.column, rejected.value, rejected.text]
        writer.writerow([_harmless(cell) for cell in cells])
        yield line.text


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; reading takes the ' off again."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
