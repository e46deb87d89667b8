"""The customer in view in a real browser: while typing, by keyboard, and by a screen-pop."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from reasons.enums import LegKind
from reasons.models import Contact, ContactLeg
from tests.browser.looks import violations
from tests.factories import people, reasons

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
FROM_CRM = "customer=K-1020&channel=chat&external_ref=CALL-1"


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    carrier = reasons.carrier("dhl", "postnl")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd", requires=(carrier,))
    reasons.reason("invoice", name_nl="Factuur klopt niet")
    reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")


@pytest.fixture(autouse=True)
def earlier(lists: None) -> Contact:
    """K-1020 came yesterday, and was promised a call back."""
    now = timezone.now()
    contact = reasons.contact(
        now - timedelta(days=1),
        now=now,
        customer_ref="K-1020",
        resolution="callback",
        dimensions={"carrier": "postnl"},
    )
    ContactLeg.objects.create(
        contact=contact, kind=LegKind.CALLBACK, due_at=now - timedelta(hours=1), recorded_at=now
    )
    return contact


@pytest.fixture
def visitor(page: Page) -> Page:
    page.set_default_timeout(10_000)
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.fixture
def opened(visitor: Page, live_server: LiveServer, client: Client) -> Callable[[str], Page]:
    """Opens the register page for an agent, by the address that is given."""
    client.force_login(people.agent())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )

    def open_page(query: str = "") -> Page:
        visitor.goto(f"{live_server.url}/register/{query}")
        expect(visitor.get_by_role("combobox", name="Waarom neemt")).to_be_focused()
        return visitor

    return open_page


def enter(page: Page, number: str) -> None:
    page.get_by_label("Klantnummer").fill(number)
    page.keyboard.press("Tab")


def test_customer_appears_when_the_number_is_entered(opened: Callable[..., Page]) -> None:
    page = opened()

    page.keyboard.press("Alt+k")
    page.keyboard.type("K-1020")
    page.keyboard.press("Tab")

    panel = page.locator("[data-customer]")
    expect(panel).to_contain_text("Eerder geweest: 1× over Niet bezorgd")
    expect(panel).to_contain_text("Terugbellen beloofd vóór")
    said = page.locator("[data-customer] + [role=status]")
    expect(said).to_have_text("Eerder geweest: 1× over Niet bezorgd")


def test_customer_calls_back_about_the_same_by_one_key(
    opened: Callable[..., Page], earlier: Contact
) -> None:
    """Alt+H takes over reason and dimensions; Enter saves, linked to the earlier contact."""
    page = opened()
    page.locator("label", has_text="Telefoon").click()
    enter(page, "K-1020")
    same = page.get_by_role("button", name="Belt terug over hetzelfde")
    expect(same).to_be_visible()

    page.keyboard.press("Alt+h")

    expect(same).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("combobox", name="Waarom neemt")).to_have_value("Niet bezorgd")
    expect(page.get_by_role("radio", name="POSTNL")).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Geregistreerd: Niet bezorgd · Telefoon")).to_be_visible()
    saved = Contact.objects.exclude(pk=earlier.pk).get()
    assert (saved.follows, saved.customer_key) == (earlier, earlier.customer_key)
    expect(page.locator("[data-customer]")).to_be_empty()


def test_customer_with_another_question_does_not_follow_the_earlier_one(
    opened: Callable[..., Page],
) -> None:
    page = opened()
    enter(page, "K-1020")
    same = page.get_by_role("button", name="Belt terug over hetzelfde")
    same.click()
    expect(same).to_have_attribute("aria-pressed", "true")

    page.get_by_role("combobox", name="Waarom neemt").fill("factuur")
    page.keyboard.press("Tab")

    expect(same).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[name=follows]")).to_have_value("")


def test_pressed_once_more_it_is_taken_back(opened: Callable[..., Page], earlier: Contact) -> None:
    page = opened()
    enter(page, "K-1020")
    same = page.get_by_role("button", name="Belt terug over hetzelfde")
    same.click()
    expect(page.locator("[name=follows]")).to_have_value(str(earlier.pk))

    same.click()

    expect(page.locator("[name=follows]")).to_have_value("")
    expect(same).to_have_attribute("aria-pressed", "false")


def test_promise_that_is_kept_leaves_the_list(
    opened: Callable[..., Page], earlier: Contact
) -> None:
    """C-4."""
    page = opened()
    enter(page, "K-1020")

    page.get_by_role("button", name="Afgehandeld").click()

    expect(page.get_by_text("Terugbellen beloofd vóór")).to_have_count(0)
    expect(page.locator("[data-customer]")).to_be_focused()
    assert earlier.legs.get().done_by.username == "agent"


def test_number_that_is_none_is_told_at_the_field_without_taking_the_focus(
    opened: Callable[..., Page],
) -> None:
    """C-6: the agent is at the next field by now."""
    page = opened()

    enter(page, "<K>")

    number = page.get_by_label("Klantnummer")
    expect(page.get_by_text("Klantnummer heeft niet de juiste vorm.").first).to_be_visible()
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).not_to_be_focused()
    number.fill("K-9")
    expect(number).not_to_have_attribute("aria-invalid", "true")


def test_slow_answer_about_another_number_is_not_shown(opened: Callable[..., Page]) -> None:
    page = opened()
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/register/customer/", hold_first)
    enter(page, "K-1020")
    enter(page, "K-9")
    panel = page.locator("[data-customer]")
    expect(panel).to_contain_text("Nog niet eerder geweest")
    held[0].continue_()

    enter(page, "K-8")  # by the time this one is answered, the first would have been as well
    expect(panel).to_contain_text("Nog niet eerder geweest")
    expect(panel).not_to_contain_text("Niet bezorgd")


def test_what_is_shown_goes_as_soon_as_the_number_changes(opened: Callable[..., Page]) -> None:
    page = opened()
    enter(page, "K-1020")
    expect(page.locator("[data-customer]")).to_contain_text("Niet bezorgd")

    page.get_by_label("Klantnummer").press("End")
    page.keyboard.type("1")

    expect(page.locator("[data-customer]")).to_be_empty()


@pytest.mark.parametrize("trouble", ["no connection", "logged out"])
def test_customer_that_cannot_be_looked_up_is_no_obstacle(
    opened: Callable[..., Page], trouble: str
) -> None:
    page = opened()
    if trouble == "no connection":
        page.route("**/register/customer/", lambda route: route.abort())
    else:
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    enter(page, "K-1020")

    told = "De klant kon niet worden opgezocht. Registreren kan gewoon."
    expect(page.locator("[data-customer]")).to_have_text(told)


def test_screen_pop_leads_a_stranger_past_the_log_in_to_the_customer(
    visitor: Page, live_server: LiveServer
) -> None:
    """And after saving the page is its own plain self again."""
    people.agent()
    visitor.goto(f"{live_server.url}/register/?{FROM_CRM}")
    visitor.wait_for_url("**/accounts/login/**")
    assert "1020" not in visitor.url

    visitor.keyboard.type("agent")
    visitor.keyboard.press("Tab")
    visitor.keyboard.type(people.PASSWORD)
    visitor.keyboard.press("Enter")

    expect(visitor.get_by_text("Klant bekend uit je CRM")).to_be_visible()
    expect(visitor.get_by_label("Chat", exact=True)).to_be_checked()
    expect(visitor.locator("[data-customer]")).to_contain_text("1× over Niet bezorgd")
    assert "1020" not in visitor.url + visitor.content()

    visitor.keyboard.type("factuur")
    expect(visitor.get_by_role("option", name="Factuur klopt niet")).to_be_visible()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("Geregistreerd: Factuur klopt niet · Chat")).to_be_visible()
    assert visitor.url == f"{live_server.url}/register/"
    expect(visitor.get_by_text("Klant bekend uit je CRM")).to_have_count(0)
    assert visitor.locator("[name=customer_key]").input_value() == ""
    assert visitor.locator("[name=external_ref]").input_value() == ""
    saved = Contact.objects.get(external_ref="CALL-1")
    assert saved.handle_seconds is not None
    assert saved.customer_key == Contact.objects.get(external_ref="").customer_key


def test_customer_of_the_crm_can_be_put_aside(opened: Callable[..., Page]) -> None:
    page = opened(f"?{FROM_CRM}")

    page.get_by_role("button", name="Andere klant").click()

    expect(page.locator("[data-customer]")).to_be_empty()
    expect(page.get_by_label("Klantnummer")).to_be_focused()
    assert page.locator("[name=customer_key]").input_value() == ""
    assert page.locator("[name=external_ref]").input_value() == "CALL-1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_customer_in_view_holds_to_the_rules(
    opened: Callable[..., Page], scheme: Any, width: int
) -> None:
    """No violation of axe with the customer known, refused or already registered."""
    now = timezone.now()
    draft = reasons.draft(now, source="web", external_ref="CALL-2", reason="invoice")
    reasons.contacts_in_bulk([draft], now=now, agent=people.agent("mine"))
    page = opened(f"?{FROM_CRM.replace('CALL-1', 'CALL-2')}")
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_text("Dit contact is al geregistreerd.")).to_be_visible()
    found = violations(page)
    enter(page, "<K>")
    expect(page.get_by_text("Klantnummer heeft niet de juiste vorm.").first).to_be_visible()
    found += violations(page)

    assert found == []
