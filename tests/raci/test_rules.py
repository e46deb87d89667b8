from types import SimpleNamespace

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci import rules
from raci.enums import RaciRole
from raci.queries import actions as action_queries
from raci.queries.departments import DepartmentTree
from tests.factories import people
from tests.factories import raci as make

ALL = {role.value for role in Role}
TAKE_PART = {"agent", "team_leader", "coordinator", "department_owner", "manager"}
MAY = {
    rules.may_see_action: TAKE_PART,
    rules.may_propose: TAKE_PART,
    rules.may_comment: TAKE_PART,
    rules.may_plan: {"coordinator", "department_owner", "manager"},
    rules.may_see_unrouted: {"coordinator", "manager"},
    rules.may_see_matrix: TAKE_PART | {"administrator"},
    rules.may_edit_matrix: {"coordinator", "manager"},
    rules.may_see_vision: ALL,
    rules.may_publish_vision: {"manager"},
    rules.may_draft_vision: {"coordinator", "manager"},
    rules.may_recheck: {"coordinator", "department_owner", "manager"},
    rules.may_recheck_all: {"coordinator", "manager"},
    rules.may_manage_departments: {"administrator"},
    rules.may_see_contact_rows: TAKE_PART - {"manager"} | {"privacy_officer"},
}
A, R, C, I = RaciRole  # noqa: E741


class Somebody(SimpleNamespace):
    """A person of whom only the roles count."""

    def has_role(self, *roles):
        return not self.roles.isdisjoint(roles)


@pytest.mark.parametrize("predicate", MAY, ids=lambda predicate: predicate.__name__)
def test_predicate_without_object_follows_the_roles(predicate):
    allowed = {role.value for role in Role if predicate(Somebody(roles=frozenset({role})))}
    assert allowed == MAY[predicate]
    assert not predicate(Somebody(roles=frozenset()))


@pytest.mark.django_db
def test_customer_service_is_the_department_and_everything_below_it():
    org = make.organisation()
    inside = {
        department.code: rules.is_customer_service(department)
        for department in (org.customer_service, org.team, org.logistics)
    }
    assert inside == {"service": True, "team": True, "logistics": False}


@pytest.mark.django_db
def test_customer_service_person_goes_by_membership_then_by_role():
    org = make.organisation()
    strangers = {
        "agent": people.user("los", Role.AGENT),
        "manager": people.user("chef", Role.MANAGER),
        "both": people.user("dubbel", Role.COORDINATOR, Role.MANAGER),
        "nobody": people.user("niemand"),
    }
    assert rules.is_customer_service_person(org.agent)
    assert not rules.is_customer_service_person(org.worker)
    assert {
        name: rules.is_customer_service_person(person) for name, person in strangers.items()
    } == {"agent": True, "manager": False, "both": False, "nobody": False}


@pytest.mark.django_db
def test_department_owner_plans_for_the_own_department_and_its_teams():
    org = make.organisation()
    below = make.department("depot", parent=org.logistics)
    finance = make.department("finance")
    owner = make.join(people.user("geld", Role.DEPARTMENT_OWNER), finance)
    roles = [make.letter(A, below), make.letter(R, below)]
    action = loaded(make.proposal(org, roles=roles))
    assert rules.may_plan(org.head, action)
    assert rules.may_plan(org.worker, action)
    assert not rules.may_plan(owner, action)
    assert rules.may_plan(org.coordinator, action)


@pytest.mark.django_db
def test_department_resolves_to_its_head_and_no_colleague():
    org = make.organisation()
    action = loaded(make.proposal(org))
    assert rules.is_accountable(org.head, action)
    assert not rules.is_accountable(org.worker, action)


@pytest.mark.django_db
def test_department_without_head_resolves_to_the_head_above():
    org = make.organisation()
    depot = make.department("depot", parent=org.logistics)
    roles = [make.letter(A, depot), make.letter(R, depot)]
    assert rules.is_accountable(org.head, loaded(make.proposal(org, roles=roles)))


@pytest.mark.django_db
@pytest.mark.parametrize("leaves", [False, True])
def test_department_without_any_active_head_resolves_to_its_owners(leaves):
    org = make.organisation()
    action = make.proposal(org)
    User.objects.filter(pk=org.head.pk).update(is_active=not leaves)
    worker = User.objects.get(pk=org.worker.pk)
    assert rules.is_accountable(worker, loaded(action)) == leaves


@pytest.mark.django_db
def test_r_of_a_department_is_held_by_its_members_and_a_by_its_head_alone():
    org = make.organisation()
    action = loaded(make.proposal(org))
    assert rules.letters_of(org.head, action) == {"A", "R"}
    assert rules.letters_of(org.worker, action) == {"R"}
    assert rules.letters_of(org.agent, action) == set()


@pytest.mark.django_db
def test_who_is_only_informed_may_not_comment():
    org = make.organisation()
    reader = make.join(people.user("lezer", Role.AGENT), make.department("marketing"))
    adviser = make.join(people.user("raad", Role.AGENT), make.department("juridisch"))
    roles = [make.letter(A, org.logistics), make.letter(R, org.logistics)]
    roles += [make.letter(I, reader), make.letter(C, adviser)]
    action = loaded(make.proposal(org, roles=roles))
    assert not rules.may_comment(reader, action)
    assert rules.may_comment(adviser, action)


@pytest.mark.django_db
def test_lists_and_objects_agree_on_letters():
    """`held_by` in SQL says the same as `letters_of` in Python, for everybody."""
    org = make.organisation()
    depot = make.department("depot", parent=org.logistics)
    headless = make.department("los")
    everybody = [org.head, org.worker, org.agent, org.coordinator, org.manager]
    everybody.append(make.join(people.user("depotman", Role.DEPARTMENT_OWNER), depot))
    everybody.append(make.join(people.user("eigenaar", Role.DEPARTMENT_OWNER), headless))
    everybody.append(make.join(people.user("stil", Role.AGENT), headless))
    for holders in (
        (depot, org.worker),
        (headless, headless),
        (org.manager, org.customer_service),
        (org.logistics, org.team),
    ):
        make.proposal(org, roles=[make.letter(A, holders[0]), make.letter(R, holders[1])])
    tree = DepartmentTree.load()
    visible = action_queries.visible_to(org.manager)
    for person in everybody:
        for letter in RaciRole:
            listed = set(visible.filter(action_queries.held_by(person, tree, [letter])))
            judged = {
                action
                for action in action_queries.with_history(visible)
                if letter in rules.letters_of(person, action)
            }
            assert listed == judged, (person, letter)


def loaded(action):
    """As a page loads it."""
    return action_queries.with_history(type(action).objects.all()).get(pk=action.pk)
