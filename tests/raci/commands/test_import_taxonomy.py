from datetime import date

import pytest

from raci.enums import RaciRole
from raci.models import ReasonResponsibility
from raci.queries import responsibilities
from raci.queries.departments import DepartmentTree
from reasons.models import ContactReason, Dimension
from reasons.queries.tree import ReasonTree
from tests.factories import raci as make
from tests.factories import reasons as make_reasons
from tests.raci.commands.command import Runner

pytestmark = pytest.mark.django_db
HEADER = (
    "code,parent_code,name_nl,name_en,synonyms,department_code,kind,"
    "required_dimensions,valid_from,valid_until\n"
)
# The parents stand below their children.
FILE = HEADER + (
    "kwijt,niet-bezorgd,Pakket kwijtgeraakt,Parcel lost,weg|zoek,,normal,carrier,,\n"
    "niet-bezorgd,levering,Niet bezorgd,Not delivered,,finance,,,2026-01-01,2026-12-31\n"
    "levering,,Levering,Delivery,,logistics,normal,,,\n"
    "overig,levering,Overig,Other,,,catch_all,,,\n"
    "spam,,Spam,Spam,,,noise,,,\n"
)


@pytest.fixture
def command(tmp_path, capsys):
    make.department("logistics")
    make.department("finance")
    make.department("team", parent=make.department("service", is_customer_service=True))
    make_reasons.carrier("postnl")
    return Runner("import_taxonomy", tmp_path / "taxonomy.csv", capsys)


def row(code, parent="", name="", *, department="", kind="", dimensions="", start="", end=""):
    cells = [code, parent, name or code.capitalize(), "", "", department, kind, dimensions]
    return ",".join([*cells, start, end]) + "\n"


def counted(read, created, updated, rejected):
    return {"read": read, "created": created, "updated": updated, "rejected": rejected}


def test_dimension_that_is_demanded_but_not_there_yet_is_made(command):
    assert command(HEADER + row("a", dimensions="carrier|supplier")) == (0, counted(1, 1, 0, 0))
    assert list(Dimension.objects.order_by("code").values_list("code", "name_nl")) == [
        ("carrier", "bezorgdienst"),
        ("supplier", "supplier"),
    ]


def test_dimension_of_a_rejected_row_is_not_made(command):
    code, figures = command(HEADER + row("a", "nergens", dimensions="supplier"))

    assert (code, figures) == (1, counted(1, 0, 0, 1))
    assert Dimension.objects.filter(code="supplier").exists() is False


def test_tree_is_made_with_parents_below_their_children(command):
    assert command(FILE) == (0, counted(5, 5, 0, 0))
    tree = ReasonTree.load()
    assert [(node.code, node.depth, node.kind) for node in tree.nodes] == [
        ("levering", 0, "normal"),
        ("niet-bezorgd", 1, "normal"),
        ("kwijt", 2, "normal"),
        ("overig", 1, "catch_all"),
        ("spam", 0, "noise"),
    ]
    lost = ContactReason.objects.get(code="kwijt")
    assert (lost.name_nl, lost.name_en, lost.synonyms) == (
        "Pakket kwijtgeraakt",
        "Parcel lost",
        ["weg", "zoek"],
    )
    assert [dimension.code for dimension in lost.required_dimensions.all()] == ["carrier"]
    dated = ContactReason.objects.get(code="niet-bezorgd")
    assert (dated.valid_from, dated.valid_until) == (date(2026, 1, 1), date(2026, 12, 31))


def test_department_becomes_accountable_for_the_branch(command):
    command(FILE)
    departments = DepartmentTree.load().by_id
    owners = {
        node.code: responsibilities.for_reason(tree, node.id).accountable_department_id
        for tree in [ReasonTree.load()]
        for node in tree.nodes
    }
    names = {code: departments[pk].code if pk else None for code, pk in owners.items()}
    assert names == {
        "levering": "logistics",
        "niet-bezorgd": "finance",
        "kwijt": "finance",
        "overig": "logistics",
        "spam": None,
    }


def test_same_file_twice_changes_nothing(command):
    command(FILE)
    assert command.again() == (0, counted(5, 0, 0, 0))


