from decimal import Decimal

import pytest
from django.utils import translation

from contactreductie.core import figures


@pytest.mark.parametrize(("language", "shown"), [("nl", "1.234.567,5"), ("en-gb", "1,234,567.5")])
def test_number_follows_the_language(language: str, shown: str):
    with translation.override(language):
        assert figures.number(1234567.46, 1) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0"),
        (0.5, "1"),
        (2.5, "3"),
        (-0.4, "0"),
        (-1234, "−1.234"),
        (24690, "24.690"),
    ],
)
def test_number_in_dutch_rounds_half_up_and_names_the_absent(value: float | None, shown: str):
    with translation.override("nl"):
        assert figures.number(value) == shown


@pytest.mark.parametrize(
    ("fraction", "places", "shown"),
    [
        (0.08, 1, "8,0%"),
        (0.405, 0, "41%"),
        (1, 0, "100%"),
        (None, 0, "–"),
        (Decimal("0.155"), 1, "15,5%"),
    ],
)
def test_percent_reads_a_fraction_of_one(fraction: float | None, places: int, shown: str):
    with translation.override("nl"):
        assert figures.percent(fraction, places) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(12, "+12"), (-3, "−3"), (0, "0"), (0.2, "0"), (None, "–")]
)
def test_signed_marks_direction_only_where_there_is_one(value: float | None, shown: str):
    with translation.override("nl"):
        assert figures.signed(value) == shown


@pytest.mark.parametrize(("fraction", "shown"), [(0.101, "+10%"), (-0.101, "−10%"), (0.001, "0%")])
def test_signed_percent_rounds_before_it_signs(fraction: float, shown: str):
    with translation.override("nl"):
        assert figures.signed_percent(fraction) == shown


def test_change_is_relative_to_before():
    assert figures.change(110, 100) == Decimal("0.1")


@pytest.mark.parametrize(("now", "before"), [(5, 0), (5, None), (None, 5)])
def test_change_without_a_start_is_absent(now: float | None, before: float | None):
    assert figures.change(now, before) is None
