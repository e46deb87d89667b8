"""A real Dutch tree of two levels, in two versions, with the figures others counted in it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from raci.models import ReasonResponsibility
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree
from tests.factories import imports
from tests.factories import raci as make
from tests.raci.commands.command import Runner

pytestmark = pytest.mark.django_db
FOLDER = imports.DATA / "taxonomie-signalen"
COLUMNS = ("code", "parent_code", "name_nl", "department_code")
EMPTY = ("name_en", "synonyms", "kind", "required_dimensions", "valid_from", "valid_until")


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner("import_taxonomy", tmp_path / "taxonomy.csv", capsys)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="\n") as file:
        return list(csv.DictReader(line.replace("\r", " ") for line in file))


def figures(version: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
    return found[version]


def as_taxonomy(found: list[dict[str, str]], owner: str) -> str:
    """The main reasons first, by their name, then the reasons below them, by their number."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, *EMPTY], restval="")
    writer.writeheader()
    for main in sorted({row["main"] for row in found if row["main"]}):
        writer.writerow(dict(zip(COLUMNS, (f"main-{main}", "", main, ""), strict=True)))
    for row in found:
        if row["main"]:
            cells = (f"sub-{row['id']}", f"main-{row['main']}", row["name"], row.get(owner, ""))
            writer.writerow(dict(zip(COLUMNS, cells, strict=True)))
    return text.getvalue()


def departments(found: list[dict[str, str]]) -> None:
    for code in sorted({code for row in found for code in row["responsible"].split("|")}):
        make.department(code)


def test_tree_of_2023_is_taken_as_it_is(command):
    expected = figures("v2023")
    code, answer = command(as_taxonomy(rows("signalen_2023.csv"), owner=""))
    tree = ReasonTree.load()
    per_main = {node.name_nl: len(tree.children(node.id)) for node in tree.children(None)}
    assert (code, answer["created"]) == (0, expected["main"] + expected["sub"])
    assert per_main == expected["per_main"]


def test_reasons_with_more_than_one_owner_are_rejected(command):
    found, expected = rows("signalen_2023.csv"), figures("v2023")
    departments(found)
    code, answer = command(as_taxonomy(found, owner="responsible"))
    assert (code, answer["rejected"]) == (1, expected["more_than_one_responsible"])
    assert command.errors[0].endswith("kolom department_code: Wijs één eigenaar-afdeling aan.")
    owned = ReasonResponsibility.objects.count()
    assert owned == expected["with_exactly_one_responsible_department"]


def test_tree_of_2018_is_taken_once(command):
    expected = figures("v2018")
    content = as_taxonomy(rows("signalen_2018.csv"), owner="")
    assert command(content)[1]["created"] == expected["main"] + expected["sub"]
    assert command.again() == (0, {"read": 86, "created": 0, "updated": 0, "rejected": 0})
    assert ContactReason.objects.count() == expected["rows"]
