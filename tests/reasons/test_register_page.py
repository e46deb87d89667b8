"""The register page, as an agent uses it without JavaScript."""

import uuid
from typing import Any

import pytest
from django.test import Client

from reasons.models import Channel, Contact, Dimension
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db
URL = "/register/"


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_en="Delivery")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd", synonyms=["kwijt"])
    reasons.reason("damaged", delivery, requires=(reasons.carrier("postnl"),))
    reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")


@pytest.fixture
def agent_client(client: Client) -> Client:
    client.force_login(people.agent())
    return client


def posted(**fields: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(),
        "channel": "phone",
        "reason": "not-delivered",
        "direction": "inbound",
    } | fields


def test_register_page_offers_active_leaves_with_their_words(agent_client: Client) -> None:
    page = agent_client.get(URL).text

    assert '<option value="not-delivered" data-search="not-delivered Niet bezorgd  kwijt">' in page
    assert '<option value="delivery"' not in page


def test_register_page_save_keeps_the_contact_and_remembers_the_channel(
    agent_client: Client,
) -> None:
    answer = agent_client.post(URL, posted(channel="chat", customer_ref="K 1"), follow=True)

    contact = Contact.objects.get()
    assert answer.redirect_chain == [(URL, 302)]
    assert contact.agent is not None
    assert contact.agent.username == "agent"
    assert contact.source == "web"
    assert answer.context["form"]["channel"].value() == "chat"
    assert "Geregistreerd: Niet bezorgd · Chat" in answer.text
    assert "K 1" not in answer.text


def test_register_page_sent_twice_makes_one_contact(agent_client: Client) -> None:
    """C-1: a double click, or going back and sending again."""
    data = posted()

    assert agent_client.post(URL, data).status_code == 302
    assert agent_client.post(URL, data).status_code == 302
    assert Contact.objects.count() == 1


def test_register_page_refusal_keeps_the_input_and_names_the_field(agent_client: Client) -> None:
    data = posted(reason="damaged", note="doos ingedeukt")

    answer = agent_client.post(URL, data)

    assert answer.status_code == 422
    assert "Kies een bezorgdienst bij deze reden." in answer.text
    assert "doos ingedeukt" in answer.text
    assert str(data["id"]) in answer.text
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason": ""}, "Kies precies één hoofdreden."),
        ({"channel": ""}, "Kies een kanaal."),
        ({"occurred_at": "2025-03-30T02:30"}, "Dit tijdstip bestaat niet (zomertijd)."),
        ({"occurred_at": "2025-10-26T02:30"}, "Dit uur komt twee keer voor."),
        ({"occurred_at": "2999-01-01T10:00"}, "Het tijdstip ligt in de toekomst."),
        ({"occurred_at": "gisteren"}, "Dit is geen mogelijk tijdstip."),
        ({"occurred_at": "2025-01-06T10:00"}, "Deze week is afgesloten. Vraag je teamleider."),
    ],
)
def test_register_page_broken_rule_says_so_in_dutch(
    agent_client: Client, fields: dict[str, Any], message: str
) -> None:
    answer = agent_client.post(URL, posted(**fields))

    assert answer.status_code == 422
    assert message in answer.text


def test_register_page_in_english_has_english_names(agent_client: Client) -> None:
    page = agent_client.get(URL, headers={"accept-language": "en-gb"}, follow=True)
    agent_client.cookies["django_language"] = "en-gb"
    page = agent_client.get(URL)

    assert "Why does the customer contact us?" in page.text
    assert '<optgroup label="Delivery">' in page.text


def test_register_page_never_calls_a_dimension_optional(agent_client: Client) -> None:
    """C-8: a reason may demand it; the words of the page may not say otherwise."""
    page = agent_client.get(URL).text

    assert '<label for="id_dim:carrier">Bezorgdienst</label>' in page


@pytest.mark.parametrize(
    ("name", "noun"), [("Bezorgdienst", "bezorgdienst"), ("BTW-groep", "BTW-groep")]
)
def test_dimension_noun_stands_within_a_sentence(name: str, noun: str) -> None:
    assert Dimension(name_nl=name).noun == noun


@pytest.mark.parametrize("contact_count", [1, 3])
def test_register_page_query_count_does_not_grow(
    agent_client: Client, contact_count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(contact_count):
        agent_client.post(URL, posted())

    with django_assert_num_queries(10):
        agent_client.get(URL)


def test_register_page_without_channels_says_where_they_come_from(agent_client: Client) -> None:
    Channel.objects.all().delete()

    page = agent_client.get(URL).text

    assert "Er is nog niets te kiezen" in page
    assert "data-register" not in page
