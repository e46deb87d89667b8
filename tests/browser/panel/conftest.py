from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from reasons.models import Contact
from reasons.services import contacts
from tests.browser.panel.desk import session
from tests.factories import people, reasons


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    carrier = reasons.carrier("dhl", "postnl")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd", synonyms=["kwijt"])
    reasons.reason("damaged", delivery, name_nl="Beschadigd", requires=(carrier,))
    reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")


@pytest.fixture
def agent() -> User:
    return people.agent()


@pytest.fixture
def contact(agent: User) -> Contact:
    now = timezone.now()
    draft = reasons.draft(now, source="web", customer_ref="K1")
    return contacts.register_contact(draft, actor=agent, now=now).contact


@pytest.fixture
def desk(
    page: Page, live_server: LiveServer, client: Client, agent: User, contact: Contact
) -> Page:
    """My contacts, with one contact of today."""
    page.set_default_timeout(10_000)
    page.emulate_media(reduced_motion="reduce")
    page.context.add_cookies([session(client, agent, live_server)])
    page.goto(f"{live_server.url}/contacts/mine/")
    return page


@pytest.fixture
def plain_desk(
    browser: Browser, live_server: LiveServer, client: Client, agent: User, contact: Contact
) -> Iterator[Page]:
    """The same without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    context.add_cookies([session(client, agent, live_server)])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/contacts/mine/")
    yield page
    context.close()
