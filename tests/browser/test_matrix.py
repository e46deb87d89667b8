"""The value–irritant matrix and the page of one reason in a real browser."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.enums import Role
from feedbackloop.services import facts
from reasons.models import ContactReason
from tests.browser.looks import violations
from tests.factories import raci as make
from tests.factories.clock import MONDAY
from tests.factories.values import choose, label, score, scorer
from tests.feedbackloop.views import world

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PAGES = ("/matrix/", "/matrix/late/", "/matrix/praise/")
SCORES = {"late": (-2, -1), "label": (1, -2), "size": (2, 2), "praise": (2, 1), "lost": (-1, 2)}


@pytest.fixture
def visitor(
    page: Page, live_server: LiveServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> Page:
    """A coordinator before a matrix with a satisfier, an override and reasons without a place."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    world.tree(*SCORES, "split", "open")
    world.nine_weeks(*SCORES, "split", "open")
    facts.refresh()
    service = make.department("service", is_customer_service=True)
    coordinator = scorer("regisseur", service)
    manager = scorer("directie", make.department("directie"), Role.MANAGER)
    make.customer_vision(manager)
    reasons = {reason.code: reason for reason in ContactReason.objects.all()}
    for code, given in SCORES.items():
        score(reasons[code], coordinator, -1, -1, now=MONDAY - timedelta(days=9))
        for person in (coordinator, manager):
            score(reasons[code], person, *given)
    score(reasons["split"], coordinator, 1, 1)
    score(reasons["split"], manager, -1, 1)
    label(reasons["praise"], "satisfier", coordinator)
    choose(reasons["lost"], "eliminate", manager)
    client.force_login(coordinator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)
    return page


def test_matrix_in_both_themes_and_on_a_phone_holds_to_the_rules(
    visitor: Page, live_server: LiveServer
) -> None:
    complaints: list[str] = []
    visitor.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    for path in PAGES:
        for scheme, width in (("light", 1440), ("dark", 360)):
            visitor.set_viewport_size({"width": width, "height": 800})
            visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            visitor.goto(live_server.url + path)
            visitor.wait_for_load_state("networkidle")
            assert (path, scheme, violations(visitor)) == (path, scheme, [])
    assert complaints == []


def test_bubble_is_reached_and_followed_by_keyboard(visitor: Page, live_server: LiveServer) -> None:
    visitor.goto(f"{live_server.url}/matrix/")
    bubble = visitor.get_by_role("link", name="5. Lost")

    bubble.focus()
    visitor.keyboard.press("Enter")

    expect(visitor.get_by_role("heading", level=1, name="Lost")).to_be_visible()


def test_score_is_given_on_the_page_of_the_reason(visitor: Page, live_server: LiveServer) -> None:
    visitor.goto(f"{live_server.url}/matrix/split/")

    visitor.get_by_role("group", name="Waarde voor de klant").get_by_text("Zeer waardevol").click()
    visitor.get_by_role("group", name="Waarde voor de organisatie").get_by_text(
        "Zeer waardevol"
    ).click()
    visitor.get_by_label("Waarom vind je dat?").fill("Klanten vragen hierom.")
    visitor.get_by_label("Principe uit de klantvisie").select_option(index=1)
    visitor.get_by_label("Hoe dient dit het principe?").fill("Zo is de klant geholpen.")
    visitor.get_by_role("button", name="Scoren").click()

    expect(visitor.get_by_text("Je score is vastgelegd.")).to_be_visible()
    expect(visitor.get_by_text("Geplaatst in Benutten")).to_be_visible()
