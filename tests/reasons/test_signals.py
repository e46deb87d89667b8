"""What agents bring up (S-1, S-3, C-1, C-7)."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from reasons.models import Contact, CustomerSignal, FirstTimeRightSignal, ReasonProposal
from reasons.services import answers, corrections
from tests.factories import people, reasons, signals
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def contact(agent: User) -> Contact:
    reasons.reason("not-delivered")
    reasons.channel("phone")
    return reasons.contacts_in_bulk([reasons.draft(MONDAY)], agent=agent)[0]


def told(refusal: Refusal) -> tuple[str, str]:
    with translation.override("nl"):
        return str(refusal), refusal.field


# --- In 1x goed --------------------------------------------------------------------------------


def test_first_time_right_is_kept_with_who_and_when(contact: Contact, agent: User) -> None:
    """S-1."""
    signals.first_time_right(contact, agent, cause="process", text=" Inzage in de route ")

    signal = FirstTimeRightSignal.objects.get()
    assert (signal.contact, signal.agent, signal.recorded_at) == (contact, agent, MONDAY)
    assert (signal.cause, signal.text, signal.state) == ("process", "Inzage in de route", "new")
    event = AuditEvent.objects.get(verb="signal_brought_up")
    assert (event.details, event.subject_id) == ({"cause": "process"}, str(signal.pk))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "  "}, ("Geef aan wat er nodig was.", "text")),
        ({"cause": ""}, ("Kies bij wie de oorzaak ligt.", "cause")),
        ({"cause": "weather"}, ("Kies bij wie de oorzaak ligt.", "cause")),
        (
            {"text": "mail jan@example.org"},
            ("Verwijder persoonsgegevens.", "text"),
        ),
    ],
)
def test_first_time_right_broken_rule_is_refused(
    contact: Contact, agent: User, fields: dict[str, str], expected: tuple[str, str]
) -> None:
    """S-1, C-7."""
    with pytest.raises(Refusal) as refused:
        signals.first_time_right(contact, agent, **fields)

    assert told(refused.value) == expected
    assert FirstTimeRightSignal.objects.count() == 0


def test_text_that_looks_like_a_bsn_takes_the_writers_word(contact: Contact, agent: User) -> None:
    """C-7: 111222333 passes the check."""
    with pytest.raises(Refusal) as refused:
        signals.first_time_right(contact, agent, text="Order 111222333")
    signals.first_time_right(contact, agent, text="Order 111222333", text_has_no_bsn=True)

    assert refused.value.field == "text_has_no_bsn"
    assert FirstTimeRightSignal.objects.get().text == "Order 111222333"


def test_text_of_281_characters_is_refused(contact: Contact, agent: User) -> None:
    signals.first_time_right(contact, agent, text="x" * 280)

    with pytest.raises(Refusal) as refused:
        signals.customer_signal(contact, agent, text="x" * 281)
    assert refused.value.rule == "C-7"


def test_first_time_right_again_changes_the_one_of_the_contact(
    contact: Contact, agent: User
) -> None:
    signals.first_time_right(contact, agent, text="Eerst")
    signals.first_time_right(contact, agent, text="Later", cause="customer")

    signal = FirstTimeRightSignal.objects.get()
    assert (signal.text, signal.cause) == ("Later", "customer")
    assert AuditEvent.objects.filter(verb="signal_changed").count() == 1


def test_first_time_right_sent_twice_is_one(contact: Contact, agent: User) -> None:
    """C-1."""
    pk = uuid.uuid4()

    first = signals.first_time_right(contact, agent, signal_id=pk)
    second = signals.first_time_right(contact, agent, signal_id=pk)

    assert first == second
    assert FirstTimeRightSignal.objects.count() == 1
    assert AuditEvent.objects.filter(verb__startswith="signal_").count() == 1


def test_first_time_right_somebody_deals_with_does_not_change(
    contact: Contact, agent: User
) -> None:
    signal = signals.first_time_right(contact, agent, text="Eerst")
    answers.take_up(signal, actor=people.coordinator(), now=LATER)

    with pytest.raises(Conflict) as refused:
        signals.first_time_right(contact, agent, text="Later")

    expected = "Iemand is al bezig met dit signaal; het wijzigt niet meer."
    assert told(refused.value)[0] == expected
    assert signals.first_time_right(contact, agent, text="Eerst") == signal
    assert FirstTimeRightSignal.objects.get().text == "Eerst"


def test_id_of_another_contact_is_a_conflict(contact: Contact, agent: User) -> None:
    """C-1."""
    other = reasons.contacts_in_bulk([reasons.draft(MONDAY)], agent=agent)[0]
    pk = signals.first_time_right(contact, agent).pk

    with pytest.raises(Conflict):
        signals.first_time_right(other, agent, signal_id=pk)


# --- Customer signal, missing reason ------------------------------------------------------------


def test_customer_signals_may_be_several_about_one_contact(contact: Contact, agent: User) -> None:
    """S-3."""
    signals.customer_signal(contact, agent, kind="complaint", text="Doos nat")
    signals.customer_signal(contact, agent, kind="idea", text="Stuur een foto")

    kept = CustomerSignal.objects.order_by("kind").values_list("kind", "text", "contact")
    assert list(kept) == [
        ("complaint", "Doos nat", contact.pk),
        ("idea", "Stuur een foto", contact.pk),
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": ""}, ("Schrijf op wat de klant zei.", "text")),
        ({"kind": ""}, ("Kies klacht, compliment of idee.", "kind")),
        (
            {"text": "IBAN NL91ABNA0417164300"},
            ("Verwijder persoonsgegevens.", "text"),
        ),
    ],
)
def test_customer_signal_broken_rule_is_refused(
    contact: Contact, agent: User, fields: dict[str, str], expected: tuple[str, str]
) -> None:
    """S-3, C-7."""
    with pytest.raises(Refusal) as refused:
        signals.customer_signal(contact, agent, **fields)

    assert told(refused.value) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": " "}, ("Geef de ontbrekende reden een naam.", "name")),
        ({"text": ""}, ("Geef aan wanneer je deze reden zou kiezen.", "text")),
        (
            {"name": "Bel jan@example.org"},
            ("Verwijder persoonsgegevens.", "name"),
        ),
    ],
)
def test_proposal_broken_rule_is_refused(
    agent: User, fields: dict[str, str], expected: tuple[str, str]
) -> None:
    with pytest.raises(Refusal) as refused:
        signals.proposal(agent, **fields)

    assert told(refused.value) == expected


Once = Callable[[Contact, User, uuid.UUID, str], Any]
ONCE: dict[str, Once] = {
    "customer signal": lambda contact, actor, pk, text: signals.customer_signal(
        contact, actor, signal_id=pk, text=text
    ),
    "proposal": lambda contact, actor, pk, text: signals.proposal(actor, proposal_id=pk, text=text),
}


@pytest.mark.parametrize("bring_up", ONCE.values(), ids=ONCE)
def test_brought_up_twice_under_one_id_is_one(
    contact: Contact, agent: User, bring_up: Once
) -> None:
    """C-1: the same answer again; other content, or another person, is refused."""
    pk = uuid.uuid4()
    first = bring_up(contact, agent, pk, "Zo")

    assert bring_up(contact, agent, pk, "Zo") == first
    for actor, text in ((agent, "Anders"), (people.team_leader(), "Zo")):
        with pytest.raises(Conflict) as refused:
            bring_up(contact, actor, pk, text)
        assert told(refused.value)[0] == "Deze registratie bestaat al met andere gegevens."
    assert type(first).objects.count() == 1
    assert AuditEvent.objects.filter(verb="signal_brought_up").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("bring_up", ONCE.values(), ids=ONCE)
def test_brought_up_twice_at_once_is_one(contact: Contact, agent: User, bring_up: Once) -> None:
    """C-1, with real threads and connections."""
    pk, barrier, found = uuid.uuid4(), threading.Barrier(4), []

    def call() -> None:
        barrier.wait()
        found.append(bring_up(contact, agent, pk, "Zo").pk)
        connections.close_all()

    threads = [threading.Thread(target=call) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [pk] * 4
    assert CustomerSignal.objects.count() + ReasonProposal.objects.count() == 1


@pytest.mark.parametrize("bring_up", [signals.first_time_right, signals.customer_signal])
def test_brought_up_about_a_withdrawn_contact_is_a_conflict(
    contact: Contact, agent: User, bring_up: Any
) -> None:
    corrections.withdraw_contact(Contact.objects.get(), actor=agent, now=LATER)

    with pytest.raises(Conflict) as refused:
        bring_up(contact, agent)

    assert told(refused.value)[0] == "Deze registratie is ingetrokken."


@pytest.mark.parametrize(
    "role", [Role.DEPARTMENT_OWNER, Role.MANAGER, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER]
)
def test_who_does_not_register_brings_nothing_up(contact: Contact, role: Role) -> None:
    somebody = people.user("iemand", role)

    for bring_up in (signals.first_time_right, signals.customer_signal):
        with pytest.raises(NotAllowed):
            bring_up(contact, somebody)
    with pytest.raises(NotAllowed):
        signals.proposal(somebody)
