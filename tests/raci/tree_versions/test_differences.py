"""What of a delivered tree is the same, and what of ours it no longer names (R-2, R-3, R-7)."""

from datetime import date, timedelta

import pytest

from raci.ingest import tree_versions as ingest
from raci.queries.delivered_reasons import Recognised
from raci.queries.tree_versions import Change, Part
from reasons.models import ContactReason
from reasons.services import restructuring, taxonomy
from tests.factories import raci
from tests.factories import reasons as make
from tests.factories import tree_versions as versions
from tests.factories.clock import MONDAY
from tests.factories.tree_versions import file, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]
TODAY = MONDAY.date()
SAME = (
    row("delivery", name="Bezorging", name_en="Delivery"),
    row("lost", "delivery", "Waar blijft mijn pakket?"),
    row("late", "delivery", "Te laat"),
    row("rest", "delivery", "Overig", kind="catch_all"),
    row("money", name="Geld"),
    row("invoice", "money", "Factuur"),
)


def without(*codes):
    return [cells for cells in SAME if cells["code"] not in codes]


def recoded(cells):
    """The same reason as another system numbers it."""
    parent = cells["parent_code"]
    return {**cells, "code": f"x-{cells['code']}", "parent_code": parent and f"x-{parent}"}


def parts(difference):
    return {line.delivered.code: line.part.value for line in difference.lines}


def found(difference):
    return {code: (match.reason.code, match.how) for code, match in difference.found.items()}


def suggestions(difference):
    return {gone.reason.code: gone.suggestion for gone in difference.gone}


def test_tree_that_is_ours_has_no_difference():
    difference = versions.difference(file(*SAME))
    assert set(parts(difference).values()) == {"same"}
    assert difference.gone == ()


def test_every_reason_is_in_the_first_part_that_fits():
    difference = versions.difference(
        file(
            *without("lost", "late", "invoice"),
            row("lost", "money", "Waar is mijn pakje?"),
            row("late", "delivery", "Te laat bezorgd"),
            row("invoice", "money", "Factuur", synonyms="rekening|nota"),
            row("refund", "money", "Geld terug"),
        )
    )
    assert {code: part for code, part in parts(difference).items() if part != "same"} == {
        "lost": "moved",
        "late": "renamed",
        "invoice": "changed",
        "refund": "new",
    }
    moved = difference.of(Part.MOVED)[0]
    assert moved.changes == (
        Change("parent", "delivery", "money"),
        Change("name_nl", "Waar blijft mijn pakket?", "Waar is mijn pakje?"),
    )
    assert (moved.name, moved.above) == ("Waar blijft mijn pakket?", "Bezorging")
    assert (moved.new_name, moved.new_above) == ("Waar is mijn pakje?", "Geld")


@pytest.mark.parametrize(
    ("cells", "change"),
    [
        ({"kind": "noise"}, Change("kind", "normal", "noise")),
        ({"valid_from": "2026-01-01"}, Change("valid_from", None, date(2026, 1, 1))),
        ({"required_dimensions": "carrier"}, Change("required_dimensions", (), ("carrier",))),
        ({"name_en": "Invoice"}, Change("name_en", "", "Invoice")),
        ({"department_code": "logistics"}, Change("department", "", "logistics")),
    ],
)
def test_each_change_is_told(cells, change):
    make.carrier("dhl")
    raci.department("logistics")
    content = file(*without("invoice"), row("invoice", "money", "Factuur", **cells))
    changed = [line for line in versions.difference(content).lines if line.changes]
    assert [line.changes for line in changed] == [(change,)]


def test_owner_of_nobody_is_no_change_and_is_left_out_where_owners_are():
    raci.assign(ContactReason.objects.get(code="invoice"), raci.department("logistics"))
    assert parts(versions.difference(file(*SAME)))["invoice"] == "same"
    finance = raci.department("finance")
    content = file(
        *without("invoice"), row("invoice", "money", "Factuur", department_code=finance.code)
    )
    assert parts(versions.difference(content))["invoice"] == "changed"
    assert parts(versions.difference(content, with_owners=False))["invoice"] == "same"


def test_other_codes_are_recognised_by_name_from_the_top_down():
    difference = versions.difference(file(*(recoded(cells) for cells in SAME)))
    assert set(parts(difference).values()) == {"same"}
    by_name = {f"x-{cells['code']}": (cells["code"], Recognised.BY_NAME) for cells in SAME}
    assert found(difference) == by_name


