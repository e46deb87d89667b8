"""The page of who answers what agents bring up (S-1)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from reasons.models import Contact
from reasons.services import answers
from tests.factories import people, reasons, signals
from tests.factories.clock import MONDAY

NOBODYS = uuid.UUID(int=7)
pytestmark = pytest.mark.django_db
URL = "/signals/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


@pytest.fixture
def contact(agent: User) -> Contact:
    reasons.reason("not-delivered", name_nl="Niet bezorgd")
    reasons.channel("phone", name_nl="Telefoon")
    return reasons.contacts_in_bulk([reasons.draft(MONDAY)], agent=agent)[0]


@pytest.fixture
def coordinator() -> User:
    return people.coordinator()


@pytest.fixture
def desk(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def shown(client: Client, query: str = "") -> list[Any]:
    return [line["item"] for line in client.get(URL + query).context["lines"]]


def address(item: Any) -> str:
    return f"{URL}{item.what}/{item.pk}/"


def test_signals_page_shows_what_waits_the_oldest_first(
    desk: Client, contact: Contact, agent: User, coordinator: User
) -> None:
    newest = signals.first_time_right(contact, agent, now=MONDAY)
    oldest = signals.proposal(agent, now=MONDAY - timedelta(days=8))
    taken_up = signals.customer_signal(contact, agent, now=MONDAY - timedelta(days=1))
    answers.take_up(taken_up, actor=coordinator, now=MONDAY)
    done = signals.customer_signal(contact, agent)
    answers.answer(done, text="Dank.", actor=coordinator, now=MONDAY)

    assert shown(desk) == [oldest, taken_up, newest]
    assert "wacht 8 dagen" in desk.get(URL).text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?kind=customer-signal", ["open signal"]),
        ("?kind=missing-reason&state=all", ["closed proposal"]),
        ("?state=closed", ["closed proposal"]),
        ("?state=new", ["open signal"]),
        ("?state=all", ["open signal", "closed proposal"]),
        ("?state=nonsense&kind=nonsense", ["open signal"]),
    ],
)
def test_signals_page_narrows_by_kind_and_state(
    desk: Client,
    contact: Contact,
    agent: User,
    coordinator: User,
    query: str,
    expected: list[str],
) -> None:
    names = {
        signals.customer_signal(contact, agent): "open signal",
        (closed := signals.proposal(agent)): "closed proposal",
    }
    answers.answer(closed, text="Staat erin.", actor=coordinator, now=MONDAY)
    answers.close(closed, actor=agent, now=MONDAY)

    assert [names[item] for item in shown(desk, query)] == expected


def test_signals_page_of_the_administrator_holds_proposals_alone(
    client: Client, contact: Contact, agent: User
) -> None:
    client.force_login(people.user("beheerder", Role.ADMINISTRATOR))
    signal, proposal = signals.customer_signal(contact, agent), signals.proposal(agent)

    assert shown(client) == [proposal]
    assert shown(client, "?kind=customer-signal") == [proposal]
    assert client.get(address(signal)).status_code == 404
    assert client.post(address(signal), {"answer": "Dank."}).status_code == 404


@pytest.mark.parametrize("signal_count", [1, 3])
def test_signals_page_query_count_does_not_grow(
    desk: Client,
    contact: Contact,
    agent: User,
    signal_count: int,
    django_assert_num_queries: Any,
) -> None:
    parent = reasons.reason("delivery")
    signals.first_time_right(contact, agent)
    for _number in range(signal_count):
        signals.customer_signal(contact, agent)
        signals.proposal(agent, parent=parent)

    with django_assert_num_queries(7):
        desk.get(URL)


def test_signals_page_with_nothing_open_says_so(desk: Client) -> None:
    assert "Niets wacht op antwoord" in desk.get(URL).text
    assert "Niets past bij deze keuze" in desk.get(URL + "?state=new").text


def test_answer_page_answers_and_goes_back_to_the_list(
    desk: Client, contact: Contact, agent: User, coordinator: User
) -> None:
    item = signals.customer_signal(contact, agent, text="Doos nat")
    assert "Doos nat" in desk.get(address(item)).text

    answer = desk.post(address(item), {"step": "answer", "answer": "Dank."}, follow=True)

    item.refresh_from_db()
    assert answer.redirect_chain == [(URL, 302)]
    assert (item.state, item.answer, item.answered_by) == ("answered", "Dank.", coordinator)


def test_answer_page_takes_up_and_answers(desk: Client, contact: Contact, agent: User) -> None:
    item = signals.customer_signal(contact, agent)

    for step, state in (("take_up", "sent_out"), ("answer", "answered")):
        desk.post(address(item), {"step": step, "answer": "Dank."})
        item.refresh_from_db()
        assert item.state == state


def test_answer_page_closes_only_for_who_has_left(
    desk: Client, contact: Contact, agent: User
) -> None:
    item = signals.customer_signal(contact, agent)
    desk.post(address(item), {"step": "answer", "answer": "Dank."})
    assert 'value="close"' not in desk.get(address(item)).text

    User.objects.filter(pk=agent.pk).update(is_active=False)

    assert 'value="close"' in desk.get(address(item)).text
    desk.post(address(item), {"step": "close"})
    item.refresh_from_db()
    assert item.state == "closed"


def test_answer_page_without_a_text_is_refused(desk: Client, contact: Contact, agent: User) -> None:
    item = signals.customer_signal(contact, agent)

    answer = desk.post(address(item), {"step": "answer", "answer": " "})

    assert answer.status_code == 422
    assert "Schrijf een antwoord." in answer.text


def test_answer_page_somebody_was_first_shows_theirs_and_keeps_mine(
    desk: Client, contact: Contact, agent: User
) -> None:
    item = signals.customer_signal(contact, agent)
    answers.answer(item, text="Van een ander.", actor=people.coordinator("ander"), now=MONDAY)

    answer = desk.post(address(item), {"step": "answer", "answer": "Van mij."})

    assert answer.status_code == 409
    assert "Iemand heeft dit zojuist gewijzigd." in answer.text
    assert "Van een ander." in answer.text
    assert "Van mij." in answer.text


def test_answer_page_in_the_panel_tells_that_it_is_saved(
    desk: Client, contact: Contact, agent: User
) -> None:
    item = signals.customer_signal(contact, agent)
    data = {"step": "take_up"}

    answer = desk.post(address(item), data, headers={"HX-Request": "true"}).json()

    assert answer == {"message": "Opgeslagen.", "event": "signal:saved", "detail": {}}


@pytest.mark.parametrize("path", [f"missing-reason/{NOBODYS}/", f"weather/{NOBODYS}/"])
def test_answer_page_of_nothing_is_404(desk: Client, path: str) -> None:
    assert desk.get(URL + path).status_code == 404
