"""Undoing a contact, and bringing something up about it (C-11, S-1, S-3)."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.models import User
from reasons.enums import LegKind
from reasons.models import Contact, ContactVersion, CustomerSignal, FirstTimeRightSignal
from reasons.services import answers
from reasons.services.drafts import LegDraft
from tests.factories import people, signals
from tests.raci.views.contact.desk import registered, url

pytestmark = pytest.mark.django_db


def test_undo_page_says_what_goes_with_the_contact(agent_client: Client, agent: User) -> None:
    promise = LegDraft(LegKind.CALLBACK, due_at=timezone.now() + timedelta(days=1))
    contact = registered(agent, resolution="callback", legs=(promise,))
    signals.first_time_right(contact, agent)

    page = agent_client.get(url(contact, "withdraw")).text

    assert "De open belofte of doorverbinding verdwijnt mee." in page
    assert "Het signaal bij dit contact verdwijnt mee." in page
    assert Contact.objects.count() == 1


def test_undo_page_removes_the_contact_and_says_so(agent_client: Client, agent: User) -> None:
    contact = registered(agent)

    answer = agent_client.post(url(contact, "withdraw"), follow=True)

    assert answer.redirect_chain == [("/contacts/mine/", 302)]
    assert "Ongedaan gemaakt: Niet bezorgd · Telefoon" in answer.text
    assert Contact.objects.count() == 0


def test_undo_page_sent_twice_says_it_is_gone(agent_client: Client, agent: User) -> None:
    contact = registered(agent)
    agent_client.post(url(contact, "withdraw"))

    again = agent_client.post(url(contact, "withdraw"), follow=True)

    assert "Deze registratie is ingetrokken." in again.text
    assert ContactVersion.objects.count() == 1


def test_undo_page_while_somebody_deals_with_its_signal_is_refused(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent)
    signal = signals.customer_signal(contact, agent)
    answers.take_up(signal, actor=people.coordinator(), now=timezone.now())

    answer = agent_client.post(url(contact, "withdraw"))

    assert answer.status_code == 422
    assert "Iemand is bezig met een signaal bij dit contact." in answer.text
    assert Contact.objects.count() == 1


def test_undo_page_while_somebody_deals_with_its_signal_offers_to_correct_it(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent)
    signal = signals.customer_signal(contact, agent)
    answers.take_up(signal, actor=people.coordinator(), now=timezone.now())

    page = agent_client.get(url(contact, "withdraw")).text

    assert "Iemand is bezig met een signaal bij dit contact." in page
    assert f'href="{url(contact)}"' in page
    assert "Laten staan" not in page


def test_first_time_right_page_keeps_the_signal_and_opens_filled(
    agent_client: Client, agent: User
) -> None:
    """S-1."""
    contact = registered(agent)
    page = url(contact, "first-time-right")
    data = {"id": uuid.uuid4(), "cause": "process", "text": "Inzage"}

    answer = agent_client.post(page, data, follow=True)
    form = agent_client.get(page).context["form"]

    assert "Dank je wel. Het antwoord zie je bij Mijn contacten." in answer.text
    assert (form["cause"].value(), form["text"].value()) == ("process", "Inzage")
    assert form["id"].value() == str(FirstTimeRightSignal.objects.get().pk)


def test_first_time_right_page_without_a_text_says_so(agent_client: Client, agent: User) -> None:
    """S-1."""
    contact = registered(agent)
    data = {"id": uuid.uuid4(), "cause": "agent"}

    answer = agent_client.post(url(contact, "first-time-right"), data)

    assert answer.status_code == 422
    assert "Geef aan wat er nodig was." in answer.text
    assert answer.context["form"]["cause"].value() == "agent"


def test_first_time_right_page_once_answered_shows_the_answer(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent)
    signal = signals.first_time_right(contact, agent)
    answers.answer(signal, text="Week 12.", actor=people.coordinator(), now=timezone.now())

    page = agent_client.get(url(contact, "first-time-right"))

    assert page.context["form"] is None
    assert "Week 12." in page.text


def test_customer_signal_page_asks_about_a_bsn_only_where_there_may_be_one(
    agent_client: Client, agent: User
) -> None:
    """C-7."""
    contact = registered(agent)
    page = url(contact, "signal")
    data = {"id": uuid.uuid4(), "kind": "idea", "text": "Order 111222333"}
    hidden = '<div data-no-bsn class="needs-js" hidden>'

    assert hidden in agent_client.get(page).text
    refused = agent_client.post(page, data)
    assert refused.status_code == 422
    assert hidden not in refused.text
    taken = agent_client.post(page, data | {"text_has_no_bsn": "on"})

    assert taken.status_code == 302
    assert CustomerSignal.objects.get().kind == "idea"


@pytest.mark.parametrize("page", ["first-time-right", "signal"])
@pytest.mark.parametrize("pk", ["", "x"])
def test_signal_page_without_an_id_is_refused(
    agent_client: Client, agent: User, page: str, pk: str
) -> None:
    contact = registered(agent)
    data = {"id": pk, "kind": "idea", "cause": "agent", "text": "Zo"}

    assert agent_client.post(url(contact, page), data).status_code == 422


def test_signal_page_counts_the_end_of_a_line_as_the_browser_does(
    agent_client: Client, agent: User
) -> None:
    """C-7: 280 characters, sent with a carriage return each."""
    contact = registered(agent)
    data = {"id": uuid.uuid4(), "kind": "idea", "text": "x\r\n" * 139 + "xx"}

    assert agent_client.post(url(contact, "signal"), data).status_code == 302
    assert len(CustomerSignal.objects.get().text) == 280
