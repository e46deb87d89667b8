"""What a browser had to keep and sends later (C-9), without the browser."""

import json
import uuid
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from contactreductie.core import sealing
from contactreductie.core.models import User
from reasons.models import Contact, ContactReason
from reasons.services import corrections, taxonomy
from tests.factories import envelopes, people, reasons

pytestmark = pytest.mark.django_db
PAGE = "/register/"
URL = "/register/queued/"


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.reason("not-delivered", name_nl="Niet bezorgd")
    reasons.reason("damaged", requires=(reasons.carrier("postnl"),))
    reasons.channel("phone", name_nl="Telefoon")


def typed(agent: User, **fields: Any) -> dict[str, Any]:
    """The register form as the browser seals it."""
    return {
        "id": str(uuid.uuid4()),
        "agent": agent.pk,
        "channel": "phone",
        "reason": "not-delivered",
        "direction": "inbound",
    } | fields


def entry(data: dict[str, Any], *, waited: float = 60, **fields: Any) -> dict[str, Any]:
    context = f"{data['agent']}:{data['id']}"
    envelope = envelopes.sealed(urlencode(data).encode(), context=context)
    return {
        "id": data["id"],
        "agent": data["agent"],
        "envelope": json.dumps(envelope),
        "waited": waited,
    } | fields


def test_queued_contact_is_registered_at_the_moment_it_was_saved(
    agent_client: Client, agent: User
) -> None:
    data = typed(agent, customer_ref="K 1", note="Doos zoek")

    answer = agent_client.post(URL, entry(data, waited=7200))

    contact = Contact.objects.get()
    assert answer.status_code == 200
    assert answer.json()["contact"]["id"] == data["id"] == str(contact.pk)
    assert answer.json()["message"] == "Geregistreerd: Niet bezorgd · Telefoon"
    assert (contact.agent, contact.note) == (agent, "Doos zoek")
    age = timezone.now() - contact.occurred_at
    assert timedelta(seconds=7200) <= age < timedelta(seconds=7260)


@pytest.mark.parametrize("waited", [0, 1e300])
def test_queued_contact_is_never_later_than_now_or_earlier_than_a_day_ago(
    agent_client: Client, agent: User, waited: float
) -> None:
    agent_client.post(URL, entry(typed(agent), waited=waited))

    age = timezone.now() - Contact.objects.get().occurred_at
    assert timedelta() <= age < settings.QUEUE_KEPT + timedelta(minutes=1)


def test_queued_contact_that_was_saved_before_gives_the_first_answer(
    agent_client: Client, agent: User
) -> None:
    """C-1: the server had it, but its answer got lost."""
    data = typed(agent)
    first = agent_client.post(PAGE, data, headers={"accept": "application/json"})

    again = [agent_client.post(URL, entry(data, waited=waited)) for waited in (5, 3600)]

    assert [answer.json() for answer in again] == [first.json()] * 2
    assert [answer.status_code for answer in again] == [200, 200]
    assert Contact.objects.count() == 1


def test_queued_contact_whose_reason_ended_after_it_was_saved_gives_the_first_answer(
    agent_client: Client, agent: User
) -> None:
    """C-1: the rules of now are not those of then."""
    data = typed(agent, handle_seconds="41")
    first = agent_client.post(PAGE, data, headers={"accept": "application/json"})
    reason = ContactReason.objects.get(code=data["reason"])
    taxonomy.end_reason(reason, last_day=date(2020, 1, 1), actor=None, now=timezone.now())

    again = agent_client.post(URL, entry(data))

    assert (again.status_code, again.json()) == (200, first.json())


def test_queued_contact_with_other_content_is_refused(agent_client: Client, agent: User) -> None:
    data = typed(agent)
    agent_client.post(PAGE, data)

    answer = agent_client.post(URL, entry(data | {"note": "anders"}))

    assert answer.status_code == 409
    message = "Deze registratie bestaat al met andere gegevens."
    assert answer.json()["errors"] == [{"field": "", "message": message}]
    assert Contact.objects.get().note == ""


def test_queued_contact_withdrawn_meanwhile_stays_withdrawn(
    agent_client: Client, agent: User
) -> None:
    data = typed(agent)
    agent_client.post(PAGE, data)
    corrections.withdraw_contact(Contact.objects.get(), actor=agent, now=timezone.now())

    answer = agent_client.post(URL, entry(data))

    assert answer.status_code == 409
    assert Contact.objects.count() == 0


def test_queued_contact_that_breaks_a_rule_names_field_and_message(
    agent_client: Client, agent: User
) -> None:
    answer = agent_client.post(URL, entry(typed(agent, reason="damaged")))

    assert answer.status_code == 422
    message = "Kies een bezorgdienst bij deze reden."
    assert answer.json()["errors"] == [{"field": "dim:carrier", "message": message}]


