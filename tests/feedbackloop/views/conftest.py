from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.models import User
from tests.factories.clock import MONDAY

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are opened on the Monday after 2026-W10."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


@pytest.fixture
def sign_in(client: Client) -> SignIn:
    def enter(user: User) -> Client:
        client.force_login(user)
        return client

    return enter
