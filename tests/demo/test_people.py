import pytest
from django.conf import settings
from django.contrib.auth import authenticate

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from contactreductie.demo import people
from raci.models import Department
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
ROLES = {
    "agent": Role.AGENT,
    "teamleider": Role.TEAM_LEADER,
    "regisseur": Role.COORDINATOR,
    "logistiek": Role.DEPARTMENT_OWNER,
    "directie": Role.MANAGER,
    "beheerder": Role.ADMINISTRATOR,
    "privacy": Role.PRIVACY_OFFICER,
}


@pytest.fixture(autouse=True)
def organisation() -> None:
    created = people.create_people(now=MONDAY, started_at=MONDAY)
    people.create_departments(created, now=MONDAY)


def test_accounts_named_at_the_start_cover_every_role_once():
    roles = {name: User.objects.get(username=name).roles for name, _label in settings.DEMO_ACCOUNTS}
    assert roles == {name: {role} for name, role in ROLES.items()}


def test_accounts_open_with_the_password_shown():
    for username, _label in settings.DEMO_ACCOUNTS:
        opened = authenticate(username=username, password=settings.DEMO_PASSWORD)
        assert opened == User.objects.get(username=username)


def test_mail_addresses_lead_nowhere():
    domains = {email.split("@")[1] for email in User.objects.values_list("email", flat=True)}
    assert domains == {"lindehof.example"}


def test_every_department_has_a_head_who_belongs_to_it():
    for department in Department.objects.select_related("head__membership"):
        assert department.head.membership.department == department


def test_one_department_is_customer_service_with_two_teams():
    service = Department.objects.get(is_customer_service=True)
    assert sorted(service.teams.values_list("code", flat=True)) == ["team-noord", "team-zuid"]
