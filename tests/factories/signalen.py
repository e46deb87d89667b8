"""Two versions of a real Dutch reason tree on the columns of `import_taxonomy`; `docs/imports.md`
describes the same steps for people who do this in a spreadsheet."""

import csv
import io
import json
from typing import Any

from django.utils.text import slugify

from raci.ingest import taxonomy_rows
from raci.models import Department
from tests.factories import imports

FOLDER = imports.DATA / "taxonomie-signalen"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
Rows = list[dict[str, str]]


def read(year: int) -> Rows:
    """Main and sub reasons of a year. A line feed ends a line: texts hold carriage returns."""
    text = (FOLDER / f"signalen_{year}.csv").read_bytes().decode()
    return list(csv.DictReader(text.replace("\r", " ").split("\n")[:-1]))


def subs(year: int) -> Rows:
    return [row for row in read(year) if row["main"]]


def converted(rows: Rows, *, ended: str = "", prefix: str = "sia", rests: bool = True) -> Rows:
    """Main reasons first, under a code made of their name; the number of a sub reason is its
    code, so that it stays itself when it is renamed or moved. The first "Overig …" of a main
    reason is its catch-all, unless there are to be no `rests`."""
    mains = dict.fromkeys(row["main"] for row in rows)
    result = [{"code": _main(main, prefix), "name_nl": main, "kind": "normal"} for main in mains]
    with_rest: set[str] = set()
    for row in rows:
        is_rest = rests and row["name"].startswith("Overig") and row["main"] not in with_rest
        with_rest |= {row["main"]} if is_rest else set()
        result.append(
            {
                "code": f"{prefix}-{row['id']}",
                "parent_code": _main(row["main"], prefix),
                "name_nl": row["name"],
                "department_code": row.get("responsible", ""),
                "kind": "catch_all" if is_rest else "normal",
                "valid_until": ended,
            }
        )
    return result


def with_one_department(rows: Rows) -> Rows:
    """The first department named answers: the choice an organisation has to make itself."""
    return [row | {"responsible": row["responsible"].partition("|")[0]} for row in rows]


def without_departments(rows: Rows) -> Rows:
    return [row | {"responsible": ""} for row in rows]


def as_csv(rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, taxonomy_rows.COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def departments() -> None:
    codes = {code for row in subs(2023) for code in row["responsible"].split("|")}
    Department.objects.bulk_create(Department(code=code, name=code) for code in sorted(codes))


def _main(name: str, prefix: str) -> str:
    return slugify(name) if prefix == "sia" else f"{prefix}-{slugify(name)}"
