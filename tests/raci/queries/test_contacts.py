import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci.queries import contacts
from tests.factories import people
from tests.factories import raci as make
from tests.factories import reasons as make_reasons
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db


@pytest.fixture
def org():
    """Contacts: kwijt by the agent, factuur by a colleague, schade by another team; one import."""
    organisation = make.organisation()
    make_reasons.channel()
    organisation_reasons = {
        "kwijt": make_reasons.reason("kwijt", organisation.reason),
        "factuur": make_reasons.reason("factuur"),
    }
    finance = make.department("finance")
    make.assign(organisation_reasons["factuur"], finance)
    colleague = make.join(people.agent("collega"), organisation.team)
    other = make.department("avond", parent=organisation.customer_service)
    stranger = make.join(people.agent("avondploeg"), other)
    by = {
        "kwijt-agent": ("kwijt", organisation.agent),
        "factuur-collega": ("factuur", colleague),
        "kwijt-avond": ("kwijt", stranger),
        "factuur-import": ("factuur", None),
    }
    for ref, (reason, agent) in by.items():
        draft = make_reasons.draft(amsterdam("2026-03-02 10:00"), reason=reason, external_ref=ref)
        make_reasons.contacts_in_bulk([draft], now=MONDAY, agent=agent)
    make.join(people.user("geld", Role.DEPARTMENT_OWNER), finance)
    make.join(people.team_leader(), organisation.team)
    people.user("privacy", Role.PRIVACY_OFFICER)
    people.user("beheer", Role.ADMINISTRATOR)
    return organisation


ALL = {"kwijt-agent", "factuur-collega", "kwijt-avond", "factuur-import"}


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("agent", {"kwijt-agent"}),
        ("teamleider", {"kwijt-agent", "factuur-collega"}),
        ("regisseur", ALL),
        ("bakker", {"kwijt-agent", "kwijt-avond"}),
        ("geld", {"factuur-collega", "factuur-import"}),
        ("directie", set()),
        ("privacy", ALL),
        ("beheer", set()),
    ],
)
def test_contact_rows_are_visible_within_the_role(org, username, seen):
    user = User.objects.get(username=username)
    assert set(contacts.visible_to(user).values_list("external_ref", flat=True)) == seen


def test_owner_of_a_nearer_reason_takes_it_away_from_the_one_above(org):
    leaf = org.reason.children.get(code="kwijt")
    make.assign(leaf, make.department("it"))
    assert not contacts.visible_to(org.head).exists()


def test_several_roles_add_up(org):
    both = make.join(people.user("beide", Role.AGENT, Role.DEPARTMENT_OWNER), org.logistics)
    assert contacts.visible_to(both).count() == 2


def test_somebody_who_left_sees_nothing(org):
    org.agent.is_active = False
    org.agent.save()
    assert not contacts.visible_to(User.objects.get(pk=org.agent.pk)).exists()
