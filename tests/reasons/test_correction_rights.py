"""Who corrects and undoes a contact until when (section 2), and what if somebody was first."""

from datetime import timedelta

import pytest
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import Conflict, Refusal
from reasons.models import Contact, ContactVersion
from reasons.services import corrections
from tests.factories import corrections as make
from tests.factories import people
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists() -> None:
    make.lists()


DAY, WEEK = timedelta(hours=24), timedelta(days=7)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("role", "own", "age", "message"),
    [
        (Role.AGENT, True, DAY, ""),
        (Role.AGENT, True, DAY + SECOND, "Deze week is afgesloten. Vraag je teamleider."),
        (Role.AGENT, False, SECOND, "Je hebt geen rechten om dit te doen."),
        (Role.TEAM_LEADER, True, WEEK, ""),
        (Role.TEAM_LEADER, False, WEEK, ""),
        (Role.TEAM_LEADER, False, WEEK + SECOND, "Deze week is afgesloten. Vraag de regisseur."),
        (Role.COORDINATOR, False, timedelta(days=400), ""),
        (Role.MANAGER, False, SECOND, "Je hebt geen rechten om dit te doen."),
        (Role.DEPARTMENT_OWNER, False, SECOND, "Je hebt geen rechten om dit te doen."),
        (Role.ADMINISTRATOR, False, SECOND, "Je hebt geen rechten om dit te doen."),
        (Role.PRIVACY_OFFICER, False, SECOND, "Je hebt geen rechten om dit te doen."),
    ],
)
@pytest.mark.parametrize("what", ["correct", "withdraw"])
def test_role_tells_until_when_a_contact_is_corrected_and_undone(
    role: Role, own: bool, age: timedelta, message: str, what: str
) -> None:
    """Section 2; counted from the registration, not from the contact."""
    actor = people.user("iemand", role)
    registrar = actor if own else people.agent()
    contact = make.registered(registrar, occurred_at=MONDAY - timedelta(days=3))
    said = ""

    with translation.override("nl"):
        try:
            if what == "correct":
                make.corrected(contact, actor, now=MONDAY + age, reason="invoice")
            else:
                corrections.withdraw_contact(contact, actor=actor, now=MONDAY + age)
        except Refusal as found:
            said = str(found)

    assert said == message
    assert ContactVersion.objects.count() == (0 if message else 1)


def test_agent_who_leads_a_team_has_the_longer_term() -> None:
    both = people.user("beide", Role.AGENT, Role.TEAM_LEADER)
    contact = make.registered(both)

    make.corrected(contact, both, now=MONDAY + WEEK, reason="invoice")

    assert Contact.objects.get().reason.code == "invoice"


def test_moved_to_more_than_a_week_ago_is_a_late_entry(agent: User) -> None:
    """Section 2: a correction is no way around the reason for a late entry."""
    contact, leader = make.registered(agent), people.team_leader()
    old = {"occurred_at": MONDAY - timedelta(days=9)}

    by_agent = make.refused(contact, agent, **old)
    without_reason = make.refused(contact, leader, **old)
    make.corrected(contact, leader, late_reason="verkeerde dag", **old)

    assert (by_agent.field, by_agent.rule) == ("occurred_at", "C-11")
    assert without_reason.field == "late_reason"
    details = AuditEvent.objects.get(verb="contact_corrected").details
    assert details == {"changed": ["local_date", "occurred_at"], "late_reason": "verkeerde dag"}


def test_other_change_of_an_old_contact_asks_for_no_reason() -> None:
    leader = people.team_leader()
    old = make.registered(leader, occurred_at=MONDAY - timedelta(days=20), late_reason="lijst")

    make.corrected(old, leader, reason="invoice")

    assert Contact.objects.get().reason.code == "invoice"


# --- Somebody else was first -------------------------------------------------------------------


def test_correct_contact_changed_meanwhile_is_a_conflict(agent: User) -> None:
    contact = make.registered(agent)
    make.corrected(Contact.objects.get(), people.team_leader(), reason="invoice")

    found = make.refused(contact, agent, channel="mail", now=make.LATER + timedelta(minutes=1))

    assert isinstance(found, Conflict)
    assert Contact.objects.get().channel.code == "phone"


def test_correct_contact_of_another_customer_meanwhile_is_a_conflict(agent: User) -> None:
    contact = make.registered(agent, customer_ref="K1")
    make.corrected(Contact.objects.get(), people.team_leader(), customer_ref="K2")

    assert isinstance(make.refused(contact, agent, channel="mail"), Conflict)


def test_correct_contact_withdrawn_meanwhile_is_a_conflict(agent: User) -> None:
    contact = make.registered(agent)
    corrections.withdraw_contact(contact, actor=agent, now=make.LATER)

    assert isinstance(make.refused(contact, agent, channel="mail"), Conflict)
    assert Contact.objects.count() == 0


def test_correct_contact_looked_at_never_is_a_conflict(agent: User) -> None:
    contact = make.registered(agent)

    with pytest.raises(Conflict):
        corrections.correct_contact(
            contact, corrections.draft_of(contact), seen=None, actor=agent, now=make.LATER
        )
