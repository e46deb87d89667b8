from typing import Any

import pytest
from django.urls import reverse

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent, User
from raci.models import Department
from tests.factories import people
from tests.factories import raci as make

pytestmark = pytest.mark.django_db
PERSON: dict[str, Any] = {
    "username": "nieuw",
    "email": "nieuw@example.org",
    "first_name": "Nieuw",
    "last_name": "Mens",
    "language": "nl",
    "is_active": "on",
    "roles": ["agent"],
}


@pytest.fixture
def administrator(client):
    user = people.user("beheer", Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def change(model, pk):
    return reverse(f"admin:{model}_change", args=[pk])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_site_is_closed_for_everybody_else(client, role):
    client.force_login(people.user("iemand", role))
    assert client.get(reverse("admin:core_user_changelist")).status_code == 403


def test_lists_and_forms_open(client, administrator):
    org = make.organisation()
    for address in (
        reverse("admin:index"),
        reverse("admin:core_user_changelist"),
        reverse("admin:core_user_add"),
        reverse("admin:raci_department_changelist"),
        reverse("admin:raci_department_add"),
        change("core_user", org.head.pk),
        change("raci_department", org.logistics.pk),
    ):
        assert client.get(address).status_code == 200


def test_person_is_made_through_the_service(client, administrator):
    org = make.organisation()
    data = {**PERSON, "department": org.team.pk}
    assert client.post(reverse("admin:core_user_add"), data).status_code == 302
    user = User.objects.get(username="nieuw")
    assert (user.roles, user.membership.department) == ({Role.AGENT}, org.team)
    assert not user.has_usable_password()
    event = AuditEvent.objects.get(verb="user_created", subject_id=str(user.pk))
    assert (event.actor, event.details) == (administrator, {"roles": ["agent"]})


def test_person_changes_roles_and_department(client, administrator):
    org = make.organisation()
    data = {**PERSON, "username": "agent", "roles": ["manager"], "department": ""}
    assert client.post(change("core_user", org.agent.pk), data).status_code == 302
    user = User.objects.get(pk=org.agent.pk)
    assert (user.roles, user.email) == ({Role.MANAGER}, "nieuw@example.org")
    assert getattr(user, "membership", None) is None


def test_person_with_open_actions_cannot_be_switched_off(client, administrator):
    org = make.organisation()
    make.proposal(org)
    data = {**PERSON, "username": "bakker", "roles": ["department_owner"]}
    data |= {"department": org.logistics.pk, "is_active": ""}
    response = client.post(change("core_user", org.head.pk), data)
    assert response.status_code == 200
    assert "Draag eerst 1 open actie over." in response.content.decode()
    assert User.objects.get(pk=org.head.pk).is_active


def test_name_is_taken_once(client, administrator):
    make.organisation()
    response = client.post(reverse("admin:core_user_add"), {**PERSON, "username": "Agent"})
    assert "Deze naam is al in gebruik." in response.content.decode()


def test_department_is_made_and_changed(client, administrator):
    org = make.organisation()
    data = {"code": "it", "name": "IT", "parent": "", "head": org.manager.pk}
    assert client.post(reverse("admin:raci_department_add"), data).status_code == 302
    made = Department.objects.get(code="it")
    assert made.head == org.manager
    data |= {"name": "Techniek", "parent": org.logistics.pk}
    assert client.post(change("raci_department", made.pk), data).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.parent) == ("Techniek", org.logistics)


def test_accountable_department_cannot_become_customer_service(client, administrator):
    org = make.organisation()
    data = {
        "code": "logistics",
        "name": "Logistics",
        "parent": org.customer_service.pk,
        "head": "",
    }
    response = client.post(change("raci_department", org.logistics.pk), data)
    assert "Klantenservice kan faciliteren" in response.content.decode()
    assert Department.objects.get(pk=org.logistics.pk).parent is None


def test_nothing_is_deleted_here(client, administrator):
    org = make.organisation()
    address = reverse("admin:raci_department_delete", args=[org.logistics.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
