"""Delivered spreadsheets (xlsx). The whole sheet sits in memory, so its size is limited first."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from contactreductie.core.csv_files import RefusedFile, UnusableFile
from reasons.ingest import text
from reasons.ingest.mapping import Mapping
from reasons.ingest.records import Beat, Cell, Record, empty_file, storable

WORKBOOK = "xl/workbook.xml"


class SheetDelivery:
    """The sheet that the mapping names, or the first; its first filled row is the header."""

    def __init__(self, path: Path, mapping: Mapping, *, beat: Beat | None = None) -> None:
        _check_archive(path)
        self._sheet = _sheet(path, mapping.sheet)
        if beat is not None:  # reading it took a while
            beat()
        numbered = self._numbered()
        first = next(numbered, None)
        if first is None:
            raise empty_file()
        self._header_row, cells = first
        self.header: Sequence[str] = [str(_cell(cell)).strip() for cell in cells]

    def records(self) -> Iterator[Record]:
        for number, cells in self._numbered():
            if number > self._header_row:
                yield Record(number, [_cell(cell) for cell in cells])

    def _numbered(self) -> Iterator[tuple[int, list[Any]]]:
        if self._sheet.start is None:  # nothing in it at all
            return
        for number, cells in enumerate(self._sheet.iter_rows(), start=1):
            if any(cell != "" for cell in cells):
                yield number, cells


def _check_archive(path: Path) -> None:
    if path.stat().st_size > settings.MAX_UPLOAD_BYTES:
        raise text.too_large(settings.MAX_UPLOAD_BYTES)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnusableFile(_("The file is damaged: it cannot be unpacked.")) from error
    if WORKBOOK not in {entry.filename for entry in entries}:
        raise text.other_kind("ZIP")
    if sum(entry.file_size for entry in entries) > settings.MAX_SHEET_BYTES:
        raise text.too_large(settings.MAX_SHEET_BYTES)


def _sheet(path: Path, name: str) -> CalamineSheet:
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        if name and name not in workbook.sheet_names:
            message = _("There is no sheet '%(sheet)s'. The file has: %(found)s.")
            raise RefusedFile(message, sheet=name, found=", ".join(workbook.sheet_names))
        return workbook.get_sheet_by_name(name) if name else workbook.get_sheet_by_index(0)
    except PasswordError as error:
        raise UnusableFile(_("The file has a password. Save it without one.")) from error
    except CalamineError as error:
        raise UnusableFile(_("The file is damaged: it cannot be unpacked.")) from error


def _cell(value: Any) -> Cell:
    """Excel knows no whole numbers and shows midnight as a date: both are put right."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a wall clock
    return str(value)
