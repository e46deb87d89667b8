"""An agent, and the browser of one."""

import pytest
from django.test import Client

from contactreductie.core.models import User
from tests.factories import people


@pytest.fixture
def agent() -> User:
    return people.agent()


@pytest.fixture
def agent_client(client: Client, agent: User) -> Client:
    client.force_login(agent)
    return client
