from dataclasses import replace

import pytest
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import NotAllowed, Refusal
from raci.enums import ActionState, RaciRole
from raci.models import Department, Membership
from raci.services import departments, hand_over
from raci.services.departments import DepartmentDraft, draft_of
from tests.factories import people
from tests.factories import raci as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
A, R, C, I = RaciRole  # noqa: E741


def change(department, **fields):
    department = Department.objects.get(pk=department.pk)
    draft = replace(draft_of(department), **fields)
    return departments.update_department(department, draft, actor=None, now=MONDAY)


def refused(call):
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


def test_create_department_is_written_and_audited():
    head = people.user("chef", Role.DEPARTMENT_OWNER)
    draft = DepartmentDraft("it", "IT", head=head)
    departments.create_department(draft, actor=None, now=MONDAY)
    assert draft_of(Department.objects.get()) == draft
    assert AuditEvent.objects.get(verb="department_created").details["head"] == head.pk


def test_code_is_taken_once():
    make.department("it")
    refusal = refused(
        lambda: departments.create_department(
            DepartmentDraft("it", "Ook IT"), actor=None, now=MONDAY
        )
    )
    assert refusal.field == "code"


def test_only_the_administrator_manages_departments():
    org = make.organisation()
    with pytest.raises(NotAllowed):
        departments.set_head(department=org.logistics, head=None, actor=org.coordinator, now=MONDAY)
    with pytest.raises(NotAllowed):
        departments.set_membership(user=org.head, department=None, actor=org.manager, now=MONDAY)


def test_department_cannot_be_part_of_itself():
    org = make.organisation()
    depot = make.department("depot", parent=org.logistics)
    assert refused(lambda: change(org.logistics, parent=depot)).field == "parent"


def test_second_customer_service_is_refused():
    org = make.organisation()
    finance = make.department("finance")
    assert refused(lambda: change(finance, is_customer_service=True)).rule == "A-2"
    assert change(org.customer_service, name="KCC").name == "KCC"


def test_head_has_to_be_active():
    org = make.organisation()
    org.worker.is_active = False
    org.worker.save()
    assert refused(lambda: change(org.logistics, head=org.worker)).rule == "A-1"


def test_head_from_customer_service_is_refused_outside_it():
    org = make.organisation()
    assert refused(lambda: change(org.logistics, head=org.agent)).rule == "A-2"
    assert change(org.team, head=org.agent).head == org.agent


def test_department_that_is_accountable_cannot_become_customer_service():
    org = make.organisation()
    change(org.customer_service, is_customer_service=False)
    refusal = refused(lambda: change(org.logistics, is_customer_service=True))
    assert refusal.rule == "A-2"
    assert not Department.objects.get(pk=org.logistics.pk).is_customer_service


def test_department_that_is_accountable_cannot_move_under_customer_service():
    org = make.organisation()
    assert refused(lambda: change(org.logistics, parent=org.customer_service)).rule == "A-2"


def test_department_with_an_accountable_person_cannot_become_customer_service():
    org = make.organisation()
    finance = make.department("finance")
    make.assign(org.reason, make.join(people.user("geld", Role.DEPARTMENT_OWNER), finance))
    assert refused(lambda: change(finance, parent=org.customer_service)).rule == "A-2"


def test_department_with_an_open_action_as_a_cannot_become_customer_service():
    org = make.organisation()
    finance = make.department("finance")
    roles = [make.letter(A, finance), make.letter(R, finance)]
    action = make.proposal(org, roles=roles)
    assert refused(lambda: change(finance, parent=org.customer_service)).rule == "A-2"
    action.state = ActionState.CANCELLED
    action.save()
    assert change(finance, parent=org.customer_service).parent == org.customer_service


def test_department_that_is_accountable_for_nothing_may_move_under_customer_service():
    org = make.organisation()
    finance = make.department("finance")
    assert change(finance, parent=org.customer_service).parent == org.customer_service


@pytest.mark.parametrize("how", ["head", "matrix", "action"])
def test_somebody_accountable_cannot_join_customer_service(how):
    org = make.organisation()
    person = org.head if how == "head" else people.user("geld", Role.DEPARTMENT_OWNER)
    if how == "matrix":
        make.assign(org.reason, person)
    elif how == "action":
        make.proposal(org, roles=[make.letter(A, person), make.letter(R, org.logistics)])
    refusal = refused(
        lambda: departments.set_membership(user=person, department=org.team, actor=None, now=MONDAY)
    )
    assert (refusal.rule, refusal.field) == ("A-2", "department")


def test_membership_moves_and_ends():
    org = make.organisation()
    departments.set_membership(user=org.worker, department=org.team, actor=None, now=MONDAY)
    assert Membership.objects.get(user=org.worker).department == org.team
    departments.set_membership(user=org.worker, department=None, actor=None, now=MONDAY)
    assert not Membership.objects.filter(user=org.worker).exists()