def test_name_elsewhere_is_the_same_reason_when_it_is_the_only_one():
    moved = row("x-late", "x-money", "TE  laat")
    content = file(*(recoded(cells) for cells in without("late")), moved)
    difference = versions.difference(content)
    assert found(difference)["x-late"] == ("late", Recognised.BY_NAME)
    assert parts(difference)["x-late"] == "moved"


def test_name_that_two_rows_have_is_no_proof():
    again = [row(f"x-late-{main}", f"x-{main}", "Te laat") for main in ("money", "other")]
    rows = [*(recoded(cells) for cells in without("late")), row("x-other", name="Anders")]
    difference = versions.difference(file(*rows, *again))
    assert {parts(difference)[f"x-late-{main}"] for main in ("money", "other")} == {"new"}
    assert list(suggestions(difference)) == ["late"]


def test_rest_is_no_other_rest_and_a_choice_is_no_branch():
    """R-3: "Overig" has one name everywhere."""
    rows = [recoded(cells) for cells in without("rest", "late")]
    content = file(
        *rows,
        row("x-rest", "x-money", "Overig", kind="catch_all"),
        row("x-late", name="Te laat"),
        row("x-below", "x-late", "Vandaag"),
    )
    difference = versions.difference(content)
    assert {parts(difference)[code] for code in ("x-rest", "x-late")} == {"new"}
    assert set(suggestions(difference)) == {"rest", "late"}


def test_ended_reason_that_comes_back_is_itself(keeper):
    late = ContactReason.objects.get(code="late")
    taxonomy.end_reason(late, last_day=TODAY, actor=keeper, now=MONDAY, why="Weg")
    difference = versions.difference(file(*(recoded(cells) for cells in SAME)))
    line = next(line for line in difference.lines if line.reason == late)
    assert line.changes == (Change("valid_until", TODAY, None),)


def test_what_has_ended_or_was_merged_is_not_gone_once_more(keeper):
    reasons = ContactReason.objects.in_bulk(field_name="code")
    by = {"actor": keeper, "now": MONDAY, "why": "Dubbel"}
    taxonomy.end_reason(reasons["invoice"], last_day=TODAY, **by)
    restructuring.merge_reasons(reasons["late"], into=reasons["lost"], **by)
    assert versions.difference(file(*without("invoice", "late"))).gone == ()


def test_reason_of_a_rejected_row_is_not_gone():
    bad = row("x-late", "x-delivery", "Te laat", valid_from="morgen")
    content = file(*(recoded(cells) for cells in without("late")), bad)
    delivery = ingest.parse(content, today=TODAY)
    assert [rejection.row for rejection in delivery.rejected] == [7]
    difference = versions.difference(content)
    assert difference.gone == ()
    assert "x-late" not in parts(difference)


def test_reason_that_rows_lie_below_is_not_gone():
    difference = versions.difference(file(row("invoice", "money", "Factuur")))
    assert set(suggestions(difference)) == {"delivery", "lost", "late", "rest"}


def test_branch_that_is_gone_ends_as_a_whole():
    difference = versions.difference(file(*without("delivery", "lost", "late", "rest")))
    assert set(suggestions(difference).values()) == {"end"}


def test_rest_stays_while_anything_stays_beside_it():
    """R-3."""
    difference = versions.difference(file(*without("rest", "late")))
    assert suggestions(difference) == {"late": "end", "rest": "keep"}


def test_branch_stays_while_a_rejected_row_is_about_something_below_it():
    bad = row("lost", "money", "Waar blijft mijn pakket?", valid_from="morgen")
    rows = [*without("delivery", "lost", "late", "rest"), bad]
    assert suggestions(versions.difference(file(*rows)))["delivery"] == "keep"


def test_reason_that_has_not_begun_stays():
    ContactReason.objects.filter(code="late").update(valid_from=TODAY + timedelta(days=9))
    assert suggestions(versions.difference(file(*without("late")))) == {"late": "keep"}


def test_new_name_that_hardly_differs_below_the_same_reason_is_proposed():
    renamed = row("delayed", "delivery", "Te laat!")
    difference = versions.difference(file(*without("late"), renamed))
    key = difference.of(Part.NEW)[0].key
    assert suggestions(difference) == {"late": f"same:{key}"}
    assert [one.target.name for one in difference.gone[0].successors] == [
        "Te laat!",
        "Waar blijft mijn pakket?",
        "Overig",
    ]


def test_name_elsewhere_that_resembles_it_is_offered_and_not_proposed():
    difference = versions.difference(
        file(*without("late"), row("delayed", "money", "Veel te laat betaald"))
    )
    assert suggestions(difference) == {"late": "end"}
    assert "Veel te laat betaald" not in [
        one.target.name for one in difference.gone[0].successors if one.is_clear
    ]


