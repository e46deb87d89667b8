"""Delivered JSON lines: one object per line, its keys are the columns."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from contactreductie.core.csv_files import RefusedFile
from contactreductie.core.refusals import Refusal
from reasons.ingest import text
from reasons.ingest.mapping import Mapping
from reasons.ingest.records import Beat, Cell, Record, beating, check_width, storable

# Numbers stay the text they were: 0017 and 1.10 are references, not amounts.
DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


class JsonDelivery:
    """A key may be absent from a line; the header is every key of the file."""

    def __init__(
        self, path: Path, mapping: Mapping, *, gzipped: bool, beat: Beat | None = None
    ) -> None:
        self.path, self.encoding, self.gzipped = path, mapping.encoding, gzipped
        keys: dict[str, None] = {}
        for _number, found in beating(self._objects(), beat):
            if isinstance(found, dict):
                keys.update(dict.fromkeys(found))
                check_width(keys)
        self.header: Sequence[str] = list(keys)

    def records(self) -> Iterator[Record]:
        for number, found in self._objects():
            yield self._record(number, found)

    def _record(self, number: int, found: dict[str, Any] | None) -> Record:
        if found is None:
            return Record(number, (), Refusal(_("this line is not one JSON object.")))
        try:
            return Record(number, [_cell(found.get(name)) for name in self.header])
        except TypeError:
            return Record(number, (), Refusal(_("this line holds a value inside a value.")))

    def _objects(self) -> Iterator[tuple[int, dict[str, Any] | None]]:
        number = 0
        try:
            with text.opened(self.path, self.encoding, self.gzipped) as decoded:
                for number, line in enumerate(text.lines(decoded), start=1):
                    if line.strip():
                        yield number, _object(line)
        except UnicodeError as error:
            message = _(
                "Near line %(row)s: the file is not in the encoding %(encoding)s. "
                'Name the right one in the mapping file, for instance encoding = "cp1252".'
            )
            encoding = self.encoding.removesuffix("-sig").upper()
            raise RefusedFile(message, row=number + 1, encoding=encoding) from error


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = DECODER.decode(line.strip())
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return storable(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(map(storable, value))
    raise TypeError(type(value).__name__)
