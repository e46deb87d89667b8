"""The demo's own data files: people, departments, reasons, and what was promised and done."""

import csv
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file by column name, in its order."""
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(name: str) -> dict[str, Any]:
    """The tables of a TOML file."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
