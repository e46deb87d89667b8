"""Positions beside contacts, and what the contacts cost."""

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.iso_week import weeks_between
from feedbackloop.queries.matrix import Load, Loads, Matrix
from feedbackloop.services import facts
from reasons.enums import ReasonKind
from reasons.queries.tree import ReasonTree
from tests.factories import feedbackloop as make
from tests.factories import raci, reasons
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.factories.values import score, scorer
from tests.feedbackloop.views import world

pytestmark = pytest.mark.django_db

QUERIES = 5  # scores, strategies, labels, departments, counts
WEEKS = weeks_between(W10.plus(-12), W10)


def read(unscored=8):
    return Matrix.load(ReasonTree.load(), WEEKS, today=MONDAY.date(), unscored=unscored)


def codes(rows):
    return [(row.node.code, row.contacts) for row in rows]


@pytest.fixture
def two():
    """A coordinator and a manager of two departments, with a vision in force."""
    service = raci.department("service", is_customer_service=True)
    manager = scorer("directie", raci.department("directie"), Role.MANAGER)
    raci.customer_vision(manager)
    return scorer("regisseur", service), manager


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_of_any_number_of_reasons_takes_the_same_queries(
    django_assert_num_queries, two, count
):
    made = world.tree(*[f"reason-{number}" for number in range(count)])
    for reason in made[1:]:
        for person in two:
            score(reason, person, 1, 1)
    tree = ReasonTree.load()
    with django_assert_num_queries(QUERIES):
        assert len(Matrix.load(tree, WEEKS, today=MONDAY.date(), unscored=8).placed) == count


def test_matrix_sorts_reasons_by_contacts_and_keeps_apart_what_has_no_place(two):
    """W-1. A branch counts what is below it."""
    main, *_leaves = world.tree("late", "lost", "split")
    make.series("late", [4, 5])
    make.series("lost", [3])
    make.series("split", [2])
    facts.refresh()
    for reason in (main, ReasonTree.load().by_code["late"].as_model()):
        for person in two:
            score(reason, person, -1, -1)
    score(ReasonTree.load().by_code["lost"].as_model(), two[0], -1, -1)
    found = read()
    assert codes(found.placed) == [("delivery", 14), ("late", 9)]
    assert codes(found.undecided) == [("lost", 3)]
    assert codes(found.unscored) == []


def test_unscored_are_the_largest_leaves_in_use(two):
    main, *_leaves = world.tree("late", "lost")
    reasons.reason("rest", main, kind=ReasonKind.CATCH_ALL)
    reasons.reason("spam", kind=ReasonKind.NOISE)
    for code, number in (("late", 3), ("lost", 5), ("rest", 9), ("spam", 9)):
        make.contacts(W10, number, reason=code)
    reasons.reason("quiet", main)
    facts.refresh()
    assert codes(read().unscored) == [("lost", 5), ("late", 3)]
    assert codes(read(unscored=1).unscored) == [("lost", 5)]


def test_what_was_merged_or_ended_stands_there_only_with_contacts_of_its_own(two):
    """R-7: merged contacts count with the other reason; those of an ended one are still its own."""
    made = {reason.code: reason for reason in world.tree("merged", "ended", "quiet", "heir")}
    for code, number in (("merged", 2), ("ended", 3), ("heir", 4)):
        make.contacts(W10, number, reason=code)
    facts.refresh()
    for code in ("merged", "ended", "quiet", "heir"):
        for person in two:
            score(made[code], person, -1, -1)
    made["merged"].merged_into = made["heir"]
    for code in ("merged", "ended", "quiet"):
        made[code].valid_until = W10.sunday
        made[code].save()
    found = read()
    assert codes(found.placed) == [("heir", 6), ("ended", 3)]
    assert [row.is_past for row in found.placed] == [False, True]


def test_contacts_before_the_thirteen_weeks_do_not_count(two):
    world.tree("late")
    make.contacts(W10.plus(-12), 2, reason="late")
    make.contacts(W10.plus(-13), 7, reason="late")
    facts.refresh()
    assert codes(read().unscored) == [("late", 2)]


def test_loads_add_up_branches_and_leave_noise_out_of_the_total():
    """C-10."""
    world.tree("late", "lost")
    reasons.reason("spam", kind=ReasonKind.NOISE)
    make.contacts(W10, 2, reason="late", handle_seconds=300)
    make.contacts(W10, 1, reason="lost", handle_seconds=600)
    make.contacts(W10, 4, reason="spam", handle_seconds=10)
    facts.refresh()
    tree = ReasonTree.load()
    found = Loads.load(tree, WEEKS)
    both = Load(contacts=3, handled=3, seconds=1200)
    assert (found.by_reason[tree.by_code["delivery"].id], found.total) == (both, both)
    assert found.total.mean_seconds == 400


def test_loads_without_contacts_are_empty():
    world.tree("late")
    found = Loads.load(ReasonTree.load(), WEEKS)
    assert found.total == Load()
    assert (found.total.mean_seconds, found.total.hours_a_week) == (None, None)


def test_hours_a_week_are_mean_time_times_contacts():
    """26 contacts in 13 weeks of 1,800 seconds: 2 a week, 1 hour."""
    assert Load(contacts=26, handled=13, seconds=13 * 1800).hours_a_week == 1


@pytest.mark.parametrize(
    ("load", "share"),
    [
        (Load(contacts=10, keyed=8, repeats=2), 0.25),
        (Load(contacts=10, keyed=5, repeats=2), 0.4),
        (Load(contacts=10, keyed=4, repeats=2), None),
        (Load(contacts=10), None),
    ],
)
def test_repeat_share_is_of_recognised_customers_and_absent_below_half(load, share):
    """H-5."""
    assert load.repeat_share == share