@pytest.mark.parametrize(
    ("number", "dutch", "english"),
    [
        (1, "Draag eerst 1 open actie over.", "Hand over 1 open action first."),
        (3, "Draag eerst 3 open acties over.", "Hand over 3 open actions first."),
    ],
)
def test_person_with_open_actions_as_a_cannot_leave(number, dutch, english):
    org = make.organisation()
    for _ in range(number):
        make.proposal(org)
    make.action_in(ActionState.CANCELLED, org)
    refusal = refused(lambda: hand_over.deactivate_person(user=org.head, actor=None, now=MONDAY))
    assert refusal.rule == "A-4"
    with translation.override("nl"):
        assert str(refusal) == dutch
    with translation.override("en-gb"):
        assert str(refusal) == english
    assert User.objects.get(pk=org.head.pk).is_active


def test_person_answering_for_reasons_cannot_leave():
    org = make.organisation()
    make.assign(org.reason, org.manager)
    refusal = refused(lambda: hand_over.deactivate_person(user=org.manager, actor=None, now=MONDAY))
    assert refusal.rule == "A-4"


def test_person_without_open_actions_leaves():
    org = make.organisation()
    make.proposal(org)
    hand_over.deactivate_person(user=org.worker, actor=None, now=MONDAY)
    assert not User.objects.get(pk=org.worker.pk).is_active


def test_head_leaves_after_another_takes_over():
    org = make.organisation()
    make.proposal(org)
    change(org.logistics, head=org.worker)
    hand_over.deactivate_person(user=org.head, actor=None, now=MONDAY)
    assert not User.objects.get(pk=org.head.pk).is_active


def test_department_with_open_actions_keeps_somebody_to_answer():
    org = make.organisation()
    make.proposal(org)
    # The worker is a department owner there and answers when there is no head.
    assert change(org.logistics, head=None).head is None
    change(org.logistics, head=org.head)
    Membership.objects.filter(user__in=[org.worker, org.head]).delete()
    refusal = refused(lambda: change(org.logistics, head=None))
    assert str(refusal) == "Draag eerst 1 open actie over."


@pytest.fixture
def headless():
    """Finance has no head; Geld, its one department owner, answers for an open action."""
    org = make.organisation()
    finance = make.department("finance")
    geld = make.join(people.user("geld", Role.DEPARTMENT_OWNER), finance)
    make.proposal(org, roles=[make.letter(A, finance), make.letter(R, finance)])
    return org, finance, geld


def give_roles(user, *roles):
    named = {"email": user.email, "first_name": "", "last_name": "", "language": "nl"}
    hand_over.change_person(user=user, roles=roles, actor=None, now=MONDAY, **named)


@pytest.mark.parametrize("where", [None, "logistics"])
def test_last_one_to_answer_cannot_move_away(headless, where):
    org, finance, geld = headless
    department = where and getattr(org, where)

    def move():
        departments.set_membership(user=geld, department=department, actor=None, now=MONDAY)

    assert str(refused(move)) == "Draag eerst 1 open actie over."
    make.join(people.user("tweede", Role.DEPARTMENT_OWNER), finance)
    move()


def test_last_one_to_answer_keeps_the_role(headless):
    _org, finance, geld = headless
    refusal = refused(lambda: give_roles(geld, Role.AGENT))
    assert (str(refusal), refusal.field) == ("Draag eerst 1 open actie over.", "roles")
    make.join(people.user("tweede", Role.DEPARTMENT_OWNER), finance)
    give_roles(geld, Role.AGENT)
    assert User.objects.get(pk=geld.pk).roles == {Role.AGENT}


@pytest.mark.parametrize("who", ["head", "manager"])
def test_accountable_person_or_head_keeps_a_role_to_take_part_with(who):
    org = make.organisation()
    make.proposal(org)
    make.proposal(org, roles=[make.letter(A, org.manager), make.letter(R, org.logistics)])
    assert refused(lambda: give_roles(getattr(org, who), Role.ADMINISTRATOR)).rule == "A-4"
    give_roles(getattr(org, who), Role.DEPARTMENT_OWNER, Role.ADMINISTRATOR)


def test_department_below_a_head_cannot_be_moved_from_under_it():
    org = make.organisation()
    depot = make.department("depot", parent=org.logistics)
    make.proposal(org, roles=[make.letter(A, depot), make.letter(R, depot)])
    assert str(refused(lambda: change(depot, parent=None))) == "Draag eerst 1 open actie over."
    assert change(depot, parent=None, head=org.worker).parent is None


def test_action_nobody_answered_for_before_stands_in_nobodys_way(headless):
    org, finance, geld = headless
    Membership.objects.filter(user=geld).delete()
    departments.set_membership(user=org.worker, department=None, actor=None, now=MONDAY)
    assert change(finance, name="Geld").name == "Geld"


@pytest.mark.parametrize(
    ("draft", "field", "message"),
    [
        (DepartmentDraft("x" * 61, "X"), "code", "Maximaal 60 tekens."),
        (DepartmentDraft("x", "X" * 121), "name", "Maximaal 120 tekens."),
        (DepartmentDraft("x", "X\x00"), "name", "Deze tekst bevat stuurtekens."),
    ],
)
def test_text_that_does_not_fit_is_refused(draft, field, message):
    refusal = refused(lambda: departments.create_department(draft, actor=None, now=MONDAY))
    assert (refusal.field, str(refusal)) == (field, message)
