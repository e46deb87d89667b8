"""Somebody at a tally sheet."""

import pytest
from django.test import Client

from contactreductie.core.models import User
from tests.factories import tally


@pytest.fixture(autouse=True)
def lists() -> None:
    tally.lists()


@pytest.fixture
def agent() -> User:
    return tally.agent("late", "not-delivered")


@pytest.fixture
def desk(client: Client, agent: User) -> Client:
    client.force_login(agent)
    return client
