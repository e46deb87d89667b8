"""The agent's page in a real browser: by keyboard, in both themes, on a phone and enlarged."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from reasons.models import Contact
from tests.factories import people, reasons

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    carrier = reasons.carrier("dhl", "postnl")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd", requires=(carrier,))
    reasons.reason("delivery-moment", delivery, name_nl="Wanneer wordt er bezorgd?")
    reasons.reason("spam", name_nl="Spam", synonyms=["reclame"])
    reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")


@pytest.fixture
def visitor(page: Page) -> Page:
    page.set_default_timeout(10_000)
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.fixture
def agent_page(visitor: Page, live_server: LiveServer, client: Client) -> Page:
    client.force_login(people.agent())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    visitor.goto(f"{live_server.url}/register/")
    expect(visitor.get_by_role("combobox", name="Waarom neemt")).to_be_focused()
    return visitor


def press(page: Page, *keys: str) -> None:
    """Names of keys are pressed; a word after `=` is typed."""
    for key in keys:
        if key.startswith("="):
            page.keyboard.type(key[1:])
        else:
            page.keyboard.press(key)


def test_contacts_are_registered_by_keyboard_alone(visitor: Page, live_server: LiveServer) -> None:
    """From log-in to a second contact: the cursor stands where typing goes on."""
    people.agent()
    visitor.goto(live_server.url)
    press(visitor, "=agent", "Tab", f"={people.PASSWORD}", "Enter")
    reason = visitor.get_by_role("combobox", name="Waarom neemt")
    expect(reason).to_be_focused()
    expect(visitor.get_by_label("Bezorgdienst")).to_be_hidden()

    press(visitor, "Shift+Tab", "Space", "Tab", "=niet bez", "Enter")
    expect(visitor.get_by_label("Bezorgdienst")).to_be_visible()
    press(visitor, "Tab", "=P", "Control+Enter")

    expect(visitor.get_by_text("Geregistreerd: Niet bezorgd · Telefoon")).to_be_visible()
    contact = Contact.objects.get()
    assert [fact.value.code for fact in contact.dimensions.all()] == ["postnl"]
    expect(reason).to_be_focused()
    press(visitor, "=reclame", "Enter", "Enter")
    expect(visitor.get_by_text("Geregistreerd: Spam · Telefoon")).to_be_visible()
    assert Contact.objects.count() == 2


def test_combobox_takes_the_highlighted_reason_with_tab(agent_page: Page) -> None:
    press(agent_page, "=wanneer", "Tab")

    reason = agent_page.get_by_role("combobox", name="Waarom neemt")
    expect(reason).to_have_value("Wanneer wordt er bezorgd?")
    expect(agent_page.get_by_label("Klantnummer")).to_be_focused()


def test_combobox_without_a_match_says_so_and_sends_nothing(agent_page: Page) -> None:
    press(agent_page, "=xyz", "Enter")

    expect(agent_page.get_by_text("Geen reden gevonden. Probeer een ander woord.")).to_be_visible()
    expect(agent_page.get_by_role("combobox", name="Waarom neemt")).to_have_value("xyz")
    expect(agent_page.get_by_role("alert")).to_have_count(0)


def test_dimension_leaves_when_another_reason_is_chosen(agent_page: Page) -> None:
    press(agent_page, "=niet bez", "Enter")
    expect(agent_page.get_by_label("Bezorgdienst")).to_be_visible()

    agent_page.get_by_role("combobox", name="Waarom neemt").click()
    press(agent_page, "=spam", "Enter")

    expect(agent_page.get_by_label("Bezorgdienst")).to_be_hidden()


def test_required_dimension_left_empty_keeps_the_page_and_goes_there(agent_page: Page) -> None:
    agent_page.get_by_text("Telefoon").click()
    agent_page.get_by_role("combobox", name="Waarom neemt").click()
    press(agent_page, "=niet bez", "Enter", "Control+Enter")

    expect(agent_page.get_by_label("Bezorgdienst")).to_be_focused()
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_register_page_holds_to_the_rules(agent_page: Page, scheme: str, width: int) -> None:
    """No violation of axe, with the list open and with a dimension; nothing is too wide."""
    agent_page.set_viewport_size({"width": width, "height": 800})
    agent_page.emulate_media(color_scheme=scheme)
    found = []
    for keys in ("=bez", "Enter"):
        press(agent_page, keys)
        found += [violation["id"] for violation in Axe().run(agent_page).response["violations"]]
    overflow = agent_page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert (found, overflow) == ([], 0)


def test_register_page_at_400_percent_leaves_room_for_the_field(agent_page: Page) -> None:
    """No bar stays in front of what is being filled in."""
    agent_page.set_viewport_size({"width": 320, "height": 225})

    agent_page.get_by_label("Klantnummer").focus()

    seen = agent_page.evaluate(
        """() => {
          const box = document.activeElement.getBoundingClientRect();
          const places = [box.top + 2, box.bottom - 2];
          return places.map((y) => document.elementFromPoint(box.left + 20, y)?.id);
        }"""
    )
    assert seen == ["id_customer_ref", "id_customer_ref"]
