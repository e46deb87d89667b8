"""Screen-pops: the customer number of a CRM stays in no address, no log and no table (C-6)."""

import logging
import re
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from contactreductie.core.models import User
from reasons.models import Contact
from reasons.services import drafts, screen_pops
from reasons.services.screen_pops import ScreenPop
from tests.factories import people, reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
REFERENCE = "KX-774411"
FROM_CRM = {"customer": REFERENCE, "channel": "chat", "external_ref": "CALL-1"}
FORM = "/register/screen-pop/"


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.reason("not-delivered", name_nl="Niet bezorgd")
    reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")


def goes_on_to(client: Client, answer: Any) -> str:
    """Where the page without a trace leads: by its form, and by itself without JavaScript."""
    (pop,) = re.findall(r'<input type="hidden" name="pop" value="([^"]*)">', answer.text)
    address: str = client.post(FORM, {"pop": pop})["Location"]
    assert f'content="0; url=/register/?pop={pop}"' in answer.text
    assert parse_qs(urlsplit(address).query) == {"pop": [pop]}
    return address


def opened(client: Client, **fields: str) -> Any:
    return client.get(goes_on_to(client, client.get("/register/", FROM_CRM | fields)))


def everything_stored() -> str:
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        rows = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables
            rows += cursor.fetchall()
    return repr([rows, [session.get_decoded() for session in Session.objects.all()]])


# --- By address -----------------------------------------------------------------------------------


def test_address_is_left_at_once_for_one_that_tells_nothing(agent_client: Client) -> None:
    """No redirect, and an error status: what Chromium offers least of afterwards (ADR 0013)."""
    answer = agent_client.get("/register/", FROM_CRM)

    address = urlsplit(goes_on_to(agent_client, answer))
    assert answer.status_code == 422
    assert (answer["Referrer-Policy"], "no-store" in answer["Cache-Control"]) == (
        "no-referrer",
        True,
    )
    assert (address.path, parse_qs(address.query).keys()) == ("/register/", {"pop"})
    assert REFERENCE not in answer.text
    assert "CALL-1" not in answer.text


def test_address_asks_for_nothing_but_the_script_that_leaves_it(agent_client: Client) -> None:
    """Every further request would be one more place to tell where it came from."""
    text = agent_client.get("/register/", FROM_CRM).text

    assert re.findall(r'(?:src|href)="([^"]*)"', text) == ["data:,", "/static/js/go-on.js"]


def test_screen_pop_opens_the_page_with_what_the_crm_knows(agent_client: Client) -> None:
    reasons.contact(timezone.now(), now=timezone.now(), customer_ref=REFERENCE)

    answer = opened(agent_client, source="crm", direction="outbound")

    form = answer.context["form"]
    wanted = {"channel": "chat", "external_ref": "CALL-1", "source": "crm"}
    assert {name: form[name].value() for name in wanted} == wanted
    assert form["customer_key"].value() == drafts.customer_key(REFERENCE)
    assert form["direction"].value() == "outbound"
    assert form["customer_ref"].value() is None
    assert "Klant bekend uit je CRM" in answer.text
    assert "1× over Niet bezorgd" in answer.text


def test_stranger_logs_in_on_the_way_and_the_number_is_nowhere(client: Client) -> None:
    people.agent()
    address = goes_on_to(client, client.get("/register/", FROM_CRM))

    login = client.get(address)
    assert login["Location"].startswith("/accounts/login/?next=/register/%3Fpop%3D")
    data = {"login": "agent", "password": people.PASSWORD}
    answer = client.post(login["Location"], data, follow=True)

    chain = [login["Location"], *(url for url, _status in answer.redirect_chain)]
    assert answer.context["form"]["channel"].value() == "chat"
    assert REFERENCE not in "".join([answer.text, *chain])


