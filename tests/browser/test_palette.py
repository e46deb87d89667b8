"""The command palette and the sheet of shortcuts, on every page of who is signed in."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.looks import violations
from tests.factories import people, reasons

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reasons_page(page: Page, live_server: LiveServer, client: Client) -> Page:
    reasons.reason("delivery", name_nl="Bezorging")
    client.force_login(people.coordinator())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/reasons/")
    return page


def test_palette_goes_to_a_page_by_a_few_letters(reasons_page: Page) -> None:
    reasons_page.keyboard.press("Control+k")
    reasons_page.keyboard.type("acti")
    expect(reasons_page.get_by_role("option")).to_have_count(1)
    reasons_page.keyboard.press("Enter")

    expect(reasons_page.get_by_role("heading", level=1)).to_have_text("Acties")


def test_palette_finds_the_contacts_of_the_team(reasons_page: Page) -> None:
    """They have no place of their own in the menu."""
    expect(reasons_page.get_by_role("link", name="Contacten van het team")).to_have_count(0)
    reasons_page.keyboard.press("Control+k")
    reasons_page.keyboard.type("team cont")
    expect(reasons_page.get_by_role("option")).to_have_count(1)
    reasons_page.keyboard.press("Enter")

    expect(reasons_page.get_by_role("heading", level=1)).to_have_text("Contacten van het team")


def test_palette_does_what_the_top_bar_does(reasons_page: Page) -> None:
    theme = reasons_page.locator("html").get_attribute("data-theme")

    reasons_page.keyboard.press("Control+k")
    reasons_page.keyboard.type("donker")
    reasons_page.keyboard.press("Enter")

    expect(reasons_page.locator("html")).not_to_have_attribute("data-theme", str(theme))
    expect(reasons_page.get_by_role("dialog")).to_have_count(0)


def test_palette_closes_with_escape_and_gives_the_focus_back(reasons_page: Page) -> None:
    field = reasons_page.get_by_role("searchbox").or_(
        reasons_page.locator("input[data-tree-query]")
    )
    field.first.focus()

    reasons_page.keyboard.press("Control+k")
    expect(reasons_page.get_by_role("combobox", name="Ga naar of doe")).to_be_focused()
    reasons_page.keyboard.press("Escape")

    expect(field).to_be_focused()


def test_palette_without_a_match_says_so_and_enter_stays(reasons_page: Page) -> None:
    reasons_page.keyboard.press("Control+k")
    reasons_page.keyboard.type("qqq")
    reasons_page.keyboard.press("Enter")

    expect(reasons_page.get_by_text("Niets gevonden. Probeer een ander woord.")).to_be_visible()


def test_question_mark_shows_the_keys_but_not_while_typing(reasons_page: Page) -> None:
    field = reasons_page.locator("input[data-tree-query]")
    field.focus()
    reasons_page.keyboard.type("a?")
    expect(field).to_have_value("a?")
    field.blur()

    reasons_page.keyboard.press("?")

    expect(reasons_page.get_by_role("dialog", name="Sneltoetsen")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("key", ["Control+k", "?"])
def test_palette_and_sheet_hold_to_the_rules(
    reasons_page: Page, scheme: str, width: int, key: str
) -> None:
    reasons_page.set_viewport_size({"width": width, "height": 800})
    reasons_page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    reasons_page.locator("h1").click()

    reasons_page.keyboard.press(key)
    expect(reasons_page.get_by_role("dialog")).to_be_visible()

    assert violations(reasons_page) == []
