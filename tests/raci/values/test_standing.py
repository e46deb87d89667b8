"""The pure part: medians, statuses, quadrants."""

import pytest

from raci.statistics import value
from raci.statistics.value import Score, Status


def stand(*scores, min_people=2, min_departments=2):
    """Scores as (person, department, customer, organisation), from old to new."""
    counted = [Score(*score) for score in scores]
    return value.standing(counted, min_people=min_people, min_departments=min_departments)


@pytest.mark.parametrize(
    ("customer", "organisation", "quadrant"),
    [(-1, -2, "eliminate"), (1, -1, "automate"), (-2, 1, "simplify"), (2, 2, "leverage")],
)
def test_quadrant_follows_from_both_medians(customer, organisation, quadrant):
    """W-1."""
    found = stand((1, 1, customer, organisation), (2, 2, customer, organisation))
    assert (found.status, found.quadrant) == (Status.PLACED, quadrant)


def test_median_of_three_is_the_middle_one():
    """W-1: the mean of -2, 2 and 2 would be 0.67, that of -2, -2 and 1 is -1."""
    found = stand((1, 1, -2, -2), (2, 2, 2, -2), (3, 2, 2, 1))
    assert (found.customer, found.organisation) == (2, -2)
    assert (found.people, found.departments) == (3, 2)


@pytest.mark.parametrize(
    ("scores", "status"),
    [
        ([], Status.TOO_FEW_PEOPLE),
        ([(1, 1, 1, 1)], Status.TOO_FEW_PEOPLE),
        ([(1, 1, 1, 1), (2, 1, 1, 1)], Status.TOO_FEW_DEPARTMENTS),
        ([(1, 1, -1, 1), (2, 2, 1, 1)], Status.DISCUSS),
        ([(1, 1, 1, 2), (2, 2, 1, -2)], Status.DISCUSS),
        ([(1, 1, -1, 1), (2, 2, 2, 1)], Status.PLACED),
    ],
)
def test_status_tells_how_far_the_scoring_is(scores, status):
    """W-1: two people, two departments, and a median of 0 on an axis is discussed again."""
    found = stand(*scores)
    assert found.status == status
    assert (found.quadrant is None) == (status != Status.PLACED)


def test_newest_score_of_each_person_counts():
    """W-1."""
    found = stand((1, 1, -2, -2), (2, 2, 1, 1), (1, 1, 1, 1))
    assert (found.people, found.customer, found.quadrant) == (2, 1, "leverage")


def test_course_gives_the_position_after_every_score():
    scores = [Score(1, 1, -1, -1), Score(2, 2, -1, -1), Score(1, 1, 1, -1), Score(2, 2, 1, -1)]
    found = value.course(scores, min_people=2, min_departments=2)
    assert [(now.status, now.quadrant) for now in found] == [
        (Status.TOO_FEW_PEOPLE, None),
        (Status.PLACED, "eliminate"),
        (Status.DISCUSS, None),
        (Status.PLACED, "automate"),
    ]


@pytest.mark.parametrize(
    ("strategy", "quadrant", "is_protected", "impossible"),
    [
        ("eliminate", "leverage", False, True),
        ("automate", "leverage", False, True),
        ("simplify", "leverage", False, False),
        ("eliminate", "simplify", False, False),
        ("eliminate", "eliminate", True, True),
        ("automate", None, True, True),
        ("leverage", "eliminate", True, False),
    ],
)
def test_what_is_worth_something_is_not_turned_away(strategy, quadrant, is_protected, impossible):
    """W-2."""
    found = value.is_impossible(strategy, quadrant=quadrant, is_protected=is_protected)
    assert found == impossible


@pytest.mark.parametrize(
    ("name", "is_complaint"),
    [
        ("Ik heb een klacht over jullie service", True),
        ("Klachten", True),
        ("I have a complaint", True),
        ("Ik wil een compliment geven", False),
        ("Slachtafval", False),
        ("", False),
    ],
)
def test_complaint_is_known_by_its_name(name, is_complaint):
    """W-2: the tree has no other mark for it."""
    assert value.is_complaint(name) == is_complaint
