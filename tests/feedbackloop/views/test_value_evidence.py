"""What the figures suggest beside the score form: facts, and never a score."""

from django.utils import translation

from feedbackloop.queries.matrix import Load
from feedbackloop.views import value_page


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
                "Wijst op: waardevol",
            ),
        ]


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
