"""The process map in a real browser: the map, and changing it by keyboard."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from feedbackloop.services import facts
from raci.models import ProcessStep
from tests.browser.looks import violations
from tests.factories import feedbackloop as loop
from tests.factories import journeys as make
from tests.factories import raci, reasons
from tests.factories.clock import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
NUMBERS = {"Kiezen": 3, "Betalen": 9, "Inpakken": 16, "Bezorgen": 30, "Retour": 22, "Garantie": 0}


@pytest.fixture
def visitor(
    page: Page, live_server: LiveServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> Page:
    """A coordinator, and a journey with a step of every burden."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    org = raci.organisation()
    reasons.channel("phone", name_nl="Telefoon")
    journey = make.journey(org.coordinator, "Van bestelling tot garantie")
    for name, number in NUMBERS.items():
        step = make.step(journey, org.coordinator, name, org.logistics)
        make.link(step, reasons.reason(f"vraag-over-{name.lower()}"), org.coordinator)
        loop.series(f"vraag-over-{name.lower()}", [number] * 2)
    loop.contacts(loop.W10, 7, reason="bezorging")
    facts.refresh()
    client.force_login(org.coordinator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)
    return page


def test_pages_of_the_process_map_hold_to_the_rules(visitor: Page, live_server: LiveServer) -> None:
    step = ProcessStep.objects.first()
    assert step is not None
    paths = (
        "/process-map/",
        "/process-map/edit/",
        f"/process-map/steps/{step.pk}/link/",
        f"/process-map/steps/{step.pk}/remove/",
    )
    for path in paths:
        for scheme, width in (("light", 1440), ("dark", 360)):
            visitor.set_viewport_size({"width": width, "height": 800})
            visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            visitor.goto(live_server.url + path)
            visitor.wait_for_load_state("networkidle")
            for fold in visitor.locator("details.disclosure").all():
                fold.evaluate("(element) => { element.open = true; }")
            assert (path, scheme, violations(visitor)) == (path, scheme, [])


def test_step_is_moved_by_keyboard(visitor: Page, live_server: LiveServer) -> None:
    visitor.goto(f"{live_server.url}/process-map/edit/")
    visitor.get_by_role("button", name="Betalen omhoog").focus()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("li.row strong").first).to_have_text("1. Betalen")
