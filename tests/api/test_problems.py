"""Errors below /api/: always a problem document, in the language of the one who asked."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.api.problems import PROBLEM_JSON
from contactreductie.core.enums import Role
from contactreductie.core.models import User
from tests.api.client import ApiClient, client_of, secret_of
from tests.factories import people

pytestmark = pytest.mark.django_db
CONTACTS = "/api/v1/contacts/"


@pytest.fixture
def agent() -> ApiClient:
    return client_of(people.agent())


def problem_of(response: Any) -> tuple[int, str]:
    problem = json.loads(response.content)
    assert response.headers["Content-Type"] == PROBLEM_JSON
    assert (problem["type"], problem["status"]) == ("about:blank", response.status_code)
    return problem["status"], problem["detail"]


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/actions/x/"])
def test_problem_unknown_address_is_404(agent: ApiClient, path: str) -> None:
    assert problem_of(agent.get(path)) == (404, "Niet gevonden.")


def test_problem_number_beyond_the_database_is_404(agent: ApiClient) -> None:
    assert problem_of(agent.get(f"/api/v1/actions/{10**30}/"))[0] == 404


@pytest.mark.parametrize("method", ["delete", "patch", "put", "options", "trace"])
def test_problem_method_without_meaning_is_405_and_names_the_others(
    agent: ApiClient, method: str
) -> None:
    response = agent.send(CONTACTS, method=method)

    assert problem_of(response)[0] == 405
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_problem_head_answers_like_get(agent: ApiClient) -> None:
    assert agent.head("/api/v1/channels/").status_code == 200


def test_problem_form_data_is_415(agent: ApiClient) -> None:
    assert problem_of(agent.post(CONTACTS, {"reason": "x"}))[0] == 415


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"{", "De inhoud is geen geldige JSON (regel 1, kolom 2)."),
        (b'{"note": "\xff"}', "De inhoud is geen geldige JSON."),
        (b'{"handle_seconds": NaN}', "De inhoud is geen geldige JSON."),
        (b'{"handle_seconds": ' + b"9" * 5000 + b"}", "De inhoud is geen geldige JSON."),
        (b"[" * 100_000, "De inhoud is geen geldige JSON."),
        (b'{"note": "\\u0000"}', "De inhoud bevat tekens die niet kunnen worden opgeslagen."),
        (b'{"\\ud800": 1}', "De inhoud bevat tekens die niet kunnen worden opgeslagen."),
    ],
)
def test_problem_malformed_body_is_400(agent: ApiClient, content: bytes, detail: str) -> None:
    response = agent.generic("POST", CONTACTS, content, content_type="application/json")

    assert problem_of(response) == (400, detail)


def test_problem_escapes_that_can_be_stored_are_taken(agent: ApiClient) -> None:
    content = b'\xef\xbb\xbf{"note": "\\ud83d\\ude00 \\\\u0000 \\u00e9"}'
    response = agent.generic("POST", CONTACTS, content, content_type="application/json")

    assert problem_of(response)[0] == 422  # read, and found to lack the moment


def test_problem_too_large_body_is_413(agent: ApiClient, settings) -> None:
    settings.API_BODY_BYTES = 2**20
    response = agent.send(CONTACTS, "x" * 2**20)

    assert problem_of(response) == (413, "De inhoud is groter dan 1 MB.")


def test_problem_crash_is_500_without_details(agent: ApiClient, monkeypatch) -> None:
    def crash(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("reasons.api.lists.Catalog.load", crash)
    agent.raise_request_exception = False
    response = agent.get("/api/v1/reasons/")

    assert problem_of(response)[0] == 500
    assert b"secret" not in response.content


def test_problem_wrong_host_is_400() -> None:
    assert problem_of(Client().get("/api/v1/reasons/", headers={"host": "evil/"}))[0] == 400


def test_problem_page_outside_the_api_stays_a_page() -> None:
    response = Client().get("/nothing/")

    assert (response.status_code, response.headers["Content-Type"]) == (
        404,
        "text/html; charset=utf-8",
    )


@pytest.mark.parametrize(
    ("own", "asked", "detail"),
    [
        ("nl", None, "Je hebt geen rechten om dit te doen."),
        ("en-gb", None, "You do not have permission to do this."),
        ("nl", "en-gb", "You do not have permission to do this."),
        ("en-gb", "nl", "Je hebt geen rechten om dit te doen."),
    ],
)
def test_problem_is_told_in_the_owners_language_unless_another_is_asked(own, asked, detail) -> None:
    owner = people.user("owner", Role.PRIVACY_OFFICER, language=own)
    headers = {"accept-language": asked} if asked else {}
    response = client_of(owner, **headers).send(CONTACTS, {})

    assert problem_of(response) == (403, detail)
    assert response.headers["Content-Language"] == (asked or own)


def test_problem_of_shape_is_told_in_english_too(agent: ApiClient) -> None:
    response = agent.send(CONTACTS, {}, headers={"accept-language": "en"})

    assert response.json()["errors"] == [
        {"field": "occurred_at", "message": "This field is required.", "rule": ""}
    ]


@pytest.mark.parametrize(
    "header", ["Bearer nonsense", "Bearer", "Bearer é", "Basic abc", "Bearer  "]
)
def test_problem_token_that_is_none_is_401(header: str) -> None:
    response = ApiClient(headers={"authorization": header}).get("/api/v1/reasons/")

    assert problem_of(response)[0] == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_problem_expired_token_is_401() -> None:
    client = client_of(people.agent())
    people_tokens = User.objects.get(username="agent").api_tokens
    people_tokens.update(expires_at=timezone.now())

    assert problem_of(client.get("/api/v1/reasons/"))[0] == 401


def test_problem_token_of_somebody_who_left_is_401() -> None:
    client = client_of(people.agent())
    User.objects.update(is_active=False)

    assert problem_of(client.get("/api/v1/reasons/"))[0] == 401


def test_problem_person_without_a_role_is_403() -> None:
    assert problem_of(client_of(people.user("nobody")).get("/api/v1/reasons/"))[0] == 403


def test_problem_session_without_csrf_token_is_403(lists) -> None:
    client = ApiClient(enforce_csrf_checks=True)
    client.force_login(people.agent())

    assert client.get("/api/v1/reasons/").status_code == 200
    assert problem_of(client.send(CONTACTS, {}))[0] == 403


def test_problem_bearer_needs_no_csrf_token(lists) -> None:
    client = ApiClient(
        enforce_csrf_checks=True,
        headers={"authorization": f"Bearer {secret_of(people.agent())}"},
    )

    assert problem_of(client.send(CONTACTS, {}))[0] == 422


@pytest.mark.parametrize("cursor", ["x", "cD14", "bz0x", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk%3D", ""])
def test_problem_forged_cursor_is_404_or_the_first_page(agent: ApiClient, cursor: str) -> None:
    for path in (CONTACTS, "/api/v1/actions/", "/api/v1/reports/"):
        assert agent.get(f"{path}?cursor={cursor}").status_code in (200, 404)


def test_body_of_unsaid_length_is_told_to_say_it(client):
    """The server interface drops a chunked body: an answer beats an empty contact."""
    response = client.post(
        "/api/v1/contacts/",
        content_type="application/json",
        headers={"transfer-encoding": "chunked"},
    )

    assert response.status_code == 411
    assert response.headers["Content-Type"].startswith("application/problem+json")
