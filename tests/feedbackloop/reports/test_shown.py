from typing import Any

import pytest

from feedbackloop.reports import shown


@pytest.mark.parametrize(
    ("per_100", "text"), [(0.0, "0,0"), (0.043, "<0,1"), (0.05, "0,1"), (4.8344, "4,8")]
)
def test_ratio_text_what_is_rare_is_no_zero(per_100: float, text: str) -> None:
    assert shown.ratio_text(per_100) == text


@pytest.mark.parametrize(("contacts", "share"), [(29, None), (30, 0.5)])
def test_shown_share_needs_thirty_contacts(contacts: int, share: float | None) -> None:
    assert shown.shown_share({"contacts": contacts, "repeat_share": 0.5}) == share


def test_interval_of_a_value_is_per_100_of_its_own_units() -> None:
    """12 contacts on 40 orders: 15.5 to 52.4 per 100 (exact Poisson)."""
    found = shown.interval({"contacts": 12}, 40)

    assert {name: round(limit or 0, 1) for name, limit in found.items()} == {
        "low": 15.5,
        "high": 52.4,
    }
    assert shown.interval({"contacts": 12}, None) == {"low": None, "high": None}


def test_units_of_values_takes_the_first_denominator_of_a_value() -> None:
    """The default denominator stands first."""
    rows: list[dict[str, Any]] = [
        {"denominator": "orders", "dimension": None, "value": None, "units": 90},
        {"denominator": "orders", "dimension": "carrier", "value": "dhl", "units": 40},
        {"denominator": "shipments", "dimension": "carrier", "value": "dhl", "units": 50},
    ]

    assert shown.units_of_values({"denominators": rows}) == {("carrier", "dhl"): 40}


@pytest.mark.parametrize(
    ("share", "tone", "limit"),
    [(0.05, "", 0.05), (0.08, "warn", 0.05), (0.11, "signal", 0.10), (None, "", 0.05)],
)
def test_catch_all_tells_the_limit_that_was_passed(
    share: float | None, tone: str, limit: float
) -> None:
    """R-5; 40 of 500 is 8.0%: amber."""
    assert shown.catch_all(share) == {"share": share, "tone": tone, "limit": limit}


@pytest.mark.parametrize(
    ("contacts", "catch_all", "tone", "little_data"),
    [
        (0, 0, "", False),
        (2, 1, "", True),
        (29, 15, "", True),
        (30, 4, "", True),  # 13.3%, of four contacts
        (30, 5, "signal", False),
        (60, 5, "warn", False),
        (100, 4, "", False),  # 4.0% is healthy, however few
    ],
)
def test_catch_all_of_few_contacts_is_no_alarm(
    contacts: int, catch_all: int, tone: str, little_data: bool
) -> None:
    """N-3."""
    found = shown.catch_all_of(contacts, catch_all)

    assert (found["tone"], found["little_data"]) == (tone, little_data)