def test_fingerprint_is_that_of_what_there_is_to_decide(keeper):
    content = file(*without("late"), row("refund", "money", "Geld terug"))
    before = versions.difference(content).fingerprint
    assert versions.difference(content, language="en").fingerprint == before
    invoice = ContactReason.objects.get(code="invoice")
    taxonomy.end_reason(invoice, last_day=TODAY, actor=keeper, now=MONDAY, why="Weg")
    assert versions.difference(content).fingerprint != before


@pytest.mark.parametrize("more", [0, 60])
def test_number_of_queries_does_not_grow_with_the_tree(more, django_assert_num_queries):
    extra = [row(f"extra-{number}", "money") for number in range(more)]
    content = file(*without("late"), *extra)
    with django_assert_num_queries(PARSING + COMPARING):
        versions.difference(content)


PARSING, COMPARING = 5, 3


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([row("a", "nowhere")], "Rij 2, kolom parent_code: Onbekende reden 'nowhere'."),
        (
            [row("a", "b"), row("b", "a")],
            "Rij 2, kolom parent_code: Een contactreden kan niet onder zichzelf liggen.",
        ),
        ([row("a", kind="x")], "Rij 2, kolom kind: Onbekende soort 'x'."),
        (
            [row("a", valid_from="x")],
            "Rij 2, kolom valid_from: 'x' is geen datum zoals 2026-03-31.",
        ),
        (
            [row("a", department_code="x|y")],
            "Rij 2, kolom department_code: Wijs één eigenaar-afdeling aan.",
        ),
        ([row("a", department_code="x")], "Rij 2, kolom department_code: Onbekende afdeling 'x'."),
        (
            [row("a", department_code="service")],
            (
                "Rij 2, kolom department_code: Klantenservice kan faciliteren, maar niet "
                "eindverantwoordelijk zijn. Kies een A buiten klantenservice."
            ),
        ),
        (
            [row("a", required_dimensions="x")],
            "Rij 2, kolom required_dimensions: Onbekende dimensie 'x'.",
        ),
        (
            [row("a", name="Niet bezorgd – DHL")],
            (
                "Rij 2, kolom name_nl: Gebruik de dimensie bezorgdienst in plaats van een aparte "
                "reden."
            ),
        ),
        (
            [row("a", "money"), row("b", "money", " A ")],
            "Rij 3, kolom name_nl: Deze reden bestaat al onder deze hoofdreden.",
        ),
        (
            [row("a", "money", kind="catch_all"), row("b", "money", kind="catch_all")],
            "Rij 3, kolom kind: Een reden heeft hooguit één 'Overig' onder zich.",
        ),
        (
            [row(f"n{level}", f"n{level - 1}" if level else "invoice") for level in range(5)],
            "Rij 6, kolom parent_code: Een contactreden heeft maximaal 6 niveaus.",
        ),
    ],
)
def test_row_that_breaks_a_rule_by_itself_is_told_with_its_place(cells, message):
    """As the command does: R-1, R-2, R-3, R-6, A-2."""
    make.carrier("dhl")
    raci.department("service", is_customer_service=True)
    rejected = ingest.parse(file(*cells), today=TODAY).rejected
    assert message in [str(rejection) for rejection in rejected]
    first = {rejection.row for rejection in rejected} - {2, 3}
    assert first <= {6}


def test_branch_whose_reasons_went_to_two_others_is_neither():
    rows = [recoded(cells) for cells in without("delivery", "lost", "late", "rest")]
    content = file(
        *rows,
        row("x-one", name="Onderweg"),
        row("x-two", name="Te laat bij u"),
        row("x-lost", "x-one", "Waar blijft mijn pakket?"),
        row("x-late", "x-two", "Te laat"),
    )
    difference = versions.difference(content)
    assert {parts(difference)[code] for code in ("x-one", "x-two")} == {"new"}
    assert {parts(difference)[code] for code in ("x-lost", "x-late")} == {"moved"}
    assert suggestions(difference) == {"delivery": "end", "rest": "end"}


def test_branch_is_not_recognised_by_one_of_its_many_reasons():
    rows = [recoded(cells) for cells in without("delivery", "lost", "late", "rest")]
    main, late = row("x-new", name="Levertijd"), row("x-late", "x-new", "Te laat")
    difference = versions.difference(file(*rows, main, late))
    assert (parts(difference)["x-new"], parts(difference)["x-late"]) == ("new", "moved")
