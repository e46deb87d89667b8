"""Requests that no page sends: they are refused like any other mistake, and never break a page."""

import json
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from contactreductie.core import rate_limits
from contactreductie.core.models import AuditEvent, User
from contactreductie.core.services import people as people_services
from reasons.models import Contact
from reasons.models.version import reference_id
from reasons.services import contacts
from tests.factories import people, reasons, tally
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
DEEP = "[" * 100_000
DIGITS = "1" * 5_000


@pytest.fixture(autouse=True)
def lists() -> None:
    tally.lists()
    reasons.reason("not-asked", name_nl="Anders")


def posted(**fields: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "channel": "phone", "reason": "not-asked"} | fields


@pytest.mark.parametrize("envelope", [DEEP, '{"v":' * 50_000, f'{{"v":{DIGITS}}}'])
def test_envelope_that_is_a_trap_is_refused(
    agent_client: Client, agent: User, envelope: str
) -> None:
    fields = {"id": str(uuid.uuid4()), "agent": agent.pk, "waited": 1, "envelope": envelope}

    assert agent_client.post("/register/queued/", fields).status_code == 422


@pytest.mark.parametrize(
    "tap", [DEEP, DIGITS, '["\\ud800", "phone"]', '["\\u0000", "phone"]', '["late", "\\u0000"]']
)
def test_tap_that_is_a_trap_is_refused(agent_client: Client, tap: str) -> None:
    answer = agent_client.post("/tally/", {"id": str(uuid.uuid4()), "tap": tap})

    assert answer.status_code == 422
    assert not Contact.objects.exists()


@pytest.mark.parametrize("field", ["external_ref", "source"])
def test_reference_with_a_sign_no_database_takes_is_refused_at_its_field(
    agent_client: Client, field: str
) -> None:
    values = {"source": "crm", "external_ref": "A-1"} | {field: "a\0"}

    page = agent_client.post("/register/?plain=1", posted(**values))

    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_session_with_a_sign_no_database_takes_is_none(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "\0aaaaaaaaaa"

    assert client.get("/register/").status_code == 302


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_day_at_the_end_of_time_is_brought_within_reach(client: Client, day: str) -> None:
    client.force_login(people.coordinator())

    assert client.get("/contacts/mine/", {"day": day}).status_code == 200


@pytest.mark.parametrize("path", ["/register/screen-pop/", "/register/", "/accounts/login/"])
def test_form_in_another_charset_is_answered_with_a_page(agent_client: Client, path: str) -> None:
    kind = "application/x-www-form-urlencoded; charset=iso-8859-1"

    answer = agent_client.post(path, b"customer=K1", content_type=kind)

    assert answer.status_code == 400
    assert "Dit verzoek konden we niet lezen" in answer.text


@pytest.mark.parametrize("field", ["channel", "pop", "direction", "source", "external_ref"])
def test_screen_pop_of_enormous_length_opens_a_page(client: Client, field: str) -> None:
    answer = client.post("/register/screen-pop/", {"customer": "K1", field: "x" * 200_000})

    assert answer.status_code == 303
    assert len(answer["Location"]) < 2_000


def test_what_was_sought_is_taken_as_long_as_a_name_may_be(agent_client: Client) -> None:
    page = agent_client.post("/register/missing-reason/", {"sought": "w" * 1_000_000})

    assert len(page.content) < 100_000


def test_undo_keeps_out_no_contact_of_another_system(agent_client: Client) -> None:
    """Its id follows from its reference, which is no secret."""
    known = {"source": "crm", "external_ref": "CRM-2026-000123"}
    guessed = reference_id(**known)

    undone = agent_client.post("/tally/undo/", {"id": str(guessed)}, headers=JSON)

    assert (undone.status_code, undone.json()) == (200, {"id": str(guessed)})
    draft = reasons.draft(MONDAY, **known, reason="not-asked", channel="phone")
    system = people.coordinator()
    assert contacts.register_contact(draft, actor=system, now=MONDAY, by_system=True).created


def test_undo_of_what_did_not_arrive_stands_in_the_audit_trail(
    agent_client: Client, agent: User
) -> None:
    pk = uuid.uuid4()
    agent_client.post("/tally/undo/", {"id": str(pk)}, headers=JSON)

    event = AuditEvent.objects.get(verb="tap_undone_on_its_way")
    assert (event.subject_id, event.actor) == (str(pk), agent)


@pytest.mark.parametrize(
    ("field", "value"),
    [("late_reason", "mail jan@example.nl"), ("late_reason", "BSN 123456782")],
)
def test_reason_of_being_late_holds_no_personal_data(
    agent_client: Client, field: str, value: str
) -> None:
    """C-7 is for every free text: this one goes into the audit trail."""
    answer = agent_client.post("/register/", posted(**{field: value}), headers=JSON)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert not AuditEvent.objects.filter(verb="contact_registered").exists()


def test_reason_of_being_late_is_kept_only_where_it_was_needed(agent_client: Client) -> None:
    answer = agent_client.post("/register/", posted(late_reason="storing"), headers=JSON)

    assert answer.status_code == 200
    assert AuditEvent.objects.get(verb="contact_registered").details == {}


def test_transfer_to_what_looks_like_a_bsn_is_refused_at_its_field(agent_client: Client) -> None:
    """There is no box to say that it is none."""
    fields = {"resolution": "transferred", "transferred_to": "Dossier 123456782"}

    answer = agent_client.post("/register/", posted(**fields), headers=JSON)

    assert [error["field"] for error in answer.json()["errors"]] == ["transferred_to"]


def test_key_of_a_customer_is_not_handed_out_beyond_the_limit(
    agent_client: Client, settings: Any
) -> None:
    settings.CUSTOMER_LOOKS_A_MINUTE = 1
    pages = []
    for number in range(3):
        address = agent_client.post("/register/screen-pop/", {"customer": f"K{number}"})["Location"]
        pages.append(agent_client.get(address).context["form"])

    keys = [bool(form["customer_key"].value()) for form in pages]
    assert keys[0] is True
    assert keys[-1] is False


def test_limits_hold_for_more_people_than_a_small_cache_remembers() -> None:
    first = people.agent("first")
    others = [
        people_services.create_user(username=f"p{n}", email=f"p{n}@example.org", now=MONDAY)
        for n in range(350)
    ]
    cache.set("allauth:rl:somebody", 1)

    for person in (first, *others):
        assert rate_limits.may_go_on("look", user=person, per_minute=1, now=MONDAY)

    assert cache.get("allauth:rl:somebody") == 1
    assert not rate_limits.may_go_on("look", user=first, per_minute=1, now=MONDAY)


def test_address_without_its_slash_leaves_the_number_nowhere_either(agent_client: Client) -> None:
    answer = agent_client.get("/register", {"customer": "K-774411", "channel": "phone"})

    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (422, True)
    assert "K-774411" not in json.dumps(dict(answer.items())) + answer.text
    assert agent_client.get("/register")["Location"] == "/register/"
