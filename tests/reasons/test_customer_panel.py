"""The customer beside the register form: POST /register/customer/, and without JavaScript."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from reasons.enums import LegKind
from reasons.models import Contact, ContactLeg, ContactReason
from reasons.services import drafts
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db
URL, PLAIN = "/register/customer/", "/register/?plain=1"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    carrier = reasons.carrier("postnl", "dhl")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd", requires=(carrier,))
    reasons.channel("phone", name_nl="Telefoon")


def came(reference: str = "K-1020", **fields: Any) -> Contact:
    now = timezone.now()
    values = {"dimensions": {"carrier": "dhl"}, "note": "deur klemt", "resolution": "callback"}
    return reasons.contact(now - DAY, now=now, customer_ref=reference, **values | fields)


def promise(contact: Contact, due: timedelta) -> ContactLeg:
    now = timezone.now()
    return ContactLeg.objects.create(
        contact=contact, kind=LegKind.CALLBACK, due_at=now + due, recorded_at=now
    )


def words(html: str) -> str:
    """What a person reads."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_panel_tells_what_a_customer_came_about_without_notes_or_names(
    agent_client: Client,
) -> None:
    contact = came()
    Contact.objects.update(agent=people.agent("collega"))

    answer = agent_client.post(URL, {"customer_ref": " k-1020 "})

    told = words(answer.text)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Eerder geweest: 1× over Niet bezorgd" in told
    assert "Bezorging Niet bezorgd" in told
    assert "· Telefoon · Terugbellen beloofd" in told
    assert f"{timezone.localtime(contact.occurred_at):%H:%M}" in told
    assert "Belt terug over hetzelfde" in told
    assert "klemt" not in answer.text
    assert "collega" not in answer.text


def test_panel_of_an_unknown_number_says_so(agent_client: Client) -> None:
    answer = agent_client.post(URL, {"customer_ref": "K-9"})

    assert words(answer.text) == "Nog niet eerder geweest in 14 dagen"


def test_panel_never_repeats_the_number(agent_client: Client) -> None:
    """C-6."""
    came()

    assert "1020" not in agent_client.post(URL, {"customer_ref": "K-1020"}).text


def test_panel_by_key_tells_that_the_crm_knew(agent_client: Client) -> None:
    contact = came()

    told = words(agent_client.post(URL, {"customer_key": contact.customer_key}).text)
    assert "Klant bekend uit je CRM" in told
    assert "Eerder geweest: 1× over Niet bezorgd" in told


def test_panel_of_a_typed_number_goes_before_the_key(agent_client: Client) -> None:
    contact = came()
    data = {"customer_ref": "K-9", "customer_key": contact.customer_key}

    told = words(agent_client.post(URL, data).text)
    assert told == "Nog niet eerder geweest in 14 dagen"


def test_panel_of_nobody_is_empty(agent_client: Client) -> None:
    came("")

    assert words(agent_client.post(URL, {"customer_ref": " "}).text) == ""


@pytest.mark.parametrize(
    "data", [{"customer_ref": "<b>"}, {"customer_ref": "K" * 61}, {"customer_key": "short"}]
)
def test_panel_of_what_is_no_number_is_refused_at_the_field(
    agent_client: Client, data: dict[str, str]
) -> None:
    """C-6."""
    answer = agent_client.post(URL, data)

    (error,) = answer.json()["errors"]
    assert answer.status_code == 422
    assert error == {
        "field": "customer_ref",
        "message": "Klantnummer heeft niet de juiste vorm.",
    }


def test_panel_writes_months_in_english_with_a_capital(client: Client) -> None:
    agent = people.agent("english")
    agent.language = "en-gb"
    agent.save()
    client.force_login(agent)
    promise(came(), DAY)

    told = words(client.post(URL, {"customer_ref": "K-1020"}).text)

    day = r"[SMTWF][a-z]{2} \d+ [A-Z][a-z]+\.? \d\d:\d\d"
    assert len(re.findall(day, told)) == 2


def test_panel_tells_promises_and_which_are_late(agent_client: Client) -> None:
    """C-4: "Terugbellen beloofd vóór di 24 nov 10:00"."""
    contact = came()
    late, open_ = promise(contact, -DAY), promise(contact, DAY)

    answer = agent_client.post(URL, {"customer_ref": "K-1020"})

    told = words(answer.text)
    day = r"(ma|di|wo|do|vr|za|zo) \d+ [a-z]{3} \d\d:\d\d"
    assert re.search(rf"Te laat Terugbellen beloofd vóór {day} Afgehandeld", told)
    assert told.count("Te laat") == 1
    for leg in (late, open_):
        assert f'data-done="/contacts/legs/{leg.pk}/done/"' in answer.text