def test_changed_rows_are_updated_and_others_stay(command):
    command(FILE)
    changed = HEADER + (
        "kwijt,levering,Pakket zoek,Parcel lost,weg|zoek,,normal,carrier,,\n"
        "levering,,Levering,Delivery,,finance,normal,,,\n"
    )
    assert command(changed) == (0, counted(2, 0, 2, 0))
    lost = ContactReason.objects.get(code="kwijt")
    assert (lost.name_nl, lost.parent.code, lost.name_key) == (
        "Pakket zoek",
        "levering",
        "pakket zoek",
    )
    owner = ReasonResponsibility.objects.get(reason__code="levering", role=RaciRole.ACCOUNTABLE)
    assert owner.department.code == "finance"
    assert ContactReason.objects.count() == 5


def test_empty_department_leaves_the_matrix(command):
    command(FILE)
    command(FILE.replace("logistics", ""))
    assert ReasonResponsibility.objects.count() == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (row("", name="X"), "Rij 2, kolom code: Vul dit veld in."),
        (row("a", name=" ").replace("A", ""), "Rij 2, kolom name_nl: Vul dit veld in."),
        (row("a", "weg"), "Rij 2, kolom parent_code: Onbekende reden 'weg'."),
        (row("a", kind="anders"), "Rij 2, kolom kind: Onbekende soort 'anders'."),
        (
            row("a", department="weg"),
            "Rij 2, kolom department_code: Onbekende afdeling 'weg'.",
        ),
        (
            row("a", department="logistics|finance"),
            "Rij 2, kolom department_code: Wijs één eigenaar-afdeling aan.",
        ),
        *(
            (
                row("a", department=inside),
                (
                    "Rij 2, kolom department_code: Klantenservice kan faciliteren, maar niet "
                    "eindverantwoordelijk zijn. Kies een A buiten klantenservice."
                ),
            )
            for inside in ("service", "team")
        ),
        (
            row("a", start="31-12-2026"),
            "Rij 2, kolom valid_from: '31-12-2026' is geen datum zoals 2026-03-31.",
        ),
        (
            row("a", start="2026-02-02", end="2026-02-01"),
            "Rij 2, kolom valid_until: De einddatum ligt vóór de begindatum.",
        ),
        (
            row("a", name="Niet bezorgd – PostNL"),
            (
                "Rij 2, kolom name_nl: Gebruik de dimensie bezorgdienst in plaats van een "
                "aparte reden."
            ),
        ),
        (
            row("a", "a"),
            "Rij 2, kolom parent_code: Een contactreden kan niet onder zichzelf liggen.",
        ),
    ],
)
def test_bad_row_is_rejected_and_the_others_are_kept(command, rows, message):
    assert command(HEADER + rows + row("goed")) == (1, counted(2, 1, 0, 1))
    assert command.errors == [message]
    assert [reason.code for reason in ContactReason.objects.all()] == ["goed"]
    assert not ReasonResponsibility.objects.exists()


def test_sibling_with_the_same_name_is_rejected(command):
    content = HEADER + row("a", name="Factuur klopt niet") + row("b", name="FACTUUR  klópt niet")
    assert command(content) == (1, counted(2, 1, 0, 1))
    assert command.errors == ["Rij 3, kolom name_nl: Deze reden bestaat al onder deze hoofdreden."]


def test_second_catch_all_below_a_parent_is_rejected(command):
    content = HEADER + row("a") + row("b", "a", kind="catch_all") + row("c", "a", kind="catch_all")
    assert command(content) == (1, counted(3, 2, 0, 1))
    assert command.errors == ["Rij 4, kolom kind: Een reden heeft hooguit één 'Overig' onder zich."]


def test_row_below_a_catch_all_is_rejected(command):
    """R-3."""
    content = HEADER + row("a") + row("rest", "a", kind="catch_all") + row("b", "rest")
    assert command(content) == (1, counted(3, 2, 0, 1))
    assert command.errors == [
        "Rij 4, kolom parent_code: 'Rest' vangt de rest op: zet de reden ernaast, niet eronder."
    ]


def test_tree_of_six_levels_is_taken_and_a_seventh_is_rejected(command):
    chain = "".join(row(f"n{i}", f"n{i - 1}" if i > 1 else "") for i in range(1, 8))
    assert command(HEADER + chain) == (1, counted(7, 6, 0, 1))
    assert command.errors == [
        "Rij 8, kolom parent_code: Een contactreden heeft maximaal 6 niveaus."
    ]


