"""A report as a spreadsheet: a sheet per section, with numbers as numbers."""

import io
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from feedbackloop.exports.sheets import Cell, Sheet, sheets
from feedbackloop.queries.names import Names
from feedbackloop.reports.reading import Reading

WIDEST = 480  # pixels
Formats = Callable[[str, int], Format]


def xlsx_bytes(content: dict[str, Any]) -> bytes:
    """The same report and names give the same bytes."""
    page = Reading(content=content, names=Names.of(content))
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        moment = datetime.fromisoformat(content["published_at"]).replace(tzinfo=None)
        workbook.set_properties({"title": content["week"], "created": moment})
        formats = _formats(workbook)
        for sheet in sheets(page):
            _write(workbook, sheet, formats)
    return stream.getvalue()


def _formats(workbook: Workbook) -> Formats:
    @cache
    def form(number_format: str, indent: int) -> Format:
        return workbook.add_format({"num_format": number_format or "General", "indent": indent})

    return form


def _write(workbook: Workbook, sheet: Sheet, formats: Formats) -> None:
    """Head and first column stay in view, and every column can be filtered."""
    written = workbook.add_worksheet(sheet.title)
    written.freeze_panes(1, 1)
    head = workbook.add_format({"bold": True, "bottom": 1})
    written.write_row(0, 0, [column.title for column in sheet.columns], head)
    for number, row in enumerate(sheet.rows, start=1):
        for place, column in enumerate(sheet.columns):
            form = formats(row.get("form", column.form), 0 if place else row.get("depth", 0))
            _write_cell(written, number, place, column.cell(row), form)
    written.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    written.autofit(WIDEST)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, form: Format) -> None:
    """What is absent stays empty, never 0; text is never a formula."""
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, form)
    elif cell is not None:
        sheet.write_number(row, column, cell, form)
