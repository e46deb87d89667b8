"""An agent at the register page, with a line to the server that can fail."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from tests.browser import proxy, queueing
from tests.factories import people

# A busy machine is no reason to fail.
expect.set_options(timeout=15_000)


@pytest.fixture
def line(live_server: LiveServer) -> Iterator[proxy.Line]:
    with proxy.line_to(live_server.url) as line:
        yield line


@pytest.fixture
def saver(context: BrowserContext, line: proxy.Line) -> User:
    """The agent who is signed in, with something to register."""
    queueing.lists()
    agent = people.agent()
    queueing.sign_in(context, line.url, agent)
    return agent


@pytest.fixture
def saver_page(context: BrowserContext, line: proxy.Line, saver: User) -> Page:
    return queueing.open_register(context, line.url)
