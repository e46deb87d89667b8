"""Dashboard, report, reason, tree and unrouted list in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.looks import violations
from tests.factories import people
from tests.factories.clock import MONDAY
from tests.feedbackloop.views import world

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/dashboard/",
    "/reports/",
    "/reports/2026-W10/",
    "/reasons/",
    "/reasons/not-delivered/",
    "/unrouted/",
)


@pytest.fixture
def visitor(
    page: Page, live_server: LiveServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> Page:
    """A coordinator on the Monday after a week with a finding that has no owner."""
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    world.reported("not-delivered", "late", owner=False)
    client.force_login(people.coordinator())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)
    return page


def test_pages_in_both_themes_and_on_a_phone_hold_to_the_rules(
    visitor: Page, live_server: LiveServer
) -> None:
    """No violation of axe, nothing wider than the screen, no complaint in the console."""
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


def test_dashboard_draws_its_chart_with_a_table_beside_it(
    visitor: Page, live_server: LiveServer
) -> None:
    visitor.goto(f"{live_server.url}/dashboard/")

    plot = visitor.locator("[data-chart] svg")
    expect(plot).to_have_count(1)
    visitor.get_by_text("Toon als tabel").click()
    expect(visitor.get_by_role("rowheader", name="2026-W10")).to_be_visible()


def test_tree_filters_while_typing(visitor: Page, live_server: LiveServer) -> None:
    visitor.goto(f"{live_server.url}/reasons/")

    visitor.get_by_label("Zoek een reden").fill("LATE")

    expect(visitor.get_by_role("link", name="Late", exact=True)).to_be_visible()
    expect(visitor.get_by_role("link", name="Not delivered", exact=True)).to_be_hidden()
    expect(visitor.get_by_text("1 gevonden")).to_be_visible()
    visitor.get_by_label("Zoek een reden").fill("xyz")
    expect(visitor.get_by_text("Geen reden gevonden")).to_be_visible()


def test_report_depth_changes_the_table_in_place(visitor: Page, live_server: LiveServer) -> None:
    visitor.goto(f"{live_server.url}/reports/2026-W10/")

    visitor.get_by_role("link", name="Hoofdredenen").click()

    expect(visitor.get_by_role("link", name="Hoofdredenen")).to_have_attribute(
        "aria-current", "page"
    )
    assert "depth=1" in visitor.url


def test_finding_is_handed_over_from_the_list(visitor: Page, live_server: LiveServer) -> None:
    visitor.goto(f"{live_server.url}/unrouted/")
    waiting = visitor.locator(".finding")
    expect(waiting).to_have_count(2)

    waiting.first.get_by_text("Geen actie nodig?").click()
    waiting.first.get_by_label("Geen actie, want").fill("Eenmalige actie van een klant.")
    waiting.first.get_by_role("button", name="Sluit zonder actie").click()

    expect(visitor.get_by_text("Gesloten zonder actie.")).to_be_visible()
    expect(visitor.locator(".finding")).to_have_count(1)
