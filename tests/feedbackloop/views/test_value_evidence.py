"""What the figures suggest beside the score form: facts, and never a score."""

import pytest
from django.utils import translation

from contactreductie.core.iso_week import weeks_between
from feedbackloop.queries.matrix import Load
from feedbackloop.queries.worth import Worth, Yield, worth_of
from feedbackloop.services import facts, volumes
from feedbackloop.views import value_page
from reasons.queries.tree import ReasonTree
from tests.factories import feedbackloop as make
from tests.factories import reasons
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10


def told(found):
    return [(fact.text, fact.hint) for fact in found]


def test_evidence_compares_with_all_reasons():
    """Half the customers came back against a quarter; 5 minutes against 10."""
    mine = Load(contacts=20, keyed=20, repeats=10, handled=20, seconds=6_000)
    total = Load(contacts=100, keyed=100, repeats=25, handled=100, seconds=60_000)
    with translation.override("nl"):
        assert told(value_page.customer_evidence(mine, total)) == [
            ("50% is herhaalverkeer; over alle redenen is dat 25%.", "Wijst op: irritant"),
            (
                "Een contact duurt 5,0 minuten; over alle redenen is dat 10,0.",
                "Geeft geen richting",
            ),
        ]


def test_long_contact_suggests_a_burden_and_a_short_one_no_value():
    total = Load(contacts=100, keyed=0, repeats=0, handled=100, seconds=60_000)
    hints = []
    for seconds in (12_000, 6_000, 13_300):  # 10, 5 and 11 minutes against 10
        load = Load(contacts=20, handled=20, seconds=seconds)
        with translation.override("en"):
            hints += [fact.hint for fact in value_page.customer_evidence(load, total)]
    assert hints == ["Suggests neither", "Suggests neither", "Suggests: irritant"]


def test_evidence_of_the_work_compares_hours_with_contacts():
    """130 contacts of 1,800 seconds in 13 weeks: 5 hours a week, of 10 in all."""
    mine = Load(contacts=130, handled=130, seconds=130 * 1800)
    total = Load(contacts=520, handled=520, seconds=260 * 1800)
    with translation.override("nl"):
        assert told(value_page.organisation_evidence(mine, total)) == [
            (
                "5,0 uur werk per week: 50,0% van alle uren, met 25,0% van de contacten.",
                "Wijst op: irritant",
            )
        ]


def test_evidence_suggests_nothing_where_it_is_alike_or_there_is_little():
    """N-3: fewer than 5 contacts say nothing."""
    few = Load(contacts=4, keyed=4, repeats=4, handled=4, seconds=400)
    many = Load(contacts=100, keyed=100, repeats=25, handled=100, seconds=60_000)
    assert value_page.customer_evidence(few, many) == []
    assert value_page.organisation_evidence(few, many) == []
    with translation.override("en"):
        assert {fact.hint for fact in value_page.customer_evidence(many, many)} == {
            "Suggests neither"
        }


@pytest.mark.django_db
def test_revenue_counts_over_the_contacts_of_the_weeks_it_was_delivered_for():
    """40 contacts in two weeks and in all below the reason; 500 euros of one of the weeks."""
    parent = reasons.reason("advies")
    reasons.reason("maat", parent)
    reasons.channel("phone")
    make.series("maat", [20, 20])
    facts.refresh()
    rows = [
        {"period": "2026-W10", "denominator": "revenue:advies", "units": "500"},
        {"period": "2026-W10", "denominator": "retained:advies", "units": "3"},
    ]
    assert not volumes.record_volumes(enumerate(rows, start=2), source="crm", now=MONDAY).rejected
    tree, weeks = ReasonTree.load(), weeks_between(W10.plus(-12), W10)

    found = worth_of(tree, tree.by_code["advies"], weeks)

    assert found == Worth(Yield(500, 20, 1), Yield(3, 20, 1))
    assert worth_of(tree, tree.by_code["maat"], weeks) == Worth()
    with translation.override("nl"):
        assert told(value_page.worth_evidence(found)) == [
            ("Een contact bracht 25,00 euro omzet op.", "Wijst op: waardevol"),
            ("Na 20 contacten bleven 3 klanten.", "Wijst op: waardevol"),
        ]


def test_revenue_of_a_few_contacts_says_nothing():
    """N-3."""
    assert value_page.worth_evidence(Worth(Yield(500, 4, 1), Yield(0, 4, 1))) == []


def test_nothing_brought_in_suggests_nothing():
    with translation.override("nl"):
        assert told(value_page.worth_evidence(Worth(Yield(0, 20, 1)))) == [
            ("Een contact bracht 0,00 euro omzet op.", "Geeft geen richting")
        ]
