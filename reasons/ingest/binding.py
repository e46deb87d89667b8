"""Where each of our fields stands in one file: in columns, in a constant, or nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from contactreductie.core.csv_files import RefusedFile
from reasons.ingest.mapping import DIMENSION, Mapping
from reasons.ingest.records import check_width

REASON_FIELDS = ("reason", "reason_path")


@dataclass(frozen=True)
class Binding:
    """`columns` maps a field to its places in a row; `shown` to the names the file gives them."""

    width: int
    columns: dict[str, tuple[int, ...]]
    shown: dict[str, str]
    constants: dict[str, str]

    @property
    def dimensions(self) -> list[str]:
        names = [*self.columns, *self.constants]
        return [name for name in names if name.startswith(DIMENSION)]


def bind(mapping: Mapping, header: Sequence[str]) -> Binding:
    """The places of our fields under this header; RefusedFile for a column that is not there.

    A field that the mapping does not name stands under its own name.
    """
    check_width(header)
    found, names = _Header(header), mapping.own_names
    own = [name for name in header if name.startswith(DIMENSION)]
    columns: dict[str, tuple[int, ...]] = {}
    for field in dict.fromkeys([*names, *mapping.columns, *own]):
        name = names.get(field, field)
        if field in mapping.columns:
            columns[field] = tuple(found.place(name) for name in mapping.columns[field])
        elif field not in mapping.constants and found.has(name):
            columns[field] = (found.place(name),)
    for field in mapping.required:
        if field not in columns and field not in mapping.constants:
            raise found.missing(names[field])
    if not any(field in columns or field in mapping.constants for field in REASON_FIELDS):
        raise found.missing("reason")
    shown = {name: " > ".join(header[i] for i in places) for name, places in columns.items()}
    return Binding(len(header), columns, shown, dict(mapping.constants))


class _Header:
    """Column names, found whatever their capitals."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.keys = [name.casefold() for name in names]

    def has(self, name: str) -> bool:
        return name.casefold() in self.keys

    def place(self, name: str) -> int:
        key = name.casefold()
        if key not in self.keys:
            raise self.missing(name)
        if self.keys.count(key) > 1:
            raise RefusedFile(_("Column '%(column)s' stands in the file twice."), column=name)
        return self.keys.index(key)

    def missing(self, name: str) -> RefusedFile:
        message = _("Row 1: column '%(column)s' is missing. The file has: %(found)s.")
        found = ", ".join(name for name in self.names if name)[:300]
        return RefusedFile(message, field=name, column=name, found=found)
