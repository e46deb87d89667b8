"""The examples of section 5 of the domain model, through real registrations."""

import pytest

from tests.factories import feedbackloop as build
from tests.factories import reasons as make
from tests.factories.clock import amsterdam
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db


@pytest.fixture
def example():
    """Week 2026-W10: K1, K2, K3 and one unknown caller; nobody earlier."""
    make.reason("not-delivered", make.reason("delivery"))
    make.reason("invoice", make.reason("payment"))
    for code in ("phone", "mail", "chat"):
        make.channel(code)
    for moment, channel, customer, reason in (
        ("2026-03-02 10:00", "phone", "K1", "not-delivered"),
        ("2026-03-06 10:00", "chat", "K1", "not-delivered"),
        ("2026-03-23 10:00", "phone", "K1", "not-delivered"),
        ("2026-03-03 10:00", "mail", "K2", "invoice"),
        ("2026-03-17 10:00", "mail", "K2", "invoice"),
        ("2026-03-04 10:00", "phone", "K3", "not-delivered"),
        ("2026-03-05 10:00", "phone", "K3", "invoice"),
        ("2026-03-07 10:00", "phone", "", "invoice"),
    ):
        make.contact(
            amsterdam(moment),
            now=amsterdam("2026-03-30 06:00"),
            channel=channel,
            customer_ref=customer,
            reason=reason,
        )


def test_backward_share_of_w10_is_two_of_five_and_same_reason_one_of_five(example):
    repeat = build.draft(W10).content["repeat"]

    assert repeat["backward"] == {"any": 0.4, "same": 0.2}
    assert repeat["coverage"] == 0.833333  # 5 of 6


def test_forward_rate_of_w10_first_appears_in_the_report_of_w12(example):
    forward = build.draft(W10.plus(2)).content["repeat"]["forward"]

    assert forward == {"week": "2026-W10", "keyed": 5, "any": 0.6, "same": 0.4, "fcr": 0.6}


def test_forward_rate_of_a_week_without_contacts_is_absent(example):
    forward = build.draft(W10).content["repeat"]["forward"]

    assert forward == {"week": "2026-W08", "keyed": None, "any": None, "same": None, "fcr": None}


def test_forward_rate_of_a_week_that_the_history_begins_in_is_absent(example):
    """H-2: of the first days of W09 nothing is known, so its rate is not either."""
    make.contact(amsterdam("2026-02-25 10:00"), customer_ref="K4", reason="invoice")

    forward = build.draft(W10.plus(1)).content["repeat"]["forward"]

    assert forward == {"week": "2026-W09", "keyed": None, "any": None, "same": None, "fcr": None}


def test_repeat_share_of_a_line_is_that_of_its_branch(example):
    report = build.draft(W10)

    # delivery: K1 twice, K3 once; one repeat of three. payment: K2, K3 and a stranger.
    assert build.line(report, "delivery")["repeat_share"] == 0.333333
    assert build.line(report, "payment")["repeat_share"] == 0.5


def test_repeat_figures_below_the_minimum_coverage_are_absent(example):
    build.contacts(W10, 5, reason="invoice")  # strangers: 5 of 11 are known

    report = build.draft(W10)

    assert report.content["repeat"]["coverage"] == 0.454545
    assert report.content["repeat"]["backward"] == {"any": None, "same": None}
    assert build.line(report, "payment")["repeat_share"] is None  # 2 of 8
    assert build.line(report, "delivery")["repeat_share"] == 0.333333


@pytest.fixture
def assembly():
    make.reason("assembly")
    make.channel("phone")
    build.contacts(W10, 12, reason="assembly")


def test_ratio_of_twelve_contacts_on_forty_orders_has_its_poisson_interval(assembly):
    build.orders(40, W10)

    ratio = build.line(build.draft(), "assembly")["ratio"]

    assert (ratio["denominator"], ratio["units"], ratio["per_100"]) == ("orders", 40, 30.0)
    assert (round(ratio["low"], 1), round(ratio["high"], 1)) == (15.5, 52.4)


def test_ratio_without_a_denominator_says_it_is_missing(assembly):
    assert build.line(build.draft(), "assembly")["ratio"] == {"missing": "denominator_missing"}


def test_ratio_of_a_week_without_a_figure_says_it_is_missing(assembly):
    build.orders(40, W10.plus(-1))

    assert build.line(build.draft(), "assembly")["ratio"] == {"missing": "denominator_missing"}


def test_ratio_over_zero_units_says_so(assembly):
    build.orders(0, W10)

    assert build.line(build.draft(), "assembly")["ratio"] == {"missing": "denominator_zero"}


def test_ratio_per_carrier_has_that_carriers_own_denominator():
    carrier = make.carrier("a", "b", "c")
    make.reason("not-delivered", make.reason("delivery"), requires=(carrier,))
    make.channel("phone")
    for value, contacts, units in (("a", 60, 2000), ("b", 45, 500)):
        build.contacts(W10, contacts, reason="not-delivered", dimensions={"carrier": value})
        build.orders(units, W10, denominator="parcels", dimension="carrier", value=value)
    build.contacts(W10, 5, reason="not-delivered", dimensions={"carrier": "c"})
    build.orders(2500, W10)

    content = build.draft().content

    found = {
        row["value"]: (row["contacts"], row["per_100"])
        for row in content["dimensions"]
        if row["reason"] is None
    }
    assert found == {"a": (60, 3.0), "b": (45, 9.0), "c": (5, None)}
    assert content["denominators"] == [
        {"denominator": "orders", "dimension": None, "value": None, "units": 2500},
        {"denominator": "parcels", "dimension": "carrier", "value": "a", "units": 2000},
        {"denominator": "parcels", "dimension": "carrier", "value": "b", "units": 500},
    ]


def test_dimension_cells_under_the_privacy_limit_are_left_out_and_counted():
    carrier = make.carrier("a", "b")
    make.reason("not-delivered", make.reason("delivery"), requires=(carrier,))
    make.channel("phone")
    build.contacts(W10, 5, reason="not-delivered", dimensions={"carrier": "a"})
    build.contacts(W10, 4, reason="not-delivered", dimensions={"carrier": "b"})
    build.contacts(W10.plus(-1), 4, reason="not-delivered", dimensions={"carrier": "a"})

    content = build.draft().content

    assert {(row["reason"], row["value"]) for row in content["dimensions"]} == {
        (None, "a"),
        ("delivery", "a"),
        ("not-delivered", "a"),
    }
    assert {row["previous_week"] for row in content["dimensions"]} == {None}
    assert content["dimensions_hidden"] == 3
