"""Customer vision and targets in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from raci.services import vision
from tests.browser.looks import violations
from tests.factories import raci, reasons
from tests.factories import targets as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/vision/",
    "/targets/",
    "/targets/new/",
    "/targets/new/?reason=factuur",
    "/targets/vision/",
    "/reasons/bezorging/",
)


@pytest.fixture
def visitor(
    page: Page, live_server: LiveServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> Page:
    """Management, with targets in two stages, a draft, and items of an older version."""
    org = raci.organisation()
    raci.customer_vision(org.manager)
    raci.action_in("planned", org)
    for code, weeks in (("te-laat", [1] * 4), ("schade", [30] * 4)):
        reason = reasons.reason(code, org.reason)
        make.target(reason, org.manager)
        make.facts(reason, weeks, last=W10.plus(4))
    raci.customer_vision(org.manager)
    make.target(org.reason, org.manager)
    make.label(reasons.reason("factuur", name_nl="Factuur"), org.manager)
    vision.draft_vision(
        statement="Nog beter.",
        principles=["Wij bellen eerst.", "Wij voorkomen alle vragen.", "Eén."],
        actor=org.coordinator,
        now=MONDAY,
    )
    monkeypatch.setattr(timezone, "now", lambda: W10.plus(4).end())
    client.force_login(org.manager)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)
    return page


def test_pages_in_both_themes_and_on_a_phone_hold_to_the_rules(
    visitor: Page, live_server: LiveServer
) -> None:
    for path in PAGES:
        for scheme, width in (("light", 1440), ("dark", 360)):
            visitor.set_viewport_size({"width": width, "height": 800})
            visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            visitor.goto(live_server.url + path)
            visitor.wait_for_load_state("networkidle")
            assert (path, scheme, violations(visitor)) == (path, scheme, [])


def test_vision_fetches_the_targets_of_its_principles(
    visitor: Page, live_server: LiveServer
) -> None:
    visitor.goto(f"{live_server.url}/vision/")

    part = visitor.get_by_role("heading", name="Doelen om opnieuw te bekijken")
    expect(part).to_be_visible()


def test_items_of_an_unchanged_principle_are_kept_by_keyboard(
    visitor: Page, live_server: LiveServer
) -> None:
    """V-2."""
    visitor.goto(f"{live_server.url}/vision/")
    for count in (1, 2):  # the action, then both targets
        button = visitor.get_by_role("button", name="Wij voorkomen vragen.").first
        expect(button).to_be_visible()
        button.press("Enter")
        noun = "punt" if count == 1 else "punten"
        expect(visitor.get_by_text(f"Genoteerd: {count} {noun} met een")).to_be_visible()
    expect(visitor.get_by_role("heading", name="opnieuw te bekijken")).to_have_count(0)