def test_queued_contact_of_a_colleague_is_not_registered(agent_client: Client, agent: User) -> None:
    """C-9: under the right name only; told apart from a refusal, for it goes on waiting."""
    colleague = people.agent("collega")
    mine_by_name = entry(typed(colleague), agent=agent.pk)

    assert agent_client.post(URL, entry(typed(colleague))).status_code == 403
    assert agent_client.post(URL, mine_by_name).status_code == 422
    assert Contact.objects.count() == 0


def test_page_of_somebody_else_saves_nothing(agent_client: Client) -> None:
    """A page that stood open since before this agent logged in."""
    data = typed(people.agent("collega"))

    answer = agent_client.post(PAGE, data, headers={"accept": "application/json"})

    assert answer.status_code == 403
    assert not answer["Content-Type"].startswith("application/json")
    assert Contact.objects.count() == 0


def unreadable(data: dict[str, Any]) -> list[dict[str, Any]]:
    good = entry(data)
    return [
        good | {"id": str(uuid.uuid4())},
        good | {"envelope": "{}"},
        good | {"envelope": "geen json"},
        good | {"waited": "-1"},
        good | {"waited": "nan"},
        {},
    ]


def test_queued_contact_that_cannot_be_read_says_so(agent_client: Client, agent: User) -> None:
    answers = [agent_client.post(URL, sent) for sent in unreadable(typed(agent))]

    message = "Deze registratie is niet meer te lezen. Registreer haar opnieuw."
    expected = {"errors": [{"field": "", "message": message}], "readable": False}
    assert [(answer.status_code, answer.json()) for answer in answers] == [(422, expected)] * 6
    assert Contact.objects.count() == 0


def test_queued_contact_can_be_read_after_the_secret_changed_only_with_the_former_one(
    agent_client: Client, agent: User, settings: Settings
) -> None:
    sent = entry(typed(agent))
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another-secret-" + "o" * 40
    agent_client.force_login(agent)

    assert agent_client.post(URL, sent).status_code == 422
    settings.SECRET_KEY_FALLBACKS = [former]
    assert agent_client.post(URL, sent).status_code == 200


def test_repair_shows_the_page_with_everything_filled_in_and_what_is_wrong(
    agent_client: Client, agent: User
) -> None:
    data = typed(agent, reason="damaged", note="doos ingedeukt")

    answer = agent_client.post(URL, entry(data, waited=3600, repair_id=uuid.uuid4()))

    form = answer.context["form"]
    saved_at = timezone.localtime() - timedelta(hours=1)
    assert answer.status_code == 422
    assert "Kies een bezorgdienst bij deze reden." in answer.text
    assert "doos ingedeukt" in answer.text
    assert form["id"].value() == data["id"]
    assert form["occurred_at"].value()[:13] in {
        f"{moment:%Y-%m-%dT%H}" for moment in (saved_at, saved_at - timedelta(minutes=1))
    }


def test_repair_of_what_stands_for_another_contact_goes_on_under_the_new_id(
    agent_client: Client, agent: User
) -> None:
    data, repair_id = typed(agent), str(uuid.uuid4())
    agent_client.post(PAGE, data)

    answer = agent_client.post(URL, entry(data | {"note": "anders"}, repair_id=repair_id))

    assert answer.status_code == 422
    assert "Deze registratie bestaat al met andere gegevens." in answer.text
    assert answer.context["form"]["id"].value() == repair_id


def test_repair_of_what_is_right_by_now_registers_it(agent_client: Client, agent: User) -> None:
    answer = agent_client.post(URL, entry(typed(agent), repair_id=uuid.uuid4()), follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Geregistreerd: Niet bezorgd · Telefoon" in answer.text
    assert Contact.objects.count() == 1


def test_repair_is_for_who_saved_it(agent_client: Client) -> None:
    sent = entry(typed(people.agent("collega")), repair_id=uuid.uuid4())

    answer = agent_client.post(URL, sent)

    assert answer.status_code == 403
    assert "Niet bezorgd" not in answer.text


def test_session_tells_who_is_signed_in_and_is_never_kept(
    agent_client: Client, agent: User
) -> None:
    answer = agent_client.get("/register/session/")

    told = answer.json()
    assert (told["agent"], told["key"]) == (agent.pk, sealing.public_key_jwk())
    assert "no-store" in answer["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = agent_client.cookies
    sent = entry(typed(agent))
    assert strict.post(URL, sent).status_code == 403
    assert strict.post(URL, sent, headers={"X-CSRFToken": told["csrf"]}).status_code == 200


def test_queue_settings_are_on_every_page_of_a_registrar_only(
    agent_client: Client, client: Client
) -> None:
    assert 'id="queue-settings"' in agent_client.get("/reasons/").text

    client.force_login(people.manager())
    assert 'id="queue-settings"' not in client.get("/reasons/").text
