"""The way of what agents bring up, until they have read the answer (S-1)."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from reasons.enums import SignalState
from reasons.models import Contact, CustomerSignal
from reasons.queries import signals as queries
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


@pytest.fixture
def coordinator() -> User:
    return people.coordinator()


def state_of(item: Any) -> str:
    item.refresh_from_db()
    return str(item.state)


def test_signal_goes_from_new_to_closed(contact: Contact, agent: User, coordinator: User) -> None:
    """S-1: the agent sees the answer, and closes it by having read it."""
    signal = signals.first_time_right(contact, agent)
    answers.take_up(signal, actor=coordinator, now=LATER)
    assert state_of(signal) == SignalState.SENT_OUT
    answers.answer(signal, text="Komt in week 12.", actor=coordinator, now=LATER)
    assert state_of(signal) == SignalState.ANSWERED
    assert (signal.answer, signal.answered_by, signal.answered_at) == (
        "Komt in week 12.",
        coordinator,
        LATER,
    )
    answers.close(signal, actor=agent, now=LATER)
    assert state_of(signal) == SignalState.CLOSED

    events = AuditEvent.objects.filter(subject_id=str(signal.pk)).order_by("pk")
    assert [(event.verb, event.actor) for event in events] == [
        ("signal_brought_up", agent),
        ("signal_sent_out", coordinator),
        ("signal_answered", coordinator),
        ("signal_closed", agent),
    ]
    assert "Komt" not in str([event.details for event in events])


def test_answer_to_something_new_takes_it_up_first(
    contact: Contact, agent: User, coordinator: User
) -> None:
    signal = signals.customer_signal(contact, agent)

    answers.answer(signal, text="Dank.", actor=coordinator, now=LATER)

    verbs = AuditEvent.objects.filter(subject_id=str(signal.pk)).order_by("pk")
    assert [event.verb for event in verbs][1:] == ["signal_sent_out", "signal_answered"]
    assert state_of(signal) == SignalState.ANSWERED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ", "Schrijf een antwoord."),
        ("Bel 06-12345678", "Verwijder persoonsgegevens."),
    ],
)
def test_answer_broken_rule_is_refused(
    contact: Contact, agent: User, coordinator: User, text: str, expected: str
) -> None:
    signal = signals.customer_signal(contact, agent)

    with pytest.raises(Refusal) as refused:
        answers.answer(signal, text=text, actor=coordinator, now=LATER)

    assert told(refused.value) == (expected, "answer")
    assert state_of(signal) == SignalState.NEW


def test_second_answer_is_a_conflict_and_the_same_one_is_not(
    contact: Contact, agent: User, coordinator: User
) -> None:
    signal = signals.customer_signal(contact, agent)
    stale = CustomerSignal.objects.get()
    answers.answer(signal, text="Eerste.", actor=coordinator, now=LATER)

    answers.answer(stale, text="Eerste.", actor=coordinator, now=LATER)
    with pytest.raises(Conflict):
        answers.answer(stale, text="Tweede.", actor=people.coordinator("ander"), now=LATER)

    signal.refresh_from_db()
    assert (signal.answer, signal.answered_by) == ("Eerste.", coordinator)


@pytest.mark.parametrize("step", [answers.take_up, answers.close])
def test_step_taken_again_changes_nothing(
    contact: Contact, agent: User, coordinator: User, step: Any
) -> None:
    signal, actor = signals.customer_signal(contact, agent), coordinator
    if step is answers.close:
        answers.answer(signal, text="Dank.", actor=coordinator, now=LATER)
        actor = agent
    step(signal, actor=actor, now=LATER)
    before = AuditEvent.objects.count()

    step(signal, actor=actor, now=LATER)

    assert AuditEvent.objects.count() == before


def test_step_out_of_order_is_a_conflict(contact: Contact, agent: User, coordinator: User) -> None:
    signal = signals.customer_signal(contact, agent)

    with pytest.raises(Conflict):
        answers.close(signal, actor=agent, now=LATER)
    answers.answer(signal, text="Dank.", actor=coordinator, now=LATER)
    with pytest.raises(Conflict):
        answers.take_up(signal, actor=coordinator, now=LATER)
    answers.close(signal, actor=agent, now=LATER)
    with pytest.raises(Conflict):
        answers.answer(signal, text="Dank.", actor=coordinator, now=LATER)


def test_step_with_a_withdrawn_contact_is_a_conflict(
    contact: Contact, agent: User, coordinator: User
) -> None:
    signal = signals.customer_signal(contact, agent)
    corrections.withdraw_contact(contact, actor=agent, now=LATER)

    with pytest.raises(Conflict):
        answers.take_up(signal, actor=coordinator, now=LATER)


MAY_ANSWER = {Role.COORDINATOR: {"signal", "proposal"}, Role.ADMINISTRATOR: {"proposal"}}


@pytest.mark.parametrize("role", list(Role))
def test_role_tells_what_somebody_answers(contact: Contact, agent: User, role: Role) -> None:
    somebody = people.user("iemand", role)
    items = {"signal": signals.customer_signal(contact, agent), "proposal": signals.proposal(agent)}
    answered = set()

    for name, item in items.items():
        try:
            answers.take_up(item, actor=somebody, now=LATER)
            answers.answer(item, text="Dank.", actor=somebody, now=LATER)
            answered.add(name)
        except NotAllowed:
            assert state_of(item) == SignalState.NEW

    assert answered == MAY_ANSWER.get(role, set())


def test_answer_is_closed_by_who_asked_and_by_nobody_else(
    contact: Contact, agent: User, coordinator: User
) -> None:
    """Else it would be gone before it was read."""
    signal = signals.customer_signal(contact, agent)
    answers.answer(signal, text="Dank.", actor=coordinator, now=LATER)

    for somebody in (people.agent("collega"), coordinator):
        with pytest.raises(NotAllowed):
            answers.close(signal, actor=somebody, now=LATER)
    answers.close(signal, actor=agent, now=LATER)

    assert state_of(signal) == SignalState.CLOSED


def test_answer_for_who_has_left_is_closed_by_who_answers(
    contact: Contact, agent: User, coordinator: User
) -> None:
    signal = signals.customer_signal(contact, agent)
    answers.answer(signal, text="Dank.", actor=coordinator, now=LATER)
    User.objects.filter(pk=agent.pk).update(is_active=False)

    answers.close(signal, actor=coordinator, now=LATER)

    assert state_of(signal) == SignalState.CLOSED


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_leave_one(contact: Contact, agent: User) -> None:
    signal = signals.customer_signal(contact, agent)
    answerers = [people.coordinator(f"r{number}") for number in range(4)]
    barrier, refused = threading.Barrier(4), []

    def call(actor: User) -> None:
        barrier.wait()
        try:
            answers.answer(signal, text=actor.username, actor=actor, now=LATER)
        except Conflict:
            refused.append(actor.username)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call, args=[actor]) for actor in answerers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    signal.refresh_from_db()
    assert len(refused) == 3
    assert signal.answer not in refused
    assert signal.answered_by.username == signal.answer


def test_signal_is_late_after_a_week_without_an_answer(
    contact: Contact, agent: User, coordinator: User
) -> None:
    """S-1: answer within 7 days."""
    signal, week = signals.customer_signal(contact, agent), timedelta(days=7)

    assert not queries.is_late(signal, MONDAY + week)
    assert queries.is_late(signal, MONDAY + week + timedelta(seconds=1))
    answered = answers.answer(signal, text="Dank.", actor=coordinator, now=LATER)
    assert not queries.is_late(answered, MONDAY + 2 * week)
