"""What the register page asks while somebody types or pastes (POST /register/suggest/)."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from reasons.models import Contact
from reasons.services import suggestions
from tests.factories import notes, people

pytestmark = pytest.mark.django_db
URL = "/register/suggest/"
TEXT = "Mijn pakket is niet bezorgd, bel 06-zoveel"


@pytest.fixture
def agent_client(client: Client) -> Client:
    client.force_login(people.agent())
    return client


@pytest.fixture
def learned(settings: Settings) -> None:
    settings.SUGGEST_MIN_EXAMPLES = 100
    settings.SUGGEST_MIN_PER_REASON = 5
    notes.registered()
    Contact.objects.update(local_date=timezone.localdate())
    suggestions.learn(now=timezone.now())


def asked(client: Client, text: str = TEXT) -> dict[str, Any]:
    answer = client.post(URL, {"text": text})
    assert answer.status_code == 200
    return json.loads(answer.content)


@pytest.mark.usefixtures("learned")
def test_suggest_answers_three_reasons_with_their_confidence(agent_client: Client) -> None:
    answer = asked(agent_client)

    first, *others = answer["suggestions"]
    assert answer["state"] == "ready"
    assert first["code"] == "not-delivered"
    assert set(first) == {"code", "confidence"}
    assert 1 >= first["confidence"] > 0.8
    assert len(others) == 2
    assert all(0 <= other["confidence"] < first["confidence"] for other in others)


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize("text", ["", "  ", "\x00", "Le chat dort", "😀", "a" * 5000])
def test_suggest_is_silent_about_a_text_that_says_nothing(agent_client: Client, text: str) -> None:
    assert asked(agent_client, text) == {"suggestions": [], "state": "ready"}


def test_suggest_before_anything_was_learned(
    agent_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(agent_client) == {"suggestions": [], "state": "learning"}

    monkeypatch.setitem(sys.modules, "sklearn", None)

    assert asked(agent_client) == {"suggestions": [], "state": "off"}


def test_suggest_refuses_a_text_beyond_the_limit(agent_client: Client) -> None:
    for text in ("é" * 5000, "\r\n" * 5000):
        assert agent_client.post(URL, {"text": text}).status_code == 200

    answer = agent_client.post(URL, {"text": "é" * 5001})

    assert answer.status_code == 422
    assert [error["field"] for error in json.loads(answer.content)["errors"]] == ["text"]


@pytest.mark.usefixtures("learned")
def test_suggest_keeps_and_logs_nothing_of_the_text(
    agent_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.DEBUG),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        agent_client.post(URL, {"text": TEXT})

    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert "bezorgd" not in caplog.text
    assert not any("bezorgd" in query["sql"] for query in queries)


@pytest.mark.parametrize("text", [TEXT, "x" * 6000])
def test_suggest_answer_is_kept_by_no_cache(agent_client: Client, text: str) -> None:
    answer = agent_client.post(URL, {"text": text})

    assert "no-store" in answer["Cache-Control"]


def test_suggest_takes_nothing_from_an_address(agent_client: Client) -> None:
    """The customer's words never stand in an address, where servers log them."""
    assert agent_client.get(URL, {"text": TEXT}).status_code == 405
    assert asked(agent_client, "") == asked(agent_client)


def test_suggest_needs_the_token_of_the_page() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.agent())

    assert client.post(URL, {"text": TEXT}).status_code == 403


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize("text", ["Le chat dort", TEXT])
def test_suggest_query_count_does_not_grow(
    agent_client: Client, text: str, django_assert_num_queries: Any
) -> None:
    """Session, person with roles, which is current, the tree; the classifier is remembered."""
    asked(agent_client)

    with django_assert_num_queries(4):
        asked(agent_client, text)


@pytest.mark.once
def test_web_and_worker_start_without_scikit_learn() -> None:
    """It takes seconds and 150 MB: only learning itself may import it."""
    code = (
        "import sys, contactreductie.wsgi\n"
        "from django.urls import get_resolver\n"
        "from contactreductie.celery import app\n"
        "get_resolver().reverse_dict, app.loader.import_default_modules()\n"
        "from reasons.views import suggest\n"
        "print('reasons.services.suggestions' in sys.modules, 'sklearn' in sys.modules)\n"
    )
    output = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert output.split() == ["True", "False"]
