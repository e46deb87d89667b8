"""Causes behind a reason in a real browser: reading, recording by keys, withdrawing."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from raci.models import RootCause
from tests.browser.looks import violations
from tests.factories import raci
from tests.factories.causes import cause

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visitor(page: Page, live_server: LiveServer, client: Client) -> Page:
    """A coordinator before a reason with one cause."""
    org = raci.organisation()
    cause(org.reason, org.coordinator)
    client.force_login(org.coordinator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/causes/{org.reason.code}/")
    return page


def test_page_of_causes_holds_to_the_rules(visitor: Page) -> None:
    visitor.get_by_text("Het bleek anders te zijn").click()
    visitor.locator("summary", has_text="Gelezen contacten").click()
    for scheme, width in (("light", 1440), ("dark", 360)):
        visitor.set_viewport_size({"width": width, "height": 800})
        visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert (scheme, violations(visitor)) == (scheme, [])


def test_cause_is_recorded_by_keys_alone(visitor: Page) -> None:
    visitor.get_by_label("Oorzaak", exact=True).focus()
    visitor.keyboard.type("Niemand belt terug.")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("ArrowDown")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    visitor.keyboard.press("Tab")
    visitor.keyboard.type("14")
    visitor.keyboard.press("Tab")
    visitor.keyboard.type("In elf was een belofte vergeten.")
    visitor.get_by_role("button", name="Oorzaak vastleggen").press("Enter")

    expect(visitor.get_by_text("In elf was een belofte vergeten.")).to_be_visible()
    made = RootCause.objects.get(description="Niemand belt terug.")
    assert (made.category, made.evidence.get().count) == ("process", 14)
