"""Delivered CSV files, packed with gzip or not."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext_noop as _

from contactreductie.core.csv_files import RefusedFile, guess_delimiter
from reasons.ingest import text
from reasons.ingest.mapping import Mapping
from reasons.ingest.records import Record, empty_file

QUOTED = re.compile(r'"[^"]*"')
FIRST_SURROGATE, LAST_SURROGATE = "\udc80", "\udcff"


class CsvDelivery:
    """The delimiter is the mapping's, or the one that the header line has most of."""

    def __init__(self, path: Path, mapping: Mapping, *, gzipped: bool) -> None:
        self.path, self.encoding, self.gzipped = path, mapping.encoding, gzipped
        self.delimiter = mapping.delimiter or ","
        if not mapping.delimiter:
            self.delimiter = guess_delimiter(QUOTED.sub("", self._first_line()))
        self.header: Sequence[str] = [name.strip() for name in self._first_row()]

    def records(self) -> Iterator[Record]:
        numbered = enumerate(self._rows(), start=1)
        next(cells for _number, cells in numbered if _is_filled(cells))
        for number, cells in numbered:
            if any(cells) and (len(cells) > 1 or cells[0].strip()):
                yield Record(number, cells)

    def _first_line(self) -> str:
        try:
            with text.opened(self.path, self.encoding, self.gzipped) as decoded:
                return next((line for line in text.lines(decoded) if line.strip()), "")
        except UnicodeError as error:
            raise self._wrong_encoding(1) from error

    def _first_row(self) -> list[str]:
        first = next((cells for cells in self._rows() if _is_filled(cells)), None)
        if first is None:
            raise empty_file()
        return first

    def _rows(self) -> Iterator[list[str]]:
        number = 0
        try:
            for cells in self._read():
                number += 1
                yield cells
        except csv.Error as error:
            message = _("Row %(row)s: the quotes in this row do not match.")
            raise RefusedFile(message, row=number + 1) from error
        except UnicodeError as error:
            raise self._wrong_encoding(number + 1) from error

    def _read(self, errors: str = "strict") -> Iterator[list[str]]:
        with text.opened(self.path, self.encoding, self.gzipped, errors) as decoded:
            yield from csv.reader(text.lines(decoded), delimiter=self.delimiter, strict=True)

    def _wrong_encoding(self, row: int) -> RefusedFile:
        """Finds the place: reads once more with the bytes that do not decode marked."""
        header: list[str] = []
        column = ""
        try:
            for row, cells in enumerate(self._read("surrogateescape"), start=1):
                header = header or cells
                bad = next((index for index, cell in enumerate(cells) if _marked(cell)), None)
                if bad is not None:
                    column = header[bad] if bad < len(header) and row > 1 else ""
                    break
        except csv.Error:  # text of another kind hardly has rows: it is in the next one
            row = row + 1 if header else row
        except UnicodeError:  # an encoding whose bytes cannot be marked: this far it was good
            pass
        message = _(
            "Row %(row)s, column '%(column)s': the file is not in the encoding %(encoding)s. "
            'Name the right one in the mapping file, for instance encoding = "cp1252".'
        )
        encoding = self.encoding.removesuffix("-sig").upper()
        return RefusedFile(message, row=row, column=column.strip(), encoding=encoding)


def _is_filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _marked(cell: str) -> bool:
    return any(FIRST_SURROGATE <= char <= LAST_SURROGATE for char in cell)
