"""Tokens, and the command that makes them."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contactreductie.core.enums import TokenScope
from contactreductie.core.models import ApiToken, AuditEvent
from contactreductie.core.refusals import Refusal
from contactreductie.core.services import tokens
from tests.api.client import ApiClient
from tests.factories import people
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[dict[str, Any], str, int]:
    """The JSON object, what was said on standard error, and the exit code."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("create_token", *arguments, "--json", stdout=out, stderr=err)
    except SystemExit as stopped:
        code = int(str(stopped.code))
    lines = out.getvalue().splitlines()
    return json.loads(lines[-1]) if lines else {}, err.getvalue().strip(), code


def test_create_token_gives_a_token_that_opens_the_api() -> None:
    people.agent()
    answer, _said, code = run("agent", "--scope", "read", "--days", "3")

    client = ApiClient(headers={"authorization": f"Bearer {answer['token']}"})
    token = ApiToken.objects.get()
    assert (code, list(answer)) == (0, ["token", "scope", "expires"])
    assert answer["scope"] == "read"
    assert client.get("/api/v1/channels/").status_code == 200
    assert token.expires_at - token.created_at == timedelta(days=3)
    assert answer["expires"] == token.expires_at.isoformat(timespec="seconds")


def test_create_token_keeps_only_the_hash() -> None:
    people.agent()
    secret = run("agent", "--scope", "write")[0]["token"]

    stored = str(ApiToken.objects.values().get()) + str(list(AuditEvent.objects.values()))
    assert secret.startswith("cr_")
    assert secret not in stored
    assert secret.removeprefix("cr_") not in stored
    assert AuditEvent.objects.get(verb="token_created").details == {"scope": "write"}


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["nobody", "--scope", "read"], "Er is geen persoon 'nobody'.", 2),
        (["agent", "--scope", "read", "--days", "0"], "Een token geldt 1 tot 3650 dagen.", 1),
        (["agent", "--scope", "read", "--days", "9999"], "Een token geldt 1 tot 3650 dagen.", 1),
    ],
)
def test_create_token_refused_says_why(arguments: list[str], said: str, code: int) -> None:
    people.agent()

    assert run(*arguments)[1:] == (said, code)
    assert ApiToken.objects.count() == 0


def test_create_token_for_somebody_who_left_is_refused() -> None:
    agent = people.agent()
    agent.is_active = False
    agent.save()

    assert run("agent", "--scope", "read")[2] == 1


@pytest.mark.parametrize("arguments", [["agent"], ["--scope", "read"], ["agent", "--scope", "all"]])
def test_create_token_wrong_call_is_an_error(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)


def test_find_token_ends_with_its_last_moment() -> None:
    token, secret = tokens.create_token(
        owner=people.agent(), scope=TokenScope.READ, days=1, actor=None, now=MONDAY
    )

    assert tokens.find_token(secret, now=MONDAY + timedelta(hours=23)) == token
    assert tokens.find_token(secret, now=MONDAY + timedelta(days=1)) is None
    assert tokens.find_token(secret.upper(), now=MONDAY) is None
    assert tokens.find_token("", now=MONDAY) is None


def test_find_token_revoked_is_none() -> None:
    token, secret = tokens.create_token(
        owner=people.agent(), scope=TokenScope.READ, days=1, actor=None, now=MONDAY
    )
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=MONDAY)

    assert tokens.find_token(secret, now=MONDAY) is None


def test_find_token_notes_the_day_of_use_once(django_assert_num_queries) -> None:
    _token, secret = tokens.create_token(
        owner=people.agent(), scope=TokenScope.READ, days=1, actor=None, now=timezone.now()
    )
    now = timezone.now()
    tokens.find_token(secret, now=now)

    with django_assert_num_queries(2):
        tokens.find_token(secret, now=now)
    assert ApiToken.objects.get().last_used_on == now.date()


def test_create_token_of_no_days_is_refused_by_the_service() -> None:
    with pytest.raises(Refusal):
        tokens.create_token(
            owner=people.agent(), scope=TokenScope.READ, days=0, actor=None, now=MONDAY
        )
