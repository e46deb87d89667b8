"""Reading delivered CSV files: what is wrong with a file is said before anything is written.

Row numbers are those of a spreadsheet: the header is row 1, a line break inside quotes
starts no new row, an empty line does count.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal, worded

Rows = Iterator[tuple[int, dict[str, str]]]
DELIMITERS = ",;\t"
CHUNK = 1 << 20
# One long cell is a matter of its row, not of the whole file.
csv.field_size_limit(1 << 24)
IN_ROW = _("Row %(row)s: %(message)s")
SIGNATURES = {
    b"PK\x03\x04": "XLSX/ZIP",
    b"PK\x05\x06": "XLSX/ZIP",
    b"\x1f\x8b": "GZIP",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"SQLite format 3": "SQLite",
}


class UnusableFile(Refusal):
    """There is no such file, or it is another kind of file: a wrong call, not wrong content."""


class RefusedFile(Refusal):
    """A CSV file that cannot be taken as a whole: empty, wrong encoding, missing column."""


class RefusedRow(RefusedFile):
    """One row that does not fit the header; `message` and `parameters` leave out the row."""

    def __init__(self, row: int, message: str, **parameters: Any) -> None:
        super().__init__(message, **parameters)
        self.row = row

    def __str__(self) -> str:
        return worded(IN_ROW, {"row": self.row, "message": self.without_row()})

    def without_row(self) -> str:
        return worded(self.message, self.parameters)


@dataclass(frozen=True)
class Rejection:
    """One rejected row: its number as in a spreadsheet, and the refusal, whose field is the
    column to blame."""

    row: int
    refusal: Refusal

    def __str__(self) -> str:
        column = self.refusal.field
        place = {"row": self.row, "column": column, "message": self._message()}
        text = _("Row %(row)s, column %(column)s: %(message)s")
        return worded(text if column else IN_ROW, place)

    def _message(self) -> str:
        """Without the row, which a RefusedRow names itself."""
        refusal = self.refusal
        return refusal.without_row() if isinstance(refusal, RefusedRow) else str(refusal)


def read_rows(
    path: Path,
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    on_bad_row: Callable[[RefusedRow], None] | None = None,
) -> Rows:
    """The rows as (row number, {column: trimmed cell}); a missing optional column gives "".

    The whole file is decoded once before the first row is given, so wrong encoding refuses the
    file and not half of it. Columns not asked for are passed on. `on_bad_row` takes the rows
    with too many or too few cells; without it the first of them refuses the file. Memory stays
    flat. Raises UnusableFile and RefusedFile at once, not at the first row.
    """
    file = TextFile(path)
    file.check()
    records = file.records(file.guess_delimiter())
    header = _header(next(records), required)
    absent = {name: "" for name in optional if name not in header}
    return _rows(records, header, absent, on_bad_row)


def guess_delimiter(header: str) -> str:
    """The one of comma, semicolon and tab that a header line has most of."""
    return max(DELIMITERS, key=header.count)


@dataclass(frozen=True)
class TextFile:
    """A file that ought to be text in UTF-8; `check` finds out, the rest relies on it."""

    path: Path

    def check(self) -> None:
        """Refuses what is not text in UTF-8, from the first byte to the last."""
        if not self.path.is_file():
            raise UnusableFile(_("There is no file '%(name)s'."), name=self.path.name)
        self._refuse_other_kinds()
        has_text = False
        try:
            with self.open() as text:
                while chunk := text.read(CHUNK):
                    has_text = has_text or bool(chunk.strip())
                    if "\0" in chunk:
                        raise self._other_kind("BINARY")
        except UnicodeError as error:
            raise self._wrong_encoding() from error
        if not has_text:
            raise RefusedFile(_("The file is empty."))

    def open(self, errors: str = "strict", newline: str = "") -> TextIO:
        return self.path.open(encoding="utf-8-sig", errors=errors, newline=newline)

    def guess_delimiter(self) -> str:
        with self.open() as text:
            return guess_delimiter(text.readline())

    def records(self, delimiter: str) -> Iterator[list[str]]:
        """Every record, the header too; quotes that do not match refuse the file."""
        count = 0
        with self.open(newline=self._newline()) as text:
            try:
                for record in csv.reader(_lines(text), delimiter=delimiter, strict=True):
                    count += 1
                    yield record
            except csv.Error as error:
                message = _("the quotes in this row do not match.")
                raise RefusedRow(count + 1, message) from error

    def _newline(self) -> str:
        """Only "\\n" where the file has it: a lone "\\r" is then part of a cell."""
        with self.open() as text:
            return "\n" if "\n" in text.read(CHUNK) else ""

    def _refuse_other_kinds(self) -> None:
        with self.path.open("rb") as file:
            start = file.read(16)
        for signature, kind in SIGNATURES.items():
            if start.startswith(signature):
                raise self._other_kind(kind)

    def _other_kind(self, kind: str) -> UnusableFile:
        message = _("'%(name)s' is not a CSV file but another kind of file (%(kind)s).")
        return UnusableFile(message, name=self.path.name, kind=kind)

    def _wrong_encoding(self) -> RefusedRow:
        """Finds the row: reads once more, with the bad bytes marked."""
        row = 0
        try:
            with self.open(errors="surrogateescape") as text:
                for record in csv.reader(text):
                    row += 1
                    if any("\udc80" <= char <= "\udcff" for cell in record for char in cell):
                        break
        except csv.Error:  # text of another kind hardly has rows: it is in the next one
            row += 1
        message = _("the file is not in the encoding %(encoding)s.")
        return RefusedRow(row, message, encoding="UTF-8")


def _lines(text: TextIO) -> Iterator[str]:
    for line in text:
        content = line.rstrip("\r\n")
        yield line if "\r" not in content else content.replace("\r", " ") + "\n"


def _header(record: list[str], required: Sequence[str]) -> list[str]:
    header = [name.strip() for name in record]
    missing = [name for name in required if name not in header]
    if missing:
        message = _("Column missing: %(columns)s.")
        raise RefusedFile(message, field=missing[0], columns=", ".join(missing))
    double = sorted({name for name in header if name and header.count(name) > 1})
    if double:
        message = _("Column given twice: %(columns)s.")
        raise RefusedFile(message, field=double[0], columns=", ".join(double))
    return header


def _rows(
    records: Iterator[list[str]],
    header: list[str],
    absent: dict[str, str],
    on_bad_row: Callable[[RefusedRow], None] | None,
) -> Rows:
    for number, record in enumerate(records, start=2):
        if not any(record):
            continue
        if len(record) == len(header):
            cells = zip(header, record, strict=True)
            yield number, {**absent, **{name: cell.strip() for name, cell in cells if name}}
            continue
        message = _("this row has %(found)s cells where the header has %(expected)s.")
        refusal = RefusedRow(number, message, found=len(record), expected=len(header))
        if on_bad_row is None:
            raise refusal
        on_bad_row(refusal)
