"""Every state of the register page: accessible, on a phone, enlarged, and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from reasons.models import Contact
from tests.browser import register_desk as desk
from tests.browser.looks import violations
from tests.browser.register_desk import press
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agent() -> User:
    desk.lists()
    agent = people.agent()
    desk.used_before(agent, spam=2, refund=3)
    return agent


@pytest.fixture
def agent_page(page: Page, live_server: LiveServer, agent: User) -> Page:
    desk.open_as(page, live_server, agent)
    expect(page.get_by_role("toolbar").get_by_role("button")).to_have_count(2)
    return page


def choose_in_the_list(page: Page) -> None:
    press(page, "ArrowDown")


def find(page: Page) -> None:
    press(page, "=bez")


def find_nothing(page: Page) -> None:
    press(page, "=xyzzy")


def ask_a_dimension(page: Page) -> None:
    press(page, "=niet", "Enter")


def promise_to_call_back(page: Page) -> None:
    press(page, "=spam", "Tab", "Alt+u", "=t", "Enter", "=e")


def transfer(page: Page) -> None:
    press(page, "=spam", "Tab", "Alt+u", "=d", "Tab", "=bel 06-12345678")


def refuse(page: Page) -> None:
    press(page, "=niet", "Tab", "Alt+u", "=t", "Alt+n", "=mail j@example.nl", "Control+Enter")


def doubt_a_number(page: Page) -> None:
    press(page, "Alt+n", "=111222333")


def add_reasons(page: Page) -> None:
    press(page, "Alt+x", "=geld", "Enter", "=wan")


def arrange_the_keys(page: Page) -> None:
    press(page, "=wan", "Tab")
    page.get_by_text("Mijn toetsen", exact=True).click()


def unfold(page: Page) -> None:
    page.get_by_text("Ander moment of uitgaand").click()


def save(page: Page) -> None:
    press(page, "=spam", "Enter")
    expect(desk.told(page)).to_contain_text("Geregistreerd")


def wait_for_the_connection(page: Page) -> None:
    page.context.set_offline(True)
    press(page, "=spam", "Enter")
    expect(desk.told(page)).to_contain_text("Bewaard, wordt verzonden zodra het kan: Spam")


STATES = [
    choose_in_the_list,
    find,
    find_nothing,
    ask_a_dimension,
    promise_to_call_back,
    transfer,
    refuse,
    doubt_a_number,
    add_reasons,
    arrange_the_keys,
    unfold,
    save,
    wait_for_the_connection,
]


@pytest.mark.parametrize("state", STATES)
def test_state_of_the_page_holds_to_the_rules(
    agent_page: Page, state: Callable[[Page], None]
) -> None:
    """No violation of axe and nothing too wide: by day on a desk, at night on a phone."""
    state(agent_page)
    found = []
    for width, scheme in ((1440, "light"), (360, "dark")):
        agent_page.set_viewport_size({"width": width, "height": 800})
        agent_page.emulate_media(color_scheme=scheme)
        found += [(width, violation) for violation in violations(agent_page)]

    assert found == []


@pytest.mark.parametrize("language", ["nl", "en-gb"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_page_at_rest_holds_to_the_rules(
    page: Page, live_server: LiveServer, agent: User, language: str, scheme: str, width: int
) -> None:
    agent.language = language
    agent.save()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    desk.sign_in(page, live_server, agent)
    page.goto(f"{live_server.url}/register/")
    expect(page.get_by_role("toolbar").get_by_role("button")).to_have_count(2)

    assert page.locator("html").get_attribute("lang") == language
    assert violations(page) == []


def test_page_at_400_percent_leaves_room_for_the_field(agent_page: Page) -> None:
    """No bar stays in front of what is being filled in."""
    agent_page.set_viewport_size({"width": 320, "height": 225})
    assert violations(agent_page) == []

    agent_page.get_by_label("Klantnummer").focus()
    assert seen_in_focus(agent_page) == ["id_customer_ref", "id_customer_ref"]
    agent_page.get_by_label("Toelichting").focus()
    assert seen_in_focus(agent_page) == ["id_note", "id_note"]
    desk.search(agent_page).focus()
    press(agent_page, "=geld")
    expect(agent_page.get_by_role("listbox").get_by_role("option").first).to_be_in_viewport()


def seen_in_focus(page: Page) -> list[str]:
    """What is to be seen at the top and at the bottom of the field that has the focus."""
    seen: list[str] = page.evaluate(
        """() => {
          const box = document.activeElement.getBoundingClientRect();
          const places = [box.top + 2, box.bottom - 2];
          return places.map((y) => document.elementFromPoint(box.left + 20, y)?.id);
        }"""
    )
    return seen


def test_contact_is_registered_without_javascript(
    browser: Browser, live_server: LiveServer, agent: User
) -> None:
    """The browser finds the plain form by itself; the list of reasons comes with that only."""
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    desk.sign_in(page, live_server, agent)
    page.goto(f"{live_server.url}/register/")
    page.wait_for_url("**/register/?plain=1")

    page.get_by_label(desk.QUESTION).select_option("not-delivered")
    page.get_by_label("Telefoon").check()
    page.get_by_label("Terugbellen", exact=True).check()
    page.get_by_label("Toelichting").fill("deur klemt")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies een bezorgdienst bij deze reden.")
    expect(page.get_by_label("Toelichting")).to_have_value("deur klemt")
    page.get_by_label("DHL").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Geef aan vóór wanneer we terugbellen.")
    page.get_by_label("Opgelost", exact=True).check()
    page.get_by_role("button", name="Opslaan").click()

    expect(page.locator(".messages")).to_contain_text("Geregistreerd: Niet bezorgd · Telefoon")
    expect(page.get_by_label("Telefoon")).to_be_checked()
    contact = Contact.objects.get(reason__code="not-delivered")
    assert (contact.note, contact.resolution) == ("deur klemt", "resolved")
    context.close()


def test_what_is_wrong_is_seen_above_the_bar(agent_page: Page) -> None:
    """On the screen that most agents have."""
    agent_page.set_viewport_size({"width": 1366, "height": 768})
    press(agent_page, "=niet", "Tab", "=d", "Alt+u", "=t", "Alt+n", "=order 111222333")
    assert is_above_the_bar(agent_page, "[data-field=note] [data-personal]")
    assert is_above_the_bar(agent_page, "[data-field=note] [data-no-bsn]")

    agent_page.get_by_label("Toelichting").fill("mail j@example.nl")
    assert is_above_the_bar(agent_page, "[data-field=note] [data-personal]")
    agent_page.evaluate("window.scrollTo(0, 0)")
    agent_page.get_by_text("Morgen 12:00").click()
    desk.search(agent_page).focus()
    press(agent_page, "Control+Enter")

    expect(agent_page.get_by_label("Toelichting")).to_be_focused()
    assert is_above_the_bar(agent_page, "[data-field=note] [data-shown]")


def is_above_the_bar(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    bar = page.locator(".register__main > .form__actions").bounding_box()
    assert box
    assert bar
    return box["y"] + box["height"] <= bar["y"]
