"""Delivered CSV files, packed with gzip or not."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext_noop as _

from contactreductie.core.csv_files import RefusedFile, guess_delimiter
from reasons.ingest import text
from reasons.ingest.mapping import Mapping
from reasons.ingest.records import Record, empty_file

FIRST_SURROGATE, LAST_SURROGATE = "\udc80", "\udcff"


class CsvDelivery:
    """The delimiter is the mapping's, or the one that the header line has most of."""

    def __init__(self, path: Path, mapping: Mapping, *, gzipped: bool) -> None:
        self.path, self.encoding, self.gzipped = path, mapping.encoding, gzipped
        self.delimiter = mapping.delimiter or ","
        first = next((row for row in self._rows() if any(row)), None)
        if first is None:
            raise empty_file()
        if not mapping.delimiter:
            self.delimiter = guess_delimiter(self.delimiter.join(first))
        self.header: Sequence[str] = self._header()

    def records(self) -> Iterator[Record]:
        numbered = enumerate(self._rows(), start=1)
        next(cells for _number, cells in numbered if any(cells))
        for number, cells in numbered:
            if any(cells):
                yield Record(number, cells)

    def _header(self) -> list[str]:
        return [name.strip() for name in next(row for row in self._rows() if any(row))]

    def _rows(self, errors: str = "strict") -> Iterator[list[str]]:
        number = 0
        try:
            with text.opened(self.path, self.encoding, self.gzipped, errors) as decoded:
                reader = csv.reader(text.lines(decoded), delimiter=self.delimiter, strict=True)
                for number, cells in enumerate(reader, start=1):  # noqa: B007
                    yield cells
        except csv.Error as error:
            message = _("Row %(row)s: the quotes in this row do not match.")
            raise RefusedFile(message, row=number + 1) from error
        except UnicodeError as error:
            raise self._wrong_encoding(number + 1) from error

    def _wrong_encoding(self, row: int) -> RefusedFile:
        """Finds the place: reads once more with the bytes that do not decode marked."""
        header: list[str] = []
        column = ""
        try:
            for row, cells in enumerate(self._rows("surrogateescape"), start=1):  # noqa: B007
                header = header or cells
                bad = next((index for index, cell in enumerate(cells) if _marked(cell)), None)
                if bad is not None:
                    column = header[bad] if bad < len(header) and row > 1 else ""
                    break
        except RefusedFile:  # an encoding whose bytes cannot be marked: the row must do
            column = ""
        message = _(
            "Row %(row)s, column '%(column)s': the file is not in the encoding %(encoding)s. "
            "Name the right one in the mapping file, for instance encoding = \"cp1252\"."
        )
        encoding = self.encoding.removesuffix("-sig").upper()
        return RefusedFile(message, row=row, column=column.strip(), encoding=encoding)


def _marked(cell: str) -> bool:
    return any(FIRST_SURROGATE <= char <= LAST_SURROGATE for char in cell)
