import pytest

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.queries.volumes import load_units
from feedbackloop.services import volumes
from reasons.models import DimensionValue
from tests.factories import reasons as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
W10, W11 = IsoWeek.parse("2026-W10"), IsoWeek.parse("2026-W11")


def record(*rows):
    columns = ("period", "units", "denominator", "dimension", "value")
    cells = [(2, dict(zip(columns, row, strict=False))) for row in rows]
    outcome = volumes.record_volumes(cells, source="test", now=MONDAY)
    assert outcome.rejected == []


def test_units_of_a_week_are_its_week_figure():
    record(("2026-W10", "1000", "orders"))

    assert load_units(W10, W11).of_total(W10) == 1000


def test_units_of_a_week_are_the_sum_of_its_seven_days():
    record(*((day.isoformat(), "100", "orders") for day in W10.days))

    assert load_units(W10, W11).of_total(W10) == 700


def test_units_of_a_week_with_six_days_are_missing():
    record(*((day.isoformat(), "100", "orders") for day in W10.days[:6]))

    assert load_units(W10, W11).of_total(W10) is None


def test_units_without_any_denominator_are_missing():
    assert load_units(W10, W11).of_total(W10) is None


def test_units_of_a_value_never_fall_back_to_the_whole():
    make.carrier("postnl", "dhl")
    postnl, dhl = DimensionValue.objects.order_by("-code")
    record(("2026-W10", "1000", "orders"), ("2026-W10", "600", "parcels", "carrier", "postnl"))

    units = load_units(W10, W11)

    assert units.of_value(postnl.pk, W10) == 600
    assert units.of_value(dhl.pk, W10) is None


def test_units_of_a_value_prefer_the_default_denominator():
    make.carrier("postnl")
    value = DimensionValue.objects.get()
    record(
        ("2026-W10", "1000", "orders"),
        ("2026-W10", "600", "aaa", "carrier", "postnl"),
        ("2026-W10", "550", "orders", "carrier", "postnl"),
    )

    assert load_units(W10, W11).of_value(value.pk, W10) == 550
