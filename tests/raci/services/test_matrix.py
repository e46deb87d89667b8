import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import NotAllowed, Refusal
from raci.enums import RaciRole
from raci.models import ReasonResponsibility
from raci.services import responsibilities
from tests.factories import people
from tests.factories import raci as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
A, R, C, I = RaciRole  # noqa: E741


def letters(reason):
    rows = ReasonResponsibility.objects.filter(reason=reason)
    return {(row.role, row.department or row.person) for row in rows}


def test_new_a_takes_the_place_of_the_old_one():
    org = make.organisation()
    finance = make.department("finance")
    make.assign(org.reason, finance)
    assert letters(org.reason) == {("A", finance)}
    event = AuditEvent.objects.filter(verb="responsibility_assigned").first()
    assert event.details == {
        "role": "A",
        "department": "finance",
        "person": None,
        "instead_of": ["Logistics"],
    }


def test_same_letter_twice_changes_nothing():
    org = make.organisation()
    make.assign(org.reason, org.logistics)
    assert AuditEvent.objects.filter(verb="responsibility_assigned").count() == 1


@pytest.mark.parametrize("inside", ["customer_service", "team", "agent", "coordinator"])
def test_customer_service_as_a_is_refused(inside):
    org = make.organisation()
    with pytest.raises(Refusal) as refused:
        make.assign(org.reason, getattr(org, inside))
    assert refused.value.rule == "A-2"
    with translation.override("nl"):
        assert str(refused.value) == (
            "Klantenservice kan faciliteren, maar niet eindverantwoordelijk zijn. "
            "Kies een A buiten klantenservice."
        )
    assert letters(org.reason) == {("A", org.logistics)}


@pytest.mark.parametrize("role", [R, C, I])
def test_customer_service_may_hold_every_other_letter(role):
    org = make.organisation()
    make.assign(org.reason, org.customer_service, role)
    assert (role, org.customer_service) in letters(org.reason)


def test_a_and_r_go_together_and_nothing_else_does():
    org = make.organisation()
    make.assign(org.reason, org.logistics, R)
    for role in (C, I):
        with pytest.raises(Refusal) as refused:
            make.assign(org.reason, org.logistics, role)
        assert refused.value.rule == "A-3"
    assert letters(org.reason) == {("A", org.logistics), ("R", org.logistics)}


@pytest.mark.parametrize("both", [True, False])
def test_holder_is_a_department_or_a_person(both):
    org = make.organisation()
    given = {"department": org.logistics, "person": org.manager} if both else {}
    with pytest.raises(Refusal):
        responsibilities.assign_responsibility(
            reason=org.reason, role=C, **given, actor=None, now=MONDAY
        )


def test_database_keeps_to_one_a_per_reason():
    org = make.organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReasonResponsibility.objects.create(reason=org.reason, role=A, person=org.manager)


@pytest.mark.parametrize("role", list(Role))
def test_matrix_is_edited_by_coordinator_and_management(role):
    org = make.organisation()
    actor = people.user("iemand", role)
    given = {"reason": org.reason, "role": I, "person": org.manager}
    if role in (Role.COORDINATOR, Role.MANAGER):
        row = responsibilities.assign_responsibility(**given, actor=actor, now=MONDAY)
        responsibilities.remove_responsibility(responsibility=row, actor=actor, now=MONDAY)
        assert letters(org.reason) == {("A", org.logistics)}
    else:
        with pytest.raises(NotAllowed):
            responsibilities.assign_responsibility(**given, actor=actor, now=MONDAY)
        with pytest.raises(NotAllowed):
            responsibilities.remove_responsibility(
                responsibility=org.reason.responsibilities.get(), actor=actor, now=MONDAY
            )
