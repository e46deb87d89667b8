"""Channels in a real browser: the list, one channel, and the forms."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from feedbackloop.services import facts
from reasons.models import Channel
from tests.browser.looks import violations
from tests.factories import channels as make
from tests.factories import feedbackloop as loop
from tests.factories import raci, reasons
from tests.factories.channels import OFFICE_HOURS
from tests.factories.clock import MONDAY, amsterdam
from tests.factories.feedbackloop import W10

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PAGES = ("/channels/", "/channels/phone/", "/channels/phone/purpose/", "/channels/phone/decide/")


@pytest.fixture
def visitor(
    page: Page, live_server: LiveServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> Page:
    """A coordinator, a phone with shorter hours that is due for review, and a chat."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    org = raci.organisation()
    raci.customer_vision(org.manager)
    phone = reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")
    agreed = {
        "opening_hours": OFFICE_HOURS,
        "cost_per_contact": Decimal("4.50"),
        "review_date": date(2026, 3, 9),
        "added_on": date(2025, 12, 1),
        "expected_volume": 40,
    }
    earlier = amsterdam("2025-12-01 10:00")
    make.charter(phone, actor=org.coordinator, owner=org.logistics, now=earlier, **agreed)
    make.decision(Channel.objects.get(code="phone"), actor=org.coordinator)
    loop.series("bezorging", [30] * 5)
    loop.series("bezorging", [4] * 5, channel="chat")
    loop.orders(400, *(W10.plus(-place) for place in range(5)))
    facts.refresh()
    client.force_login(org.coordinator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)
    return page


def test_pages_about_channels_hold_to_the_rules(visitor: Page, live_server: LiveServer) -> None:
    for path in PAGES:
        for scheme, width in (("light", 1440), ("dark", 360)):
            visitor.set_viewport_size({"width": width, "height": 800})
            visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            visitor.goto(live_server.url + path)
            visitor.wait_for_load_state("networkidle")
            assert (path, scheme, violations(visitor)) == (path, scheme, [])


def test_decision_is_recorded_from_the_list(visitor: Page, live_server: LiveServer) -> None:
    visitor.goto(f"{live_server.url}/channels/")
    visitor.get_by_role("rowheader").get_by_role("link", name="Telefoon").click()
    visitor.get_by_role("link", name="Besluit vastleggen").click()
    visitor.get_by_label("Wat is er besloten?").select_option("kept")
    visitor.get_by_label("Principe uit de klantvisie").select_option(index=1)
    visitor.get_by_label("Hoe dient dit het principe?").fill("Bellen blijft nodig.")
    visitor.get_by_role("button", name="Opslaan").click()
    expect(visitor.get_by_text("Behouden na herziening")).to_be_visible()
    expect(visitor.get_by_text("is aan herziening toe")).to_be_hidden()
