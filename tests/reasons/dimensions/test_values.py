"""Adding, changing, ending and removing the values of a dimension."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import Refusal
from reasons.models import ContactDimension, Dimension, DimensionValue
from reasons.services import dimension_values
from reasons.services.dimensions import New
from tests.factories import feedbackloop as loop
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.refusals import worded

pytestmark = pytest.mark.django_db
By = dict[str, Any]
DAY = timedelta(days=1)
TODAY = MONDAY.date()


def add(dimension: Dimension, by: By, *names: str, **options: Any) -> list[DimensionValue]:
    return dimension_values.add_values(dimension, [New(name) for name in names], **options, **by)


def change(value: DimensionValue, by: By, **fields: Any) -> DimensionValue:
    given = {"name": value.name, "valid_from": value.valid_from, "valid_until": value.valid_until}
    return dimension_values.change_value(value, **(given | fields), **by)


def dhl() -> DimensionValue:
    return DimensionValue.objects.select_related("dimension").get(code="dhl")


def test_values_are_added_at_once_with_codes_of_their_own(carrier: Dimension, by: By) -> None:
    wanted = [New(" GLS "), New("Trunkrs B.V.", "TR-1"), New("UPS"), New("ups!")]

    made = dimension_values.add_values(carrier, wanted, valid_from=TODAY, **by)

    assert [(row.code, row.name, row.valid_from, row.valid_until) for row in made] == [
        ("gls", "GLS", TODAY, None),
        ("TR-1", "Trunkrs B.V.", TODAY, None),
        ("ups", "UPS", TODAY, None),
        ("ups-2", "ups!", TODAY, None),
    ]
    event = AuditEvent.objects.get(verb="dimensionvalues_created")
    assert (str(event.actor), event.details) == (
        "beheerder",
        {
            "code": "carrier",
            "values": ["gls", "TR-1", "ups", "ups-2"],
            "valid_from": "2026-03-09",
        },
    )


@pytest.mark.parametrize("names", [("UPS", "Dhl", " pöstnl"), ("DHL", "Postnl")])
def test_values_of_a_name_that_exists_are_refused_all_together(
    carrier: Dimension, by: By, names: tuple[str, ...]
) -> None:
    """R-2, as for siblings: without case, accents and superfluous spaces."""
    with pytest.raises(Refusal) as refused:
        add(carrier, by, *names)
    told = ", ".join(name.strip() for name in names if name != "UPS")
    assert (refused.value.rule, refused.value.field) == ("R-2", "values")
    assert worded(refused, "nl") == f"Staat al in deze lijst: {told}."
    assert worded(refused, "en") == f"Already in this list: {told}."
    assert carrier.values.count() == 2


def test_same_name_twice_in_one_go_is_refused_and_in_another_dimension_is_not(
    carrier: Dimension, by: By
) -> None:
    """R-2."""
    with pytest.raises(Refusal) as refused:
        add(carrier, by, "GLS", "gls")
    assert refused.value.parameters == {"names": "gls"}
    other = Dimension.objects.create(code="product", name_nl="product")
    assert [row.code for row in add(other, by, "DHL")] == ["dhl"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ([], "Vul dit veld in."),
        ([New(" ", "X")], "Vul dit veld in."),
        ([New("x" * 201)], "Maximaal 200 tekens."),
        ([New("GLS", "x" * 101)], "Maximaal 100 tekens."),
        ([New("GLS", "dhl")], "De code 'dhl' bestaat al."),
        ([New("GLS", "G"), New("UPS", "G")], "De code 'G' bestaat al."),
    ],
)
def test_values_that_cannot_be_are_refused(
    carrier: Dimension, by: By, wanted: list[New], message: str
) -> None:
    with pytest.raises(Refusal) as refused:
        dimension_values.add_values(carrier, wanted, **by)
    assert worded(refused, "nl") == message
    assert carrier.values.count() == 2


IN_A_REASON = "'{}' staat in de naam van de reden '{}'. Pas die eerst aan."
IN_A_REASON_EN = "'{}' stands in the name of the reason '{}'. Change that first."


@pytest.mark.parametrize("reason", ["Niet bezorgd – GLS", "gls", "Pakket (GLS)"])
def test_value_in_the_name_of_a_reason_is_refused_new_or_renamed(
    carrier: Dimension, by: By, reason: str
) -> None:
    """R-6."""
    make.reason("x", name_nl=reason)
    for attempt in (lambda: add(carrier, by, "GLS"), lambda: change(dhl(), by, name="GLS")):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.rule == "R-6"
        assert worded(refused, "nl") == IN_A_REASON.format("GLS", reason)
        assert worded(refused, "en") == IN_A_REASON_EN.format("GLS", reason)


def test_reason_is_named_in_the_language_of_who_asks(carrier: Dimension, by: By) -> None:
    """R-6: also where only its English name holds the value."""
    make.reason("x", name_nl="Ophalen", name_en="Pick-up: GLS")
    with translation.override("en"), pytest.raises(Refusal) as refused:
        add(carrier, by, "GLS")
    assert worded(refused, "en") == IN_A_REASON_EN.format("GLS", "Pick-up: GLS")


def test_reason_with_a_last_day_or_that_only_mentions_it_stands_in_nobodys_way(
    carrier: Dimension, by: By
) -> None:
    """R-6: the way out of "Niet bezorgd – GLS" is to end it."""
    make.reason("x", name_nl="Niet bezorgd – GLS", valid_until=TODAY)
    make.reason("y", name_nl="Waarom belt GLS niet aan?")
    make.reason("z", name_nl="Overig")
    assert [row.code for row in add(carrier, by, "GLS", "Overig")] == ["gls", "overig"]


def test_ended_value_of_a_reasons_name_cannot_come_back(carrier: Dimension, by: By) -> None:
    """R-6: ending it is always possible."""
    change(dhl(), by, valid_until=TODAY - DAY)
    make.reason("x", name_nl="DHL")
    change(dhl(), by, valid_until=TODAY - 2 * DAY)
    with pytest.raises(Refusal) as refused:
        change(dhl(), by, valid_until=None)
    assert refused.value.rule == "R-6"
    assert dhl().valid_until == TODAY - 2 * DAY


def test_value_is_renamed_and_bounded_and_keeps_its_code(carrier: Dimension, by: By) -> None:
    change(dhl(), by, name="DHL Parcel", valid_from=date(2026, 1, 1), valid_until=TODAY)

    kept = dhl()
    assert (kept.name, kept.valid_from, kept.valid_until) == (
        "DHL Parcel",
        date(2026, 1, 1),
        TODAY,
    )
    assert AuditEvent.objects.get(verb="dimensionvalue_changed").details == {
        "code": "dhl",
        "name": "DHL Parcel",
        "valid_from": "2026-01-01",
        "valid_until": "2026-03-09",
    }


def test_value_renamed_to_another_or_ended_before_its_start_is_refused(
    carrier: Dimension, by: By
) -> None:
    with pytest.raises(Refusal) as refused:
        change(dhl(), by, name="PostNL")
    assert (refused.value.rule, refused.value.field) == ("R-2", "name")
    with pytest.raises(Refusal) as refused:
        change(dhl(), by, valid_from=TODAY, valid_until=TODAY - DAY)
    assert (refused.value.field, worded(refused, "nl")) == (
        "valid_until",
        "De einddatum ligt vóór de begindatum.",
    )
    change(dhl(), by, name="dhl")  # other capitals are no other name


def test_value_of_which_there_are_two_can_be_ended(carrier: Dimension, by: By) -> None:
    """From before names were compared."""
    carrier.values.create(code="dhl-2", name="DHL")
    assert change(dhl(), by, valid_until=TODAY).valid_until == TODAY


def test_database_refuses_a_value_that_ends_before_it_begins(carrier: Dimension) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        carrier.values.update(valid_from=TODAY, valid_until=TODAY - DAY)


def test_used_value_is_never_removed(carrier: Dimension, by: By) -> None:
    """R-7, for values."""
    make.reason("not-delivered")
    make.channel("phone")
    make.contact(MONDAY, dimensions={"carrier": "dhl"})
    with pytest.raises(Refusal) as refused:
        dimension_values.remove_value(dhl(), **by)
    assert (refused.value.rule, worded(refused, "nl"), worded(refused, "en")) == (
        "R-7",
        "'DHL' is gebruikt. Geef een laatste dag op.",
        "'DHL' is used. Give it a last day.",
    )
    assert ContactDimension.objects.get().value == dhl()


def test_value_with_a_denominator_of_its_own_is_used(carrier: Dimension, by: By) -> None:
    """R-7: whatever app refers to it."""
    loop.orders(8000, W10, dimension="carrier", value="dhl")
    with pytest.raises(Refusal) as refused:
        dimension_values.remove_value(dhl(), **by)
    assert refused.value.rule == "R-7"


def test_value_that_nothing_refers_to_is_removed(carrier: Dimension, by: By) -> None:
    dimension_values.remove_value(dhl(), **by)
    assert [row.code for row in carrier.values.all()] == ["postnl"]
    assert AuditEvent.objects.get(verb="dimensionvalue_removed").details == {"code": "dhl"}
