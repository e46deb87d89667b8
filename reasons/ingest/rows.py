"""From a row of a file to a draft, and from a refused row to one that can be repaired."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from reasons import personal_data, pseudonyms
from reasons.enums import Direction
from reasons.ingest.binding import Binding
from reasons.ingest.mapping import DIMENSION, SKIP, Mapping
from reasons.ingest.moments import REMEMBERED, Days, Moments
from reasons.ingest.reason_book import Levels
from reasons.ingest.records import Cell, Record
from reasons.ingest.references import Names, References
from reasons.services.drafts import ContactDraft

SEPARATOR = re.compile(r"(?:^|\s)>(?=\s|$)")
JOINED = " > "
FORMULA = tuple("=+-@\t\r")  # a cell that starts so is written with ' before it


class RowReader:
    """Reads the rows of one file, given where its columns are."""

    def __init__(self, mapping: Mapping, binding: Binding, *, source: str) -> None:
        self.binding, self.source = binding, source
        self._mapping = mapping
        self._moments = (Days if mapping.is_tally else Moments)(mapping.formats)
        self._first = {field: places[0] for field, places in binding.columns.items()}
        self._values = {field: values for field, values in mapping.values.items() if values}
        self._path_values = self._values.get("reason_path", {})
        self._dimensions = [(name, name.removeprefix(DIMENSION)) for name in binding.dimensions]
        self._paths: dict[Cell | tuple[Cell, ...], Levels] = {}

    def names(self, cells: Sequence[Cell], references: References) -> Names:
        """What the row calls things; a list of counts may call a reason by its name."""
        text = self.text
        given = ((code, text(cells, field)) for field, code in self._dimensions)
        code = text(cells, "reason")
        if self.is_tally:
            code = references.reason_code(code, self.moment(cells).date())
        return Names(
            code=code,
            levels=() if code else self._levels(cells),
            channel=text(cells, "channel"),
            values=tuple((code, value) for code, value in given if value),
        )

    def draft(self, record: Record, references: References) -> ContactDraft:
        """The row as a draft with our codes; Refusal when it cannot be one."""
        cells, text = record.cells, self.text
        self._check_shape(record)
        external_ref = text(cells, "external_ref")
        if not external_ref and not self.is_tally:
            raise Refusal(_("the external reference is missing."), field="external_ref", rule="C-1")
        occurred_at = self.moment(cells)
        handle_seconds = self._seconds(text(cells, "handle_seconds"))
        names = self.names(cells, references)
        return ContactDraft(
            occurred_at=occurred_at,
            channel=references.channel(names.channel),
            reason=references.reason(names.code, names.levels),
            customer_ref=text(cells, "customer_ref"),
            dimensions=references.values(names.values),
            direction=text(cells, "direction").lower() or Direction.INBOUND,
            resolution=text(cells, "resolution").lower(),
            handle_seconds=handle_seconds,
            note=text(cells, "note"),
            source=self.source,
            external_ref=external_ref,
            delivery_row=record.number,
        )

    def moment(self, cells: Sequence[Cell]) -> datetime:
        return self._moments.read(self._moment_text(cells))

    def text(self, cells: Sequence[Cell], field: str) -> str:
        """The trimmed text of a field, put into our words where the mapping says so."""
        place = self._first.get(field)
        if place is None:
            return self.binding.constants.get(field, "")
        cell = cells[place]
        text = cell.strip() if isinstance(cell, str) else _as_text(cell)
        if text.startswith("'") and text[1:].startswith(FORMULA):
            text = text[1:]
        values = self._values.get(field)
        return values.get(text, text) if values else text

    def repairable(self, record: Record) -> dict[str, str]:
        """The row under our own column names and in our own forms, to be repaired and sent again
        without a mapping; a customer reference only as its key (C-6), a note without personal
        data (C-7)."""
        if not self.fits(record):
            return {}
        cells = record.cells
        row = {name: self.text(cells, field) for field, name in self._names().items()}
        row[self._mapping.own_names["occurred_at"]] = self._moment_as_iso(cells)
        if "reason_path" in row:
            row["reason_path"] = JOINED.join(self._levels(cells))
        if row.get("customer_ref"):
            row["customer_ref"] = _masked(row["customer_ref"])
        if row.get("note"):
            row["note"] = personal_data.masked(row["note"])
        return row

    def shown_value(self, record: Record, field: str) -> str:
        """What stands in the file in the column to blame; never a customer reference or
        what C-7 keeps out of notes."""
        places = self.binding.columns.get(field, ())
        if field == "customer_ref" or not self.fits(record):
            return ""
        value = JOINED.join(_as_text(record.cells[place]) for place in places)
        return personal_data.masked(value) if field == "note" else value

    @property
    def is_tally(self) -> bool:
        return self._mapping.is_tally

    def _names(self) -> dict[str, str]:
        """The fields that the file has, and our own names of their columns."""
        known = self.binding.columns.keys() | self.binding.constants.keys()
        fields = {**self._mapping.own_names, **{name: name for name in self.binding.dimensions}}
        return {field: name for field, name in fields.items() if field in known}

    def fits(self, record: Record) -> bool:
        """Whether every cell stands under a column."""
        cells, width = record.cells, self.binding.width
        if record.refusal is not None:
            return False
        return len(cells) == width or (len(cells) > width and not any(cells[width:]))

    def _check_shape(self, record: Record) -> None:
        if record.refusal is not None:
            raise record.refusal
        if not self.fits(record):
            message = _("this row has %(found)s cells where the header has %(expected)s.")
            found, expected = len(record.cells), self.binding.width
            raise Refusal(message, found=found, expected=expected)

    def _levels(self, cells: Sequence[Cell]) -> Levels:
        places = self.binding.columns.get("reason_path")
        if places is None:
            key: Cell | tuple[Cell, ...] = self.binding.constants.get("reason_path", "")
        else:
            key = cells[places[0]] if len(places) == 1 else tuple(cells[i] for i in places)
        levels = self._paths.get(key)
        if levels is None:
            if len(self._paths) >= REMEMBERED:
                self._paths.clear()
            levels = self._paths[key] = self._read_levels(key)
        return levels

    def _read_levels(self, key: Cell | tuple[Cell, ...]) -> Levels:
        parts = SEPARATOR.split(key) if isinstance(key, str) else _as_parts(key)
        texts = [" ".join(part.split()) for part in parts]
        named = [self._path_values.get(text, text) for text in texts]
        levels = ["" if name in self._mapping.empty_levels else name for name in named]
        while levels and not levels[-1]:
            levels.pop()
        return tuple(levels if self._mapping.missing_level != SKIP else filter(None, levels))

    def _moment_text(self, cells: Sequence[Cell]) -> str | datetime:
        place = self._first.get("occurred_at")
        cell = cells[place] if place is not None else None
        return cell if isinstance(cell, datetime) else self.text(cells, "occurred_at")

    def _moment_as_iso(self, cells: Sequence[Cell]) -> str:
        try:
            return self._moments.written(self.moment(cells))
        except Refusal:
            return self.text(cells, "occurred_at")

    def _seconds(self, text: str) -> int | None:
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            message = _("'%(value)s' is not a whole number of seconds.")
            raise Refusal(message, field="handle_seconds", rule="C-4", value=text[:60])
        return int(text[:9])


def _as_text(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return JOINED.join(cell)
    return cell.isoformat() if isinstance(cell, datetime) else cell.strip()


def _as_parts(key: Cell | tuple[Cell, ...]) -> list[str]:
    return [_as_text(cell) for cell in key] if isinstance(key, tuple) else [_as_text(key)]


def _masked(reference: str) -> str:
    try:
        return pseudonyms.masked(reference, secret=settings.CUSTOMER_KEY_SECRET)
    except ValueError:
        return ""
