"""Adding, renaming, ordering and removing dimensions."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import resolve, reverse
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import NotAllowed, Refusal
from reasons.models import ContactReason, Dimension, TreeChange
from reasons.services import dimension_values, dimensions, taxonomy, undoing
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.refusals import worded

pytestmark = pytest.mark.django_db
By = dict[str, Any]


def test_dimension_gets_a_code_from_its_name_and_comes_last(carrier: Dimension, by: By) -> None:
    made = dimensions.create_dimension("  Leverancier  (merk) ", "Supplier", **by)

    assert (made.code, made.name_nl, made.name_en) == (
        "leverancier-merk",
        "Leverancier (merk)",
        "Supplier",
    )
    assert list(Dimension.objects.all()) == [carrier, made]
    event = AuditEvent.objects.get(verb="dimension_created")
    assert (str(event.actor), event.details) == (
        "beheerder",
        {"code": "leverancier-merk", "name": "Leverancier (merk)"},
    )


def test_dimension_takes_the_code_of_another_system(carrier: Dimension, by: By) -> None:
    assert dimensions.create_dimension("Product", code=" SKU/1 ", **by).code == "SKU/1"
    with pytest.raises(Refusal) as refused:
        dimensions.create_dimension("Winkel", code="carrier", **by)
    assert (refused.value.field, worded(refused, "nl"), worded(refused, "en")) == (
        "code",
        "De code 'carrier' bestaat al.",
        "The code 'carrier' already exists.",
    )


@pytest.mark.parametrize("code", [".", "..", "a/../b", "a/.", "-/5", " -/new"])
def test_code_that_cannot_stand_in_an_address_is_refused(by: By, code: str) -> None:
    """R-2: the page of a dimension has its code in its address."""
    with pytest.raises(Refusal) as refused:
        dimensions.create_dimension("Product", code=code, **by)
    assert (refused.value.rule, refused.value.field) == ("R-2", "code")
    assert worded(refused, "nl") == "Deze code kan niet in een adres staan."
    assert worded(refused, "en") == "This code cannot stand in an address."
    assert not Dimension.objects.exists()


@pytest.mark.parametrize("code", ["-", "-a", "a.b", "...", "a/-/b"])
def test_code_with_dots_and_dashes_elsewhere_is_taken(by: By, code: str) -> None:
    made = dimensions.create_dimension("Product", code=code, **by)
    assert resolve(reverse("reasons:dimension", args=[made.code])).kwargs == {"code": code}


def test_dimension_without_letters_or_with_a_taken_code_still_gets_one(by: By) -> None:
    names = ["日本", "Kanaal!", "Kanaal?"]
    assert [dimensions.create_dimension(name, **by).code for name in names] == [
        "dimension",
        "kanaal",
        "kanaal-2",
    ]


@pytest.mark.parametrize("names", [("BEZORGDIENST", ""), ("Vervoerder", "Carrier")])
def test_dimension_of_a_name_that_exists_is_refused(
    carrier: Dimension, by: By, names: tuple[str, str]
) -> None:
    """R-2, as for siblings."""
    with pytest.raises(Refusal) as refused:
        dimensions.create_dimension(*names, **by)
    assert (refused.value.rule, worded(refused, "nl"), worded(refused, "en")) == (
        "R-2",
        "Deze dimensie bestaat al.",
        "This dimension already exists.",
    )


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a\x00b"])
def test_dimension_without_a_proper_name_is_refused_and_stays_as_it_was(
    carrier: Dimension, by: By, name: str
) -> None:
    with pytest.raises(Refusal) as refused:
        dimensions.rename_dimension(carrier, name, **by)
    assert (refused.value.field, carrier.name_nl) == ("name_nl", "bezorgdienst")


def test_renamed_dimension_keeps_its_code(carrier: Dimension, by: By) -> None:
    dimensions.rename_dimension(carrier, "Vervoerder", "Carrier", **by)
    kept = Dimension.objects.get()
    assert (kept.code, kept.name_nl, kept.name_en) == ("carrier", "Vervoerder", "Carrier")
    assert AuditEvent.objects.get(verb="dimension_changed").details["name"] == "Vervoerder"


def test_dimensions_move_one_place_and_stop_at_the_ends(carrier: Dimension, by: By) -> None:
    Dimension.objects.create(code="b", name_nl="b")  # an import gives all the same place
    last = dimensions.create_dimension("z", **by)

    def order() -> list[str]:
        return [row.code for row in Dimension.objects.all()]

    assert order() == ["b", "carrier", "z"]
    dimensions.move_dimension(last, places=-1, **by)
    assert order() == ["b", "z", "carrier"]
    dimensions.move_dimension(carrier, places=1, **by)
    assert order() == ["b", "z", "carrier"]
    dimensions.move_dimension(Dimension.objects.get(code="b"), places=-1, **by)
    assert order() == ["b", "z", "carrier"]


USED = (
    "'bezorgdienst' is gebruikt. Laat geen reden er meer om vragen en geef de waarden een "
    "laatste dag."
)
USED_EN = "'carrier' is used. Let no reason ask for it any more, and give its values a last day."


@pytest.mark.parametrize("because", ["a value", "a reason"])
def test_used_dimension_is_never_removed(by: By, because: str) -> None:
    """R-7, for dimensions."""
    carrier = make.carrier(*(["postnl"] if because == "a value" else []))
    if because == "a reason":
        make.reason("damaged", requires=(carrier,))
    for language, message in (("nl", USED), ("en", USED_EN)):
        with translation.override(language), pytest.raises(Refusal) as refused:
            dimensions.remove_dimension(carrier, **by)
        assert (refused.value.rule, worded(refused, language)) == ("R-7", message)
    assert Dimension.objects.filter(pk=carrier.pk).exists()


def test_dimension_that_nothing_refers_to_is_removed(by: By) -> None:
    carrier = make.carrier()
    make.reason("damaged")
    dimensions.remove_dimension(carrier, **by)
    assert not Dimension.objects.exists()
    assert AuditEvent.objects.get(verb="dimension_removed").details == {"code": "carrier"}


def test_undone_change_leaves_out_a_dimension_that_is_gone(by: By) -> None:
    """R-7: the reason is as before, without what nobody can fill in any more."""
    carrier = make.carrier()
    damaged = make.reason("damaged", requires=(carrier,))
    author = {"actor": people.coordinator(), "now": MONDAY, "why": "Te veel vragen."}
    draft = replace(taxonomy.draft_of(damaged), name_nl="Stuk", required_dimensions=())
    taxonomy.update_reason(damaged, draft, **author)
    dimensions.remove_dimension(carrier, **by)

    undoing.undo_change(TreeChange.objects.get(), **author)

    reason = ContactReason.objects.get(code="damaged")
    assert (reason.name_nl, list(reason.required_dimensions.all())) == ("Damaged", [])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_the_administrator_keeps_the_lists(carrier: Dimension, role: Role) -> None:
    """Section 2."""
    other = {"actor": people.user("ander", role), "now": MONDAY}
    value = carrier.values.get(code="dhl")
    attempts = [
        lambda: dimensions.create_dimension("Product", **other),
        lambda: dimensions.rename_dimension(carrier, "Product", **other),
        lambda: dimensions.move_dimension(carrier, places=1, **other),
        lambda: dimensions.remove_dimension(carrier, **other),
        lambda: dimension_values.add_values(carrier, [dimensions.New("UPS")], **other),
        lambda: dimension_values.change_value(
            value, name="UPS", valid_from=None, valid_until=None, **other
        ),
        lambda: dimension_values.remove_value(value, **other),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
