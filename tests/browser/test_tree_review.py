"""The review list of the tree in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from feedbackloop.enums import ReviewDecision
from feedbackloop.models import TreeReviewItem
from tests.browser.looks import violations
from tests.factories import people, reasons, signals
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.feedbackloop.tree_review import world

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PAGES = ("/tree/review/", "/tree/review/?quarter=2026-Q1", "/tree/review/?quarter=2025-Q4")


@pytest.fixture
def visitor(
    page: Page, live_server: LiveServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> Page:
    """Who keeps the tree, before points of several kinds; one is decided."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    coordinator = people.coordinator()
    parent = world.delivery()
    reasons.reason("later", parent, name_nl="Te laat bezorgt")
    money = reasons.reason("money", name_nl="Geld")
    reasons.reason("invoice", money, name_nl="Factuur")
    world.weeks((15, 85), (14, 86))
    world.listed(W10)
    world.decided(TreeReviewItem.objects.get(reason__code="invoice"), ReviewDecision.KEPT)
    signals.proposal(people.agent("melder"))
    client.force_login(coordinator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)
    return page


@pytest.mark.parametrize("language", ["nl", "en-gb"])
def test_pages_of_the_review_hold_to_the_rules(
    visitor: Page, live_server: LiveServer, language: str
) -> None:
    visitor.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )
    for path in PAGES:
        for scheme, width in (("light", 1440), ("dark", 360)):
            visitor.set_viewport_size({"width": width, "height": 800})
            visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            visitor.goto(live_server.url + path)
            visitor.wait_for_load_state("networkidle")
            if path == PAGES[0]:
                visitor.locator("summary").first.click()
            assert (path, scheme, violations(visitor)) == (path, scheme, [])


def test_point_is_decided_by_the_keyboard_after_a_refusal(
    visitor: Page, live_server: LiveServer
) -> None:
    visitor.goto(f"{live_server.url}/tree/review/")
    row = visitor.get_by_role("listitem").filter(has_text="Geen contact in 13 weken").first
    row.locator("summary").focus()
    visitor.keyboard.press("Enter")
    row.get_by_label("Het blijft zoals het is").focus()
    visitor.keyboard.press("Space")
    row.get_by_label("Omdat").press("Tab")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("Leg uit waarom er nu niets verandert.").first).to_be_visible()
    expect(row.get_by_label("Het blijft zoals het is")).to_be_checked()
    row.get_by_label("Omdat").fill("Komt in december terug.")
    row.get_by_role("button", name="Besluit vastleggen").press("Enter")
    expect(visitor.get_by_text("Vastgelegd op de kwartaallijst.")).to_be_visible()
    expect(visitor.get_by_text("“Komt in december terug.”")).to_be_visible()
    expect(visitor.get_by_text("2 / 7", exact=True)).to_be_visible()
