"""The pages behind the panels: without JavaScript, on a phone, in both themes."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from reasons.models import Contact, CustomerSignal
from reasons.services import answers
from tests.browser.looks import violations
from tests.browser.panel.desk import opened, session
from tests.factories import people, signals

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_without_javascript_each_panel_is_a_page(plain_desk: Page) -> None:
    page = plain_desk
    page.get_by_role("link", name="Corrigeren").click()
    page.get_by_label("Chat").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Gecorrigeerd.")).to_be_visible()
    page.get_by_role("link", name="Niet in 1x goed").click()
    page.get_by_label("Klant", exact=True).check()
    page.get_by_label("Wat was er nodig?").fill("Inzage")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Dank je wel.")).to_be_visible()
    page.get_by_role("link", name="Ongedaan maken").click()
    page.get_by_role("button", name="Ongedaan maken").click()

    expect(page.get_by_text("Ongedaan gemaakt: Niet bezorgd · Chat")).to_be_visible()
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_my_contacts_and_its_panels_hold_to_the_rules(
    desk: Page, agent: User, contact: Contact, scheme: str, width: int
) -> None:
    """axe finds nothing, nothing is too wide, and on a phone the panel is the whole screen."""
    item = signals.customer_signal(contact, agent, now=timezone.now())
    answers.answer(item, text="Dank.", actor=people.coordinator(), now=timezone.now())
    desk.set_viewport_size({"width": width, "height": 780})
    desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    desk.reload()
    found = violations(desk)
    for link in ("Corrigeren", "Ongedaan maken", "Niet in 1x goed", "Klantsignaal"):
        opened(desk, link)
        found += violations(desk)
        box = desk.get_by_role("dialog").bounding_box() or {"width": 0}
        assert box["width"] == min(width, 608)
        if link in ("Niet in 1x goed", "Klantsignaal"):  # sent empty: refused
            desk.keyboard.press("Control+Enter")
            expect(desk.get_by_role("alert").filter(has_text="Dit klopt nog niet")).to_be_visible()
            found += violations(desk)
        desk.keyboard.press("Escape")

    assert found == []


@pytest.mark.parametrize("width", [1440, 360])
def test_signals_page_and_its_panel_hold_to_the_rules(
    desk: Page, client: Client, live_server: LiveServer, agent: User, contact: Contact, width: int
) -> None:
    signals.customer_signal(contact, agent, text="Doos was nat")
    desk.context.add_cookies([session(client, people.coordinator(), live_server)])
    desk.set_viewport_size({"width": width, "height": 780})
    desk.goto(f"{live_server.url}/signals/")
    found = violations(desk)
    opened(desk, "Klacht")
    found += violations(desk)
    desk.get_by_label("Antwoord").fill("Wij pakken het droog in.")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_text("Niets wacht op antwoord")).to_be_visible()
    assert found + violations(desk) == []
    assert CustomerSignal.objects.get().state == "answered"
