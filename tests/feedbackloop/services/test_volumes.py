from datetime import date

import pytest
from django.utils import translation

from contactreductie.core.models import AuditEvent
from feedbackloop.models import Denominator, Volume
from feedbackloop.services import volumes
from reasons.models import DimensionValue
from tests.factories import reasons as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


def record(*rows, source="test"):
    """Rows as tuples of period, units and, if need be, further cells."""
    cells = []
    for number, (period, units, *more) in enumerate(rows, start=2):
        row = {"denominator": "orders", "period": period, "units": units}
        cells.append((number, {**row, **(more[0] if more else {})}))
    return volumes.record_volumes(cells, source=source, now=MONDAY)


def refused(outcome):
    return [(row, refusal.field, str(refusal)) for row, refusal in outcome.rejected]


def test_record_of_a_week_and_of_days_stores_units_with_source_and_version():
    outcome = record(("2026-W10", "1000"), ("2026-03-09", "150"))

    assert (outcome.read, outcome.created, outcome.updated) == (2, 2, 0)
    rows = Volume.objects.order_by("week_start").values_list(
        "week_start", "day", "units", "source", "version"
    )
    assert list(rows) == [
        (date(2026, 3, 2), None, 1000, "test", 1),
        (date(2026, 3, 9), date(2026, 3, 9), 150, "test", 1),
    ]


def test_record_of_the_same_rows_again_changes_nothing():
    record(("2026-W10", "1000"))

    outcome = record(("2026-W10", "1000"))

    assert (outcome.created, outcome.updated) == (0, 0)


def test_record_of_another_number_makes_the_next_version_and_an_audit_entry():
    record(("2026-W10", "1000"))

    outcome = record(("2026-W10", "1010"))

    assert (outcome.created, outcome.updated) == (0, 1)
    volume = Volume.objects.get()
    assert (volume.units, volume.version) == (1010, 2)
    event = AuditEvent.objects.get(verb="volume_changed")
    assert event.details == {"before": 1000, "after": 1010}


def test_record_makes_the_first_denominator_of_the_whole_organisation_the_default():
    record(("2026-W10", "1000"), ("2026-W10", "1000", {"denominator": "customers"}))

    assert defaults() == [("customers", False), ("orders", True)]


def test_record_of_a_denominator_per_carrier_makes_it_no_default():
    make.carrier("postnl")
    per_carrier = {"denominator": "parcels", "dimension": "carrier", "value": "postnl"}

    record(("2026-W10", "600", per_carrier))
    assert defaults() == [("parcels", False)]

    record(("2026-W10", "1000"), ("2026-W10", "900", {"denominator": "parcels"}))
    assert defaults() == [("orders", True), ("parcels", False)]


def test_record_of_a_denominator_first_per_carrier_then_in_all_makes_it_the_default():
    make.carrier("postnl")
    record(("2026-W10", "600", {"dimension": "carrier", "value": "postnl"}))

    record(("2026-W10", "1000"))

    assert defaults() == [("orders", True)]


def test_record_of_a_refused_figure_makes_no_default():
    record(("2026-W10", "1000"))
    Denominator.objects.update(is_default=False)

    record(("2026-03-03", "100"))  # the week has its figure already

    assert defaults() == [("orders", False)]


def defaults():
    return list(Denominator.objects.order_by("code").values_list("code", "is_default"))


def test_record_of_a_dimension_value_is_a_scope_of_its_own():
    make.carrier("postnl")
    scope = {"dimension": "carrier", "value": "postnl"}

    outcome = record(("2026-W10", "1000"), ("2026-W10", "600", scope))

    assert outcome.created == 2
    assert Volume.objects.get(units=600).dimension_value.code == "postnl"


def test_record_finds_a_value_by_its_name_in_any_capitals():
    make.carrier("postnl")

    record(("2026-W10", "600", {"dimension": "carrier", "value": "PostNL"}))

    assert Volume.objects.get().dimension_value.code == "postnl"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A1", "A1"),  # codes that differ in capitals only stay apart
        ("a1", "a1"),
        ("B2", "B2"),  # the code, although another value has it for a name
        ("b2", "A1"),  # no code: the name, in any capitals
        ("north", "a1"),
        ("NORTH", "a1"),
        ("c3", "C3"),  # neither: a code in other capitals
    ],
)
def test_record_finds_a_value_by_its_exact_code_before_any_name(text, code):
    carrier = make.carrier()
    for own, name in (("a1", "North"), ("A1", "b2"), ("B2", "a1"), ("C3", "South")):
        DimensionValue.objects.create(dimension=carrier, code=own, name=name)

    record(("2026-W10", "600", {"dimension": "carrier", "value": text}))

    assert Volume.objects.get().dimension_value.code == code


def test_record_of_a_name_that_two_values_have_is_rejected():
    carrier = make.carrier()
    for code, name in (("d4", "Twin"), ("e5", "twin")):
        DimensionValue.objects.create(dimension=carrier, code=code, name=name)
    scope = {"dimension": "carrier", "value": "TWIN"}

    with translation.override("en-gb"):
        found = refused(record(("2026-W10", "600", scope)))

    assert found == [(2, "value", "'TWIN' is more than one value; give its code.")]


@pytest.mark.parametrize("units", ["-1", "1.5", "", "1.000", "veel", "1" * 19])
def test_record_of_what_is_no_whole_number_is_rejected(units):
    with translation.override("en-gb"):
        found = refused(record(("2026-W10", units)))

    assert found == [(2, "units", "The denominator must be a whole number of 0 or more.")]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (("2026-W60", "1"), "period"),
        (("10-03-2026", "1"), "period"),
        (("1026-03-02", "1"), "period"),
        (("9999-12-31", "1"), "period"),
        (("9999-W52", "1"), "period"),
        (("2026-W10", "1", {"denominator": ""}), "denominator"),
        (("2026-W10", "1", {"denominator": "x" * 101}), "denominator"),
        (("2026-W10", "1", {"dimension": "carrier"}), "value"),
        (("2026-W10", "1", {"value": "postnl"}), "dimension"),
        (("2026-W10", "1", {"dimension": "product", "value": "x"}), "dimension"),
        (("2026-W10", "1", {"dimension": "carrier", "value": "ups"}), "value"),
    ],
)
def test_record_of_a_wrong_row_names_its_column_and_keeps_the_right_ones(row, field):
    make.carrier("postnl")

    outcome = record(row, ("2026-W11", "5"))

    assert [(number, column) for number, column, _text in refused(outcome)] == [(2, field)]
    assert list(Volume.objects.values_list("units", flat=True)) == [5]


def test_record_of_a_day_in_a_week_with_a_week_figure_is_rejected():
    record(("2026-W10", "1000"))

    assert [place[:2] for place in refused(record(("2026-03-03", "100")))] == [(2, "period")]


def test_record_of_a_week_with_day_figures_is_rejected():
    outcome = record(("2026-03-03", "100"), ("2026-W10", "1000"))

    assert [place[:2] for place in refused(outcome)] == [(3, "period")]


def test_record_of_the_same_period_twice_in_a_file_rejects_the_second():
    outcome = record(("2026-W10", "1000"), ("2026-W10", "1100"))

    assert [place[:2] for place in refused(outcome)] == [(3, "period")]
    assert Volume.objects.get().units == 1000


def test_record_of_a_week_without_its_dash_is_rejected():
    """Python reads 2026W10 as the Monday of that week."""
    assert [row for row, _field, _text in refused(record(("2026W10", "5")))] == [2]
