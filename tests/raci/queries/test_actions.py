from datetime import date

import pytest

from contactreductie.core.enums import Role
from raci.enums import ActionState
from raci.queries import actions
from raci.queries.departments import DepartmentTree
from tests.factories import people
from tests.factories import raci as make
from tests.factories import reasons as make_reasons

pytestmark = pytest.mark.django_db


def test_open_on_reasons_gives_the_oldest_open_one():
    org = make.organisation()
    other = make_reasons.reason("kwijt", org.reason)
    make.action_in(ActionState.CANCELLED, org)
    first = make.proposal(org)
    make.proposal(org)
    assert actions.open_on_reasons([org.reason.pk, other.pk]) == {org.reason.pk: first}


def test_overdue_is_open_unfinished_work_past_its_date():
    org = make.organisation()
    for state in ActionState:
        make.action_in(state, org)
    late = actions.visible_to(org.manager).filter(actions.overdue(date(2026, 4, 7)))
    assert {action.state for action in late} == {"planned", "in_progress"}
    due_today = actions.visible_to(org.manager).filter(actions.overdue(date(2026, 4, 6)))
    assert not due_today.exists()


def test_counts_per_state_name_every_state():
    org = make.organisation()
    make.proposal(org)
    make.action_in(ActionState.CANCELLED, org)
    counts = actions.count_by_state(actions.visible_to(org.manager))
    assert counts == {**dict.fromkeys(ActionState.values, 0), "proposed": 1, "cancelled": 1}


def test_open_actions_count_for_the_department_and_what_it_is_part_of():
    org = make.organisation()
    depot = make.department("depot", parent=org.logistics)
    make.proposal(org)
    make.proposal(org, roles=[make.letter("A", depot), make.letter("R", depot)])
    make.proposal(org, roles=[make.letter("A", org.worker), make.letter("R", depot)])
    make.proposal(org, roles=[make.letter("A", org.manager), make.letter("R", depot)])
    tree = DepartmentTree.load()
    counts = actions.count_open_by_department(actions.visible_to(org.manager), tree)
    assert counts == {org.logistics.pk: 3, depot.pk: 1}


@pytest.mark.parametrize(
    ("role", "count"),
    [(role, 0 if role in (Role.ADMINISTRATOR, Role.PRIVACY_OFFICER) else 1) for role in Role],
)
def test_actions_are_for_everybody_who_takes_part(role, count):
    make.proposal(make.organisation())
    assert actions.visible_to(people.user("iemand", role)).count() == count