def test_panel_says_why_a_reason_cannot_be_taken_over(agent_client: Client) -> None:
    came()
    yesterday = timezone.localdate() - DAY
    ContactReason.objects.filter(code="not-delivered").update(valid_until=yesterday)

    told = words(agent_client.post(URL, {"customer_ref": "K-1020"}).text)
    assert "Niet over te nemen: deze reden is niet meer in gebruik." in told
    assert "Belt terug over hetzelfde" not in told


def test_panel_puts_the_key_on_the_first_that_can_be_taken_over(agent_client: Client) -> None:
    came()
    came()

    text = agent_client.post(URL, {"customer_ref": "K-1020"}).text
    assert (text.count('name="same"'), text.count('data-key="alt+h"')) == (2, 1)


def test_panel_asked_for_very_often_says_so_calmly(
    agent_client: Client, settings: Settings
) -> None:
    """Every look tells about a customer: nobody goes through them all."""
    settings.CUSTOMER_LOOKS_A_MINUTE = 2
    came()
    # Five, for a new minute may begin meanwhile.
    answers = [agent_client.post(URL, {"customer_ref": "K-1020"}) for _time in range(5)]

    refused = next(answer for answer in answers if answer.status_code == 429)
    assert "Registreer rustig door" in refused.text
    assert "Niet bezorgd" not in refused.text


@pytest.mark.parametrize("count", [1, 3])
def test_panel_asks_the_same_number_of_queries_of_any_customer(
    agent_client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _time in range(count):
        promise(came(), DAY)
    agent_client.post(URL, {"customer_ref": "K-9"})  # the first of this minute

    with django_assert_num_queries(QUERIES):
        agent_client.post(URL, {"customer_ref": "K-1020"})


QUERIES = 13
"""Session, person with roles; the lists (1); counting this look (6); the customer (4)."""


# --- Without JavaScript --------------------------------------------------------------------------


def typed(**fields: Any) -> dict[str, Any]:
    return {"id": uuid.uuid4(), "channel": "phone", "note": "doos ingedeukt"} | fields


def test_look_shows_the_customer_keeps_the_input_and_saves_nothing(agent_client: Client) -> None:
    came()

    answer = agent_client.post(PLAIN, typed(customer_ref="K-1020", look="1"))

    assert answer.status_code == 200
    assert "Eerder geweest: 1× over Niet bezorgd" in words(answer.text)
    assert "doos ingedeukt" in answer.text
    assert 'value="K-1020"' in answer.text
    assert "Kies precies één hoofdreden" not in answer.text
    assert Contact.objects.count() == 1


def test_look_at_what_is_no_number_is_refused_at_the_field(agent_client: Client) -> None:
    """C-6."""
    answer = agent_client.post(PLAIN, typed(customer_ref="<b>", look="1"))

    assert answer.status_code == 422
    assert "Klantnummer heeft niet de juiste vorm." in answer.text
    assert answer.context["form"].errors.keys() == {"customer_ref"}


def test_same_fills_in_what_that_contact_was_about(agent_client: Client) -> None:
    contact = came()
    page = agent_client.post(PLAIN, typed(customer_ref="K-1020", look="1")).text
    (same,) = re.findall(r'name="same" value="([^"]*)"', page)

    data = typed(customer_ref="K-1020", same=same.replace("&amp;", "&"))
    form = agent_client.post(PLAIN, data).context["form"]

    assert form["reason"].value() == "not-delivered"
    assert form["dim:carrier"].value() == "dhl"
    assert form["follows"].value() == str(contact.pk)
    assert Contact.objects.count() == 1


def test_contact_that_follows_is_saved_with_its_link(agent_client: Client) -> None:
    contact = came()
    sent = typed(customer_ref="K-1020", reason="not-delivered", follows=contact.pk)

    answer = agent_client.post(PLAIN, sent | {"dim:carrier": "dhl"})

    assert answer.status_code == 302
    assert Contact.objects.get(pk=sent["id"]).follows == contact


def test_forget_lets_go_of_the_customer(agent_client: Client) -> None:
    contact = came()
    data = typed(customer_key=contact.customer_key, follows=contact.pk, forget="1")

    answer = agent_client.post(PLAIN, data)

    assert "Eerder geweest" not in answer.text
    assert contact.customer_key not in answer.text
    assert "doos ingedeukt" in answer.text


def test_refused_save_keeps_the_customer_in_view(agent_client: Client) -> None:
    came()

    answer = agent_client.post(PLAIN, typed(customer_ref="K-1020"))

    assert answer.status_code == 422
    assert "Eerder geweest: 1× over Niet bezorgd" in words(answer.text)


def test_saved_by_key_belongs_to_the_same_customer(agent_client: Client) -> None:
    """C-6: the page of a screen-pop knows the customer by key only."""
    key = drafts.customer_key("K-1020")
    sent = typed(customer_key=key, reason="not-delivered")

    agent_client.post(PLAIN, sent | {"dim:carrier": "dhl"})

    assert Contact.objects.get(pk=sent["id"]).customer_key == came().customer_key
