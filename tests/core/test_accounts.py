"""Logging in and out and choosing a password, in the words of the house."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.factories import people

pytestmark = pytest.mark.django_db


def test_login_page_puts_the_cursor_in_the_first_field(client: Client) -> None:
    page = client.get("/accounts/login/").text

    assert re.search(r'<input [^>]*name="login"[^>]* autofocus', page) is not None


def test_login_is_told_by_no_notice_and_logout_by_one(client: Client) -> None:
    people.agent()

    inside = client.post(
        "/accounts/login/", {"login": "agent", "password": people.PASSWORD}, follow=True
    )
    outside = client.post("/accounts/logout/", follow=True)

    assert 'class="messages"' not in inside.text
    assert "Je bent uitgelogd." in outside.text


def test_password_page_refuses_a_short_password_in_dutch(client: Client) -> None:
    client.force_login(people.agent())
    data = {"oldpassword": people.PASSWORD, "password1": "x7q", "password2": "x7q"}

    page = client.post("/accounts/password/change/", data).text

    assert "Dit wachtwoord is te kort. Gebruik minstens 8 tekens." in page
    assert "Je wachtwoord heeft minstens 8 tekens." in page
    assert re.findall(r"\bUw\b|\bpassword is\b", page) == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("agent@example.org", "nieuw wachtwoord gevraagd voor het account agent."),
        ("niemand@example.org", "Er is geen account met dit adres"),
    ],
)
def test_forgotten_password_is_answered_by_mail(client: Client, address: str, words: str) -> None:
    people.agent()

    page = client.post("/accounts/password/reset/", {"email": address}, follow=True)

    assert '<a href="/">Inloggen</a>' in page.text
    assert [letter.to for letter in mail.outbox] == [[address]]
    assert words in mail.outbox[0].body


def test_own_address_cannot_be_changed(client: Client) -> None:
    """Reports are mailed to it: only the administrator changes it."""
    agent = people.agent()
    client.force_login(agent)

    answer = client.post("/accounts/email/", {"action_add": "", "email": "x@elsewhere.example"})

    assert answer["Location"] == "/accounts/password/change/"
    assert EmailAddress.objects.filter(user=agent).count() == 0
