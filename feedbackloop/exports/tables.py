"""A report as tables: CSV for machines, XLSX for people who go on calculating."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

Cell = str | int | float | None
Row = Sequence[Cell]
# What a spreadsheet would take for a formula (ASVS 1.2.10).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
LINE_COLUMNS = (
    "reason",
    "parent",
    "depth",
    "name_nl",
    "name_en",
    "contacts",
    "own_contacts",
    "previous_week",
    "mean_8_weeks",
    "last_year",
    "expected",
    "expected_low",
    "expected_high",
    "alarm",
    "denominator",
    "units",
    "per_100",
    "per_100_low",
    "per_100_high",
    "ratio_missing",
    "repeat_share",
    "department",
)


def csv_bytes(content: dict[str, Any]) -> bytes:
    """One row per reason: commas, dots in numbers, UTF-8. Text never starts a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(LINE_COLUMNS)
    for line in content["lines"]:
        writer.writerow(harmless(cell) for cell in line_row(line))
    return text.getvalue().encode()


def harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would run gets an apostrophe; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def xlsx_bytes(content: dict[str, Any]) -> bytes:
    """One sheet per section; the same report gives the same bytes."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        moment = datetime.fromisoformat(content["published_at"]).replace(tzinfo=None)
        workbook.set_properties({"title": content["week"], "created": moment})
        bold = workbook.add_format({"bold": True})
        for title, columns, rows in _sheets(content):
            sheet = workbook.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, columns, bold)
            for number, row in enumerate(rows, start=1):
                _write_row(sheet, number, row)
            sheet.autofit()
    return stream.getvalue()


def line_row(line: Mapping[str, Any]) -> list[Cell]:
    """The cells of one line, in the order of LINE_COLUMNS; what is absent is empty, never 0."""
    ratio = line["ratio"]
    flat = {
        **line,
        "name_nl": line["name"]["nl"],
        "name_en": line["name"]["en"],
        "denominator": ratio.get("denominator"),
        "units": ratio.get("units"),
        "per_100": ratio.get("per_100"),
        "per_100_low": ratio.get("low"),
        "per_100_high": ratio.get("high"),
        "ratio_missing": ratio.get("missing"),
    }
    return [flat[column] for column in LINE_COLUMNS]


def _sheets(content: Mapping[str, Any]) -> Iterable[tuple[str, Sequence[str], Iterable[Row]]]:
    yield _("Summary"), (_("Figure"), _("Value")), _summary(content)
    yield _("Reasons"), LINE_COLUMNS, map(line_row, content["lines"])
    for title, section in (
        (_("Findings"), "findings"),
        (_("Dimensions"), "dimensions"),
        (_("Denominators"), "denominators"),
    ):
        yield title, *_table(content[section])
    actions = [{"list": name, **row} for name, rows in content["actions"].items() for row in rows]
    yield _("Actions"), *_table(actions)


def _table(rows: Sequence[Mapping[str, Any]]) -> tuple[Sequence[str], Iterable[Row]]:
    """The keys of the rows as columns; texts in two languages become two columns."""
    flat = [_flat(row) for row in rows]
    columns = list(flat[0]) if flat else [_("nothing")]
    return columns, (list(row.values()) for row in flat)


def _summary(content: Mapping[str, Any]) -> Iterable[Row]:
    for name in ("week", "version", "published_at", "sha256"):
        yield name, content[name]
    for section in ("completeness", "totals", "repeat"):
        for name, value in _flat(content[section]).items():
            yield f"{section}.{name}", value


def _flat(row: Mapping[str, Any]) -> dict[str, Cell]:
    flat: dict[str, Cell] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat.update({f"{name}_{key}": cell for key, cell in _flat(value).items()})
        elif isinstance(value, list):
            flat[name] = ", ".join(map(str, value))
        else:
            flat[name] = str(value) if isinstance(value, bool) else value
    return flat


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Row) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell)
        elif cell is not None:
            sheet.write_number(number, column, cell)