def test_number_is_in_no_log_and_no_table_however_it_comes(
    agent_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """C-6: by address, by form, typed, refused, saved."""
    broken = {**FROM_CRM, "customer": f"<{REFERENCE}>"}
    caplog.set_level(logging.DEBUG, logger="django.request")
    with caplog.at_level(logging.DEBUG):
        page = opened(agent_client)
        agent_client.get("/register/", broken)
        agent_client.post(FORM, FROM_CRM, follow=True)
        agent_client.post("/register/customer/", {"customer_ref": REFERENCE})
        agent_client.post("/register/customer/", {"customer_ref": broken["customer"]})
        form = page.context["form"]
        fields = {name: form[name].value() for name in ("customer_key", "external_ref", "channel")}
        saved = {"id": uuid.uuid4(), "reason": "not-delivered", **fields}
        agent_client.post("/register/", saved, follow=True)

    assert Contact.objects.get().customer_key == drafts.customer_key(REFERENCE)
    assert "django.request" in caplog.text  # it was listened to
    assert "774411" not in caplog.text
    assert "CALL-1" in everything_stored()
    assert "774411" not in everything_stored()


def test_screen_pop_without_javascript_can_be_put_aside(agent_client: Client) -> None:
    address = goes_on_to(agent_client, agent_client.get("/register/", FROM_CRM))

    page = agent_client.get(f"{address}&plain=1").text

    assert "Klant bekend uit je CRM" in page
    assert 'name="forget"' in page
    assert "pop=" not in re.findall(r'<form class="register__form[^"]*" [^>]*>', page)[0]


@pytest.mark.parametrize("missing", ["customer", "channel", "external_ref"])
def test_screen_pop_may_leave_out_anything(agent_client: Client, missing: str) -> None:
    fields = {name: value for name, value in FROM_CRM.items() if name != missing}

    answer = agent_client.get(goes_on_to(agent_client, agent_client.get("/register/", fields)))

    form = answer.context["form"]
    assert answer.status_code == 200
    assert form["channel"].value() == {"channel": ""}.get(missing, "chat")
    assert ("Klant bekend uit je CRM" in answer.text) == (missing != "customer")


def test_screen_pop_with_what_is_no_number_opens_with_a_message(agent_client: Client) -> None:
    """C-6; what else the CRM knows is kept."""
    answer = opened(agent_client, customer="<b>Jansen</b>")

    assert "Klantnummer heeft niet de juiste vorm." in answer.text
    assert "Jansen" not in answer.text
    assert answer.context["form"]["external_ref"].value() == "CALL-1"


def test_screen_pop_with_an_impossible_reference_keeps_the_customer(agent_client: Client) -> None:
    answer = opened(agent_client, external_ref="x" * 121)

    assert "Deze tekst is te lang" in answer.text
    assert "Klant bekend uit je CRM" in answer.text
    assert not answer.context["form"]["external_ref"].value()


def test_screen_pop_with_an_unknown_channel_keeps_the_usual_one(agent_client: Client) -> None:
    now = timezone.now()
    draft = reasons.draft(now, channel="phone")
    reasons.contacts_in_bulk([draft], now=now, agent=User.objects.get())

    assert opened(agent_client, channel="fax").context["form"]["channel"].value() == "phone"


@pytest.mark.parametrize("pop", ["x", "gAAAAAB", ""])
def test_address_that_is_not_ours_opens_an_empty_page(agent_client: Client, pop: str) -> None:
    answer = agent_client.get("/register/", {"pop": pop})

    assert answer.status_code == 200
    assert ("Deze klantoproep uit je CRM is verlopen" in answer.text) == bool(pop)


def test_screen_pop_lasts_half_a_day(settings: Settings) -> None:
    pop = ScreenPop(customer_key="k" * 32, channel="chat")
    sealed = screen_pops.seal(pop, now=MONDAY)
    last = MONDAY + settings.SCREEN_POP_KEPT

    assert timedelta(hours=12) == settings.SCREEN_POP_KEPT
    assert screen_pops.unseal(sealed, now=last) == pop
    assert screen_pops.unseal(sealed, now=last + timedelta(seconds=1)).problem


def test_address_with_a_number_can_be_switched_off(
    agent_client: Client, settings: Settings
) -> None:
    settings.SCREEN_POP_BY_ADDRESS = False

    answer = opened(agent_client)

    assert "Je CRM mag geen klantnummer in een adres zetten." in answer.text
    assert "Klant bekend uit je CRM" not in answer.text
    assert answer.context["form"]["customer_key"].value() is None


@pytest.mark.parametrize("query", ["", "?plain=1"])
def test_register_page_without_a_screen_pop_opens_as_ever(agent_client: Client, query: str) -> None:
    assert agent_client.get(f"/register/{query}").status_code == 200


# --- By a form of the CRM -------------------------------------------------------------------------


def test_form_of_the_crm_leads_to_the_page(agent: User) -> None:
    """From another site: no token, and before anybody has logged in."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(FORM, FROM_CRM)

    assert (answer.status_code, answer["Referrer-Policy"]) == (303, "no-referrer")
    assert REFERENCE not in answer["Location"]
    client.force_login(agent)
    page = client.get(answer["Location"])
    assert page.context["form"]["customer_key"].value() == drafts.customer_key(REFERENCE)


def test_form_of_the_crm_works_where_addresses_are_switched_off(
    agent_client: Client, settings: Settings
) -> None:
    settings.SCREEN_POP_BY_ADDRESS = False

    assert "Klant bekend uit je CRM" in agent_client.post(FORM, FROM_CRM, follow=True).text


# --- A contact that is there already --------------------------------------------------------------


def registered(agent: User | None, **fields: Any) -> Contact:
    now = fields.pop("now", timezone.now())
    draft = reasons.draft(now, source="web", external_ref="CALL-1", **fields)
    return reasons.contacts_in_bulk([draft], now=now, agent=agent)[0]


def test_second_screen_pop_of_an_own_contact_leads_to_correcting_it(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent)

    answer = opened(agent_client)

    assert "Dit contact is al geregistreerd." in answer.text
    assert f'<a href="/contacts/{contact.pk}/correct/" data-panel>Corrigeer het</a>' in answer.text


@pytest.mark.parametrize("whose", ["colleague", "nobody", "own, too long ago"])
def test_second_screen_pop_of_another_contact_only_says_so(
    agent_client: Client, agent: User, whose: str
) -> None:
    owners = {"colleague": people.agent("bram"), "own, too long ago": agent}
    age = timedelta(days=2) if "long ago" in whose else timedelta()
    registered(owners.get(whose), now=timezone.now() - age)

    answer = opened(agent_client)

    assert "Dit contact is al geregistreerd." in answer.text
    assert "Corrigeer het" not in answer.text
    assert "bram" not in answer.text


def test_screen_pop_of_another_source_is_another_contact(agent_client: Client, agent: User) -> None:
    registered(agent)

    assert "al geregistreerd" not in opened(agent_client, source="crm").text


def test_screen_pop_is_for_who_may_register(client: Client) -> None:
    client.force_login(people.manager())

    assert opened(client).status_code == 403
