"""Positions of all reasons, and how one of them moved."""

from datetime import timedelta

import pytest

from contactreductie.core.enums import Role
from raci.enums import Strategy
from raci.queries import values
from raci.queries.departments import DepartmentTree
from raci.statistics.value import Status
from reasons.queries.tree import ReasonTree
from tests.factories import raci as make
from tests.factories import reasons as make_reasons
from tests.factories.clock import MONDAY
from tests.factories.values import choose, label, score, scorer

pytestmark = pytest.mark.django_db

QUERIES = 3  # scores, strategies, labels; the trees are the caller's


@pytest.mark.parametrize("count", [1, 3])
def test_positions_of_any_number_of_reasons_take_the_same_queries(
    panel, django_assert_num_queries, count
):
    reasons = [make_reasons.reason(f"reden-{number}") for number in range(count)]
    for reason in reasons:
        score(reason, panel.coordinator, -1, 1)
        score(reason, panel.manager, -2, 2)
        choose(reason, "eliminate", panel.manager)
        label(reason, "dissatisfier", panel.manager)
    tree, departments = ReasonTree.load(), DepartmentTree.load()
    with django_assert_num_queries(QUERIES):
        found = values.Positions.load(tree, departments)
        shown = [
            (found.of(reason.pk).strategy, found.of(reason.pk).label.label) for reason in reasons
        ]
    assert shown == [(Strategy.ELIMINATE, "dissatisfier")] * count
    assert found.touched == {reason.pk for reason in reasons}
    assert found.of(panel.reason.pk).standing.status == Status.TOO_FEW_PEOPLE


def test_position_of_one_reason_equals_that_among_all(panel):
    score(panel.reason, panel.coordinator, -1, 1)
    score(panel.reason, panel.head, -2, 1)
    tree, departments = ReasonTree.load(), DepartmentTree.load()
    one = values.position(tree, departments, tree.by_id[panel.reason.pk])
    assert one == values.Positions.load(tree, departments).of(panel.reason.pk)
    assert (one.standing.customer, one.standing.organisation) == (-1.5, 1)


def test_teams_of_customer_service_are_one_department(panel):
    """W-1, A-2."""
    other = make.department("zuid", parent=panel.org.customer_service)
    for name, where in (("a", panel.org.team), ("b", other), ("c", panel.org.customer_service)):
        score(panel.reason, scorer(name, where, Role.TEAM_LEADER), -1, -1)
    tree = ReasonTree.load()
    found = values.position(tree, DepartmentTree.load(), tree.by_id[panel.reason.pk])
    assert (found.standing.people, found.standing.departments, found.standing.status) == (
        3,
        1,
        Status.TOO_FEW_DEPARTMENTS,
    )


def test_score_counts_for_the_department_of_that_time(panel):
    """W-1: who moves to another department takes the old score not along."""
    score(panel.reason, panel.head, -1, -1)
    score(panel.reason, panel.coordinator, -1, -1)
    panel.head.membership.department = panel.org.customer_service
    panel.head.membership.save()
    tree = ReasonTree.load()
    found = values.position(tree, DepartmentTree.load(), tree.by_id[panel.reason.pk])
    assert found.standing.departments == 2


@pytest.mark.parametrize("count", [1, 3])
def test_history_tells_how_the_reason_moved_in_one_query(panel, django_assert_num_queries, count):
    """W-1: the newest moment first."""
    for day in range(count):
        score(panel.reason, panel.coordinator, -1, -1, now=MONDAY + timedelta(days=day))
    departments = DepartmentTree.load()
    with django_assert_num_queries(1):
        found = values.history(departments, panel.reason.pk)
        shown = [(str(moment.score.person), str(moment.score.department)) for moment in found]
    assert shown == [("regie", "Service")] * count


def test_history_marks_the_moments_that_changed_the_quadrant(panel):
    scores = [
        (panel.coordinator, -1, -1),
        (panel.manager, -1, -1),
        (panel.coordinator, -2, -1),
        (panel.manager, 2, -1),
        (panel.coordinator, 1, -1),
    ]
    for day, (person, customer, organisation) in enumerate(scores):
        score(panel.reason, person, customer, organisation, now=MONDAY + timedelta(days=day))
    found = values.history(DepartmentTree.load(), panel.reason.pk)
    assert [(moment.strategy, moment.has_moved) for moment in reversed(found)] == [
        (None, False),
        (Strategy.ELIMINATE, True),
        (Strategy.ELIMINATE, False),
        (None, True),
        (Strategy.AUTOMATE, True),
    ]
    newest = values.newest_scores(found)
    assert [(row.person, row.customer) for row in newest] == [
        (panel.coordinator, 1),
        (panel.manager, 2),
    ]
