"""What belongs to a contact besides its reason, at the register page in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.iso_week import AMSTERDAM
from reasons.enums import LegKind
from reasons.models import Contact
from tests.browser import register_desk as desk
from tests.browser.register_desk import press
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agent_page(page: Page, live_server: LiveServer) -> Page:
    desk.lists()
    desk.open_as(page, live_server, people.agent())
    page.get_by_text("Telefoon").click()
    desk.search(page).focus()
    return page


def saved(page: Page) -> Contact:
    expect(desk.told(page)).to_contain_text("Geregistreerd")
    return Contact.objects.get()


def test_dimension_is_there_only_where_the_reason_demands_it(agent_page: Page) -> None:
    """C-8"""
    carrier = agent_page.get_by_role("group", name="Bezorgdienst")
    expect(carrier).to_be_hidden()
    press(agent_page, "=niet bez", "Enter", "=d")
    expect(carrier).to_be_visible()

    desk.search(agent_page).focus()
    press(agent_page, "=spam", "Enter")

    expect(carrier).to_be_hidden()
    assert saved(agent_page).dimensions.count() == 0


def test_dimension_left_empty_is_asked_for_and_then_refused(agent_page: Page) -> None:
    press(agent_page, "=niet bez", "Enter", "Enter")

    expect(agent_page.get_by_text("Kies een bezorgdienst bij deze reden.")).to_be_visible()
    expect(agent_page.get_by_role("group", name="Bezorgdienst")).to_have_attribute(
        "aria-invalid", "true"
    )
    expect(agent_page.get_by_role("radio", name="DHL")).to_be_focused()
    press(agent_page, "=p")
    expect(agent_page.get_by_text("Kies een bezorgdienst bij deze reden.")).to_be_hidden()
    assert Contact.objects.count() == 0


def test_call_back_asks_before_when_and_becomes_a_leg(agent_page: Page) -> None:
    press(agent_page, "=spam", "Tab", "Alt+u", "=t", "Enter")
    expect(agent_page.get_by_role("group", name="Terugbellen vóór")).to_be_visible()
    press(agent_page, "=m", "Enter")

    leg = saved(agent_page).legs.get()
    tomorrow = timezone.localdate() + timedelta(days=1)
    due = leg.due_at.astimezone(AMSTERDAM)
    assert (leg.kind, due.date(), due.hour, due.minute) == (LegKind.CALLBACK, tomorrow, 12, 0)
    expect(agent_page.get_by_role("group", name="Terugbellen vóór")).to_be_hidden()


def test_call_back_without_a_term_is_refused(agent_page: Page) -> None:
    press(agent_page, "=spam", "Tab", "Alt+u", "=t", "Control+Enter")

    expect(agent_page.get_by_text("Geef aan vóór wanneer we terugbellen.")).to_be_visible()
    assert Contact.objects.count() == 0


def test_own_moment_of_a_call_back_is_typed(agent_page: Page) -> None:
    later = timezone.localtime() + timedelta(days=5)
    press(agent_page, "=spam", "Tab", "Alt+u", "=t", "Enter", "=e")
    moment = agent_page.get_by_label("Dag en tijd")
    expect(moment).to_be_focused()
    moment.fill(f"{later:%Y-%m-%d}T09:30")
    press(agent_page, "Enter")

    due = saved(agent_page).legs.get().due_at.astimezone(AMSTERDAM)
    assert due.strftime("%Y-%m-%dT%H:%M") == f"{later:%Y-%m-%d}T09:30"


def test_transfer_names_to_whom_and_needs_no_term(agent_page: Page) -> None:
    press(agent_page, "=spam", "Tab", "Alt+u", "=d", "Tab", "=Logistiek", "Enter")

    leg = saved(agent_page).legs.get()
    assert (leg.kind, leg.target, leg.due_at) == (LegKind.TRANSFER, "Logistiek", None)


def test_result_can_be_taken_back(agent_page: Page) -> None:
    press(agent_page, "=spam", "Tab", "Alt+u", "=o")
    expect(agent_page.get_by_role("radio", name="Opgelost", exact=True)).to_be_checked()
    agent_page.get_by_role("button", name="Wissen").click()
    expect(agent_page.get_by_role("radio", name="Opgelost", exact=True)).not_to_be_checked()
    press(agent_page, "Control+Enter")

    assert saved(agent_page).resolution == ""


def test_two_extra_reasons_go_along_and_a_third_is_not_offered(agent_page: Page) -> None:
    """C-2"""
    press(agent_page, "=spam", "Tab", "Alt+x", "=niet bez", "Enter", "=geld", "Enter")
    extra = agent_page.get_by_role("combobox", name="Extra reden")
    expect(extra).to_be_hidden()
    agent_page.get_by_role("listitem").filter(has_text="Niet bezorgd").get_by_role("button").click()
    expect(extra).to_be_focused()
    press(agent_page, "=wanneer", "Enter", "Control+Enter")

    extras = saved(agent_page).extra_reasons.values_list("reason__code", flat=True)
    assert set(extras) == {"refund", "delivery-moment"}
    expect(agent_page.get_by_role("listitem").filter(has_text="geld")).to_have_count(0)


def test_personal_data_is_pointed_out_and_not_sent(agent_page: Page) -> None:
    """C-7"""
    press(agent_page, "=spam", "Tab", "Alt+n", "=bel 06-12345678 of j@example.nl")
    warning = agent_page.locator("[data-field=note] [data-personal]")
    expect(warning.locator("mark")).to_have_text(["06-12345678", "j@example.nl"])
    press(agent_page, "Control+Enter")

    expect(agent_page.get_by_text("Verwijder persoonsgegevens uit de toelichting.")).to_be_visible()
    expect(agent_page.get_by_label("Toelichting")).to_be_focused()
    assert Contact.objects.count() == 0
    agent_page.get_by_label("Toelichting").fill("deur klemt")
    expect(warning).to_be_hidden()
    press(agent_page, "Control+Enter")
    assert saved(agent_page).note == "deur klemt"


def test_number_that_looks_like_a_bsn_can_be_confirmed(agent_page: Page) -> None:
    press(agent_page, "=spam", "Tab", "Alt+n", "=order 111222333", "Control+Enter")
    expect(agent_page.locator("[data-field=note] mark")).to_have_text("111222333")
    assert Contact.objects.count() == 0

    agent_page.get_by_label("Dit is geen BSN").check()
    press(agent_page, "Control+Enter")

    assert saved(agent_page).note == "order 111222333"


def test_note_counts_its_characters(agent_page: Page) -> None:
    agent_page.get_by_label("Toelichting").fill("x" * 279)
    expect(agent_page.get_by_text("279/280")).to_be_visible()
    press(agent_page, "Alt+n", "End", "=yz")

    expect(agent_page.get_by_label("Toelichting")).to_have_value("x" * 279 + "y")


def test_why_it_came_back_is_kept(agent_page: Page) -> None:
    """H-6, H-7"""
    agent_page.get_by_label("Door ons gevraagd").check()
    desk.search(agent_page).focus()
    press(agent_page, "=spam", "Enter")

    contact = saved(agent_page)
    assert (contact.asked_by_us, contact.referred_by_us) == (True, False)


def test_seconds_of_the_registration_are_measured_by_the_screen(agent_page: Page) -> None:
    """Of the contact itself only where the screen knows when it began."""
    press(agent_page, "=spam", "Enter")
    contact = saved(agent_page)
    assert contact.handle_seconds is None
    assert contact.wrap_up_seconds is not None
    Contact.objects.all().delete()

    press(agent_page, "Alt+k", "=K 1", "Enter")
    expect(desk.search(agent_page)).to_be_focused()
    press(agent_page, "=geld", "Enter")

    expect(desk.told(agent_page)).to_contain_text("geld")
    contact = Contact.objects.get()
    assert (contact.handle_seconds or 0) >= (contact.wrap_up_seconds or 0) >= 1


def test_outbound_and_another_moment_are_tucked_away(agent_page: Page) -> None:
    expect(agent_page.get_by_role("radio", name="Uitgaand")).to_be_hidden()
    agent_page.get_by_text("Ander moment of uitgaand").click()
    agent_page.get_by_text("Uitgaand", exact=True).click()
    desk.search(agent_page).focus()
    press(agent_page, "=spam", "Enter")

    assert saved(agent_page).direction == "outbound"
    expect(agent_page.get_by_role("radio", name="Uitgaand")).to_be_hidden()