def test_move_counts_the_levels_below_the_moved_reason(command):
    chain = "".join(row(f"n{i}", f"n{i - 1}" if i > 1 else "") for i in range(1, 5))
    other = "".join(row(f"m{i}", f"m{i - 1}" if i > 1 else "") for i in range(1, 4))
    command(HEADER + chain + other)
    assert command(HEADER + row("n1", "m3")) == (1, counted(1, 0, 0, 1))


def test_circle_in_the_file_is_rejected_with_all_it_holds(command):
    content = HEADER + row("a", "b") + row("b", "c") + row("c", "a") + row("d", "c") + row("e")
    assert command(content) == (1, counted(5, 1, 0, 4))
    assert [error.split(",")[0] for error in command.errors] == [
        "Rij 2",
        "Rij 3",
        "Rij 4",
        "Rij 5",
    ]


def test_circle_through_the_existing_tree_is_rejected(command):
    command(HEADER + row("a") + row("b", "a"))
    assert command(HEADER + row("a", "b")) == (1, counted(1, 0, 0, 1))
    assert command.errors == [
        "Rij 2, kolom parent_code: Een contactreden kan niet onder zichzelf liggen."
    ]


def test_child_of_a_rejected_parent_is_rejected_for_that(command):
    content = HEADER + row("a", department="service") + row("b", "a")
    assert command(content) == (1, counted(2, 0, 0, 2))
    assert command.errors[1] == ("Rij 3, kolom parent_code: De reden erboven, 'a', is afgewezen.")


def test_rejected_change_leaves_the_reason_as_it_was(command):
    command(HEADER + row("a", name="Eerst"))
    assert command(HEADER + row("a", name="Later", department="service"))[0] == 1
    assert ContactReason.objects.get().name_nl == "Eerst"


def test_catch_all_cannot_be_ended_beside_siblings(command):
    content = HEADER + row("a") + row("b", "a") + row("rest", "a", "Overig", kind="catch_all")
    command(content)
    ended = content.replace("catch_all,,,", "catch_all,,,2026-06-30")
    assert command(ended) == (1, counted(3, 0, 0, 1))
    assert command.errors == [
        (
            "Rij 4, kolom valid_until: 'Overig' kan niet worden beëindigd zolang er subredenen "
            "naast staan."
        )
    ]


def test_semicolons_do_as_well(command):
    assert command(FILE.replace(",", ";"))[0] == 0


def test_file_without_a_column_is_refused_as_a_whole(command):
    assert command("code,name_nl\na,A\n") == (1, {})
    assert command.errors == [
        (
            "Kolom ontbreekt: parent_code, name_en, synonyms, department_code, kind, "
            "required_dimensions, valid_from, valid_until."
        )
    ]
    assert not ContactReason.objects.exists()


@pytest.mark.parametrize("dimension", ["supplier|supplier", "supplier|carrier|supplier"])
def test_dimension_named_twice_is_made_once(command, dimension):
    assert command(HEADER + row("a", dimensions=dimension)) == (0, counted(1, 1, 0, 0))
    assert Dimension.objects.filter(code="supplier").count() == 1


def test_dimension_with_too_long_a_code_is_rejected(command):
    content = HEADER + row("a", dimensions="x" * 101) + row("b", dimensions="x" * 100)
    assert command(content) == (1, counted(2, 1, 0, 1))
    assert command.errors == ["Rij 2, kolom required_dimensions: Maximaal 100 tekens."]


def test_explanation_is_taken_and_a_file_without_it_leaves_it(command):
    """What the agent reads before choosing; older files do not have these columns."""
    explained = HEADER.replace("valid_until", "valid_until,explanation_nl,explanation_en")
    assert command(explained + "a,,A,,,,,,,,Kies dit bij a.,For a.\n")[0] == 0

    assert command(HEADER + row("a", name="A")) == (0, counted(1, 0, 0, 0))

    reason = ContactReason.objects.get(code="a")
    assert (reason.explanation_nl, reason.explanation_en) == ("Kies dit bij a.", "For a.")


def test_explanation_that_is_too_long_is_rejected(command):
    explained = HEADER.replace("valid_until", "valid_until,explanation_nl")

    assert command(explained + f"a,,A,,,,,,,,{'x' * 301}\n") == (1, counted(1, 0, 0, 1))
