"""The life of an action in a real browser: accepted, started, reported done."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from raci.models import ImprovementAction
from tests.browser.looks import violations
from tests.factories import raci as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def org() -> make.Organisation:
    organisation = make.organisation()
    make.customer_vision(organisation.manager)
    make.proposal(organisation, description="Klanten missen hun pakket.")
    return organisation


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)


def plan(page: Page, cause: str) -> None:
    """Fills in the plan with the keyboard, except for the date."""
    page.get_by_label("Oorzaak").fill(cause)
    page.get_by_role("radio", name="Achterkant").focus()
    page.keyboard.press("Space")
    page.get_by_label("Waarom is voorkomen onmogelijk?").fill("Het is wettelijk verplicht.")
    page.get_by_label("Principe uit de klantvisie").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Hoe dient dit het principe?").fill("Zo hoeft niemand te bellen.")
    due = timezone.localdate() + timedelta(weeks=4)
    page.get_by_label("Einddatum").fill(due.isoformat())


def is_clean(page: Page) -> None:
    """No violation of axe and nothing wider than the screen, wide and on a dark phone."""
    for scheme, width in (("light", 1440), ("dark", 360)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_load_state("networkidle")
        assert (page.url, scheme, violations(page)) == (page.url, scheme, [])


def test_owner_accepts_starts_and_reports_done(
    page: Page, live_server: LiveServer, org: make.Organisation
) -> None:
    sign_in(page, live_server, org.head)
    page.goto(f"{live_server.url}/actions/")
    page.get_by_role("link", name="Mijn acties").click()
    expect(page.get_by_text("aan jou")).to_be_visible()
    is_clean(page)

    page.get_by_role("link", name="Tweede bezorgpoging").click()
    expect(page.get_by_label("Waarom is voorkomen onmogelijk?")).to_be_hidden()
    is_clean(page)
    plan(page, "De bezorger belt niet aan.")
    page.get_by_role("button", name="Aanvaard en plan").click()
    expect(page.get_by_text("Deze actie is nu: Gepland.")).to_be_visible()
    is_clean(page)

    page.get_by_role("button", name="Start nu").click()
    expect(page.get_by_text("Deze actie is nu: In uitvoering.")).to_be_visible()
    page.get_by_label("Wat is er veranderd?").fill("Er wordt nu gebeld.")
    page.get_by_label("Live sinds").fill(timezone.localdate().isoformat())
    is_clean(page)
    page.get_by_role("button", name="Meld gereed").click()
    expect(page.get_by_text("Deze actie is nu: Gereed gemeld.")).to_be_visible()
    is_clean(page)
    assert ImprovementAction.objects.get().state == "reported_done"


def test_owner_in_two_tabs_keeps_what_was_typed(
    page: Page, live_server: LiveServer, org: make.Organisation
) -> None:
    sign_in(page, live_server, org.head)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{live_server.url}/actions/1/")
    plan(page, "De eerste oorzaak.")
    page.get_by_role("button", name="Aanvaard en plan").click()
    expect(page.get_by_text("Deze actie is nu: Gepland.")).to_be_visible()
    plan(other, "Een heel ander verhaal.")
    other.get_by_role("button", name="Aanvaard en plan").click()

    expect(other.get_by_text("Iemand heeft dit zojuist gewijzigd.")).to_be_visible()
    expect(other.get_by_role("region", name="Wat je had ingevuld")).to_contain_text(
        "Een heel ander verhaal."
    )
    is_clean(other)
    other.get_by_role("button", name="English").click()
    expect(other.get_by_role("heading", name="Tweede bezorgpoging")).to_be_visible()


def test_owner_declines_with_a_reason_and_the_keyboard(
    page: Page, live_server: LiveServer, org: make.Organisation
) -> None:
    sign_in(page, live_server, org.head)
    page.goto(f"{live_server.url}/actions/1/")
    page.get_by_text("Dit voorstel afwijzen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Dat doen we al.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Deze actie is nu: Geannuleerd.")).to_be_visible()
    expect(page.get_by_text("Dat doen we al.")).to_be_visible()
    is_clean(page)
