"""A report as a table for machines."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from feedbackloop.exports.sheets import Cell

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
