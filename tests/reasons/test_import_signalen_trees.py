"""Two versions of a real Dutch reason tree, brought onto the columns of `import_taxonomy`."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from raci.enums import RaciRole
from raci.ingest import taxonomy
from raci.models import ReasonResponsibility
from reasons.enums import ReasonKind
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree
from tests.factories import signalen
from tests.factories.clock import MONDAY
from tests.factories.signalen import EXPECTED, Rows, converted, read, subs, with_one_department

pytestmark = pytest.mark.django_db


def import_tree(folder: Path, rows: Rows) -> Any:
    path = folder / "taxonomy.csv"
    path.write_text(signalen.as_csv(rows), "utf-8")
    return taxonomy.import_taxonomy(path, now=MONDAY)


@pytest.fixture
def departments() -> None:
    signalen.departments()


def test_tree_of_2018_gives_the_figures_of_the_file(tmp_path: Path) -> None:
    figures = EXPECTED["v2018"]
    assert len(read(2018)) == figures["rows"]

    tally = import_tree(tmp_path, converted(subs(2018)))

    assert tally.figures | {"read": 0} == {
        "read": 0,
        "created": figures["rows"],
        "updated": 0,
        "rejected": 0,
    }
    depths = Counter(node.depth for node in ReasonTree.load().nodes)
    assert depths == {0: figures["main"], 1: figures["sub"]}


def test_tree_of_2023_refuses_reasons_with_more_than_one_department(
    tmp_path: Path, departments: None
) -> None:
    figures = EXPECTED["v2023"]

    tally = import_tree(tmp_path, converted(subs(2023)))

    assert tally.figures["created"] == (
        figures["main"] + figures["with_exactly_one_responsible_department"]
    )
    assert tally.figures["rejected"] == figures["more_than_one_responsible"]
    with translation.override("nl"):
        messages = {str(rejection.refusal) for rejection in tally.rejected}
    assert messages == {"Wijs één eigenaar-afdeling aan."}


def test_tree_of_2023_resolved_to_one_department_each_gives_the_figures_of_the_file(
    tmp_path: Path, departments: None
) -> None:
    figures = EXPECTED["v2023"]

    tally = import_tree(tmp_path, converted(with_one_department(subs(2023))))

    assert tally.figures["rejected"] == 0
    tree = ReasonTree.load()
    children = {node.name_nl: len(tree.children(node.id)) for node in tree.children(None)}
    assert children == figures["per_main"]
    owned = ReasonResponsibility.objects.filter(role=RaciRole.ACCOUNTABLE)
    assert owned.count() == figures["sub"]
    rest = [node for node in tree.nodes if node.kind == ReasonKind.CATCH_ALL]
    called_rest = [node for node in tree.nodes if node.depth and node.name_nl.startswith("Overig")]
    assert len(called_rest) == EXPECTED["subs_called_overig_like_2023"]
    assert len(rest) == len({node.parent_id for node in rest})


def test_tree_of_2018_becomes_that_of_2023_with_its_history(
    tmp_path: Path, departments: None
) -> None:
    old, new = subs(2018), with_one_department(subs(2023))
    import_tree(tmp_path, converted(old))
    names = dict(ContactReason.objects.values_list("code", "name_nl"))
    gone = [row for row in old if row["id"] not in {other["id"] for other in new}]

    ended = import_tree(tmp_path, converted(gone, ended="2022-12-31"))
    changed = import_tree(tmp_path, converted(new))

    assert ended.figures["rejected"] == 0
    assert changed.figures["rejected"] == 0
    now = ContactReason.objects.in_bulk(field_name="code")
    kept = [f"sia-{row['id']}" for row in new if f"sia-{row['id']}" in names]
    assert len(kept) == EXPECTED["same_id_in_both"]
    assert sum(now[code].name_nl != names[code] for code in kept) == EXPECTED["renamed"]
    for number, before, after in EXPECTED["renamed_examples"]:
        assert (names[f"sia-{number}"], now[f"sia-{number}"].name_nl) == (before, after)
    active = [reason for reason in now.values() if reason.is_active_on(MONDAY.date())]
    assert sum(reason.parent_id is not None for reason in active) == EXPECTED["v2023"]["active"]
    assert len(gone) == EXPECTED["v2018"]["sub"] - EXPECTED["same_id_in_both"]


def test_tree_of_2023_again_changes_nothing(tmp_path: Path, departments: None) -> None:
    rows = converted(with_one_department(subs(2023)))
    import_tree(tmp_path, rows)
    before = ReasonTree.load().nodes

    again = import_tree(tmp_path, rows)

    assert (again.figures["created"], again.figures["updated"]) == (0, 0)
    assert ReasonTree.load().nodes == before
