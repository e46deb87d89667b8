"""The register page as the server makes it: for its script, and plain without JavaScript."""

import json
import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from reasons.models import Channel, Contact, Dimension, DimensionValue
from reasons.services import lists as list_services
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db
URL, PLAIN = "/register/", "/register/?plain=1"


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_en="Delivery")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd")
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


def workspace(page: str) -> dict[str, Any]:
    """What the page gives its script."""
    found = re.search(r'<script id="workspace" type="application/json">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])


def test_plain_page_offers_active_leaves(agent_client: Client) -> None:
    page = agent_client.get(PLAIN).text

    assert '<option value="not-delivered">Niet bezorgd</option>' in page
    assert '<option value="delivery"' not in page
    assert "register.js" not in page
    assert "noscript" not in page


def test_page_with_a_script_sends_the_reasons_once_and_cached(agent_client: Client) -> None:
    page = agent_client.get(URL).text
    assert "not-delivered" not in page
    assert '<noscript><meta http-equiv="refresh" content="0; url=?plain=1"></noscript>' in page

    answer = agent_client.get(workspace(page)["index"])

    reasons = json.loads(answer.content)["reasons"]
    assert [reason["code"] for reason in reasons] == ["not-delivered", "damaged"]
    assert [reason["demands"] for reason in reasons] == [[], ["carrier"]]
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"


def test_page_gives_its_script_habits_and_the_latest_contacts(agent_client: Client) -> None:
    data = posted(reason="damaged", **{"dim:carrier": "postnl"})
    agent_client.post(URL, data)

    given = workspace(agent_client.get(URL).text)

    assert given["habits"] == {"own": {}, "recent": ["damaged"], "pins": {}}
    [last] = given["latest"]
    assert (last["id"], last["dimensions"]) == (str(data["id"]), {"carrier": "postnl"})
    assert given["language"] == "nl"
    assert given["suggest"] is None


@pytest.mark.parametrize("address", [URL, PLAIN])
def test_page_offers_to_correct_only_what_may_still_be_corrected(
    agent_client: Client, address: str
) -> None:
    """C-11"""
    old, young = posted(), posted()
    for data in (old, young):
        agent_client.post(URL, data)
    past = timezone.now() - settings.OWN_CONTACT_EDIT_WINDOW
    Contact.objects.filter(pk=old["id"]).update(recorded_at=past)

    page = agent_client.get(address).text

    assert f"/contacts/{young['id']}/correct/" in page
    assert f"/contacts/{old['id']}/correct/" not in page
    assert f"/contacts/{old['id']}/signal/" in page


def test_page_takes_a_reason_from_its_address(agent_client: Client) -> None:
    """Where somebody looked whether a reason is missing, and it was not."""
    page = agent_client.get(f"{URL}?reason=damaged").text
    assert 'name="reason" value="damaged"' in page

    plain = agent_client.get(f"{PLAIN}&reason=damaged").text
    assert '<option value="damaged" selected>' in plain


def test_plain_page_stays_plain_after_saving(agent_client: Client) -> None:
    answer = agent_client.post(PLAIN, posted(plain="1"))

    assert answer["Location"] == PLAIN


def test_page_that_comes_back_refused_tells_its_script_why(agent_client: Client) -> None:
    """An entry that had waited, and is to be repaired."""
    answer = agent_client.post(URL, posted(reason="damaged", extra_1="not-delivered"))

    assert answer.status_code == 422
    message = "Kies een bezorgdienst bij deze reden."
    assert workspace(answer.text)["errors"] == [{"field": "dim:carrier", "message": message}]
    assert 'name="reason" value="damaged"' in answer.text
    assert 'name="extra_1" value="not-delivered"' in answer.text
    assert "noscript" not in answer.text


@pytest.mark.parametrize(("channels", "usual"), [(("phone",), "phone"), (("phone", "chat"), "")])
def test_only_channel_needs_no_choice(
    agent_client: Client, channels: tuple[str, ...], usual: str
) -> None:
    Channel.objects.exclude(code__in=channels).delete()
    list_services.touch()

    answer = agent_client.get(URL)

    assert answer.context["form"]["channel"].value() == usual


@pytest.mark.parametrize(("count", "widget"), [(8, "radio"), (9, "select")])
def test_few_values_are_buttons_and_many_a_list(
    agent_client: Client, count: int, widget: str
) -> None:
    values = [DimensionValue(code=str(n), name=str(n)) for n in range(count - 1)]
    for value in values:
        value.dimension = Dimension.objects.get()
    DimensionValue.objects.bulk_create(values)
    list_services.touch()

    field = agent_client.get(URL).context["form"]["dim:carrier"]

    assert field.widget_type == ("radioselect" if widget == "radio" else widget)


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
    page = agent_client.get(PLAIN)

    assert "Why does the customer contact us?" in page.text
    assert '<optgroup label="Delivery">' in page.text


def test_register_page_never_calls_a_dimension_optional(agent_client: Client) -> None:
    """C-8: a reason may demand it; the words of the page may not say otherwise."""
    page = agent_client.get(PLAIN).text

    assert "<legend>Bezorgdienst</legend>" in page


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
    agent_client.get(URL)  # from here on the lists are remembered

    with django_assert_num_queries(9):
        agent_client.get(URL)
    with django_assert_num_queries(4):
        agent_client.get(PLAIN)


def test_register_page_without_channels_says_where_they_come_from(agent_client: Client) -> None:
    Channel.objects.all().delete()
    list_services.touch()

    page = agent_client.get(URL).text

    assert "Er is nog niets te kiezen" in page
    assert "data-register" not in page
    assert "register.js" not in page
