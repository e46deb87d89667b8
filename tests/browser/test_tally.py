"""The tally sheet in a real browser: by touch, by keyboard, without a script."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from reasons.models import Contact
from tests.browser import queueing, tallying
from tests.browser.looks import violations
from tests.browser.tallying import button, registered, shown, wait_until_registered
from tests.factories import reasons, tally

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLET = {"width": 820, "height": 1180}
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(autouse=True)
def agent() -> User:
    tally.lists()
    return tally.agent("late", "not-delivered", "damaged")


@pytest.fixture
def desk(context: BrowserContext, live_server: LiveServer, agent: User) -> Page:
    page = tallying.open_sheet(context, live_server.url, agent)
    page.set_viewport_size(DESK)
    return page


@pytest.fixture
def tablet(browser: Browser, live_server: LiveServer, agent: User) -> Iterator[Page]:
    context = browser.new_context(locale="nl-NL", viewport=TABLET, has_touch=True, is_mobile=True)
    yield tallying.open_sheet(context, live_server.url, agent)
    context.close()


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer, agent: User) -> Iterator[Page]:
    """A browser without JavaScript, upright."""
    context = browser.new_context(locale="nl-NL", viewport=TABLET, java_script_enabled=False)
    queueing.sign_in(context, live_server.url, agent)
    page = context.new_page()
    page.goto(f"{live_server.url}/tally/")
    yield page
    context.close()


def test_tablet_shows_one_channel_and_each_tap_is_a_contact(tablet: Page) -> None:
    expect(button(tablet, "Te laat", "Telefoon")).to_be_visible()
    expect(button(tablet, "Te laat", "Chat")).to_be_hidden()

    button(tablet, "Te laat", "Telefoon").tap()
    tablet.get_by_role("radio", name="Chat").tap()
    button(tablet, "Kapot", "Chat").tap()

    expect(button(tablet, "Te laat", "Telefoon")).to_be_hidden()
    wait_until_registered(tablet, 2)
    assert registered() == [("damaged", "chat"), ("late", "phone")]
    assert set(Contact.objects.values_list("source", "customer_key")) == {("tally", "")}


def test_fast_double_tap_is_two_contacts(tablet: Page) -> None:
    key = button(tablet, "Te laat", "Telefoon")

    key.dblclick()

    expect(shown(tablet, "Te laat", "Telefoon")).to_have_text("2")
    wait_until_registered(tablet, 2)


def test_twenty_fast_taps_are_twenty_contacts(tablet: Page) -> None:
    """Nothing blocks between one tap and the next."""
    key = button(tablet, "Te laat", "Telefoon")
    box = key.bounding_box()
    assert box is not None
    for _ in range(20):
        tablet.touchscreen.tap(box["x"] + 20, box["y"] + 20)

    expect(shown(tablet, "Te laat", "Telefoon")).to_have_text("20")
    wait_until_registered(tablet, 20)


def test_digits_and_arrows_with_enter_count(desk: Page) -> None:
    expect(button(desk, "Te laat", "Telefoon")).to_be_focused()
    for key in ("1", "ArrowRight", "Enter", "ArrowDown", "ArrowDown", "Enter", "1"):
        desk.keyboard.press(key)

    wait_until_registered(desk, 4)
    expected = [("damaged", "chat"), ("late", "chat"), ("late", "chat"), ("late", "phone")]
    assert registered() == expected
    expect(desk.locator("[data-total]")).to_have_text("4")
    expect(desk.locator("[data-told]")).to_have_text("Te laat · Chat: 2 vandaag")


def test_key_held_down_counts_once(desk: Page) -> None:
    for key in ("Enter", "3"):
        desk.keyboard.down(key)
        desk.keyboard.down(key)
        desk.keyboard.down(key)
        desk.keyboard.up(key)

    expect(desk.locator("[data-total]")).to_have_text("2")
    wait_until_registered(desk, 2)


def test_enter_on_a_channel_counts_nothing(desk: Page) -> None:
    desk.get_by_label("Chat", exact=True).focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("1")

    wait_until_registered(desk, 1)
    assert len(registered()) == 1


def test_demanding_reason_asks_and_a_digit_answers_without_counting_more(desk: Page) -> None:
    """C-8: no contact without. The digit is not one of the sheet under the panel."""
    desk.keyboard.press("2")
    panel = desk.get_by_role("dialog", name="Niet bezorgd · Telefoon")
    expect(panel.get_by_role("group", name="bezorgdienst")).to_be_visible()
    expect(desk.locator("[data-total]")).to_have_text("0")

    desk.keyboard.press("1")

    expect(panel).to_be_hidden()
    expect(shown(desk, "Niet bezorgd", "Telefoon")).to_have_text("1")
    wait_until_registered(desk, 1)
    assert Contact.objects.get().dimensions.get().value.code == "dhl"
    expect(button(desk, "Niet bezorgd", "Telefoon")).to_be_focused()


def test_panel_closed_counts_nothing(desk: Page) -> None:
    desk.keyboard.press("2")
    desk.keyboard.press("Escape")
    desk.keyboard.press("1")

    wait_until_registered(desk, 1)
    assert registered() == [("late", "phone")]


def test_second_half_of_a_double_tap_is_no_answer(tablet: Page) -> None:
    """The panel opens under the finger."""
    tablet.evaluate(
        """() => {
          document.querySelectorAll("[data-grid] button")[2].click();
          const value = document.querySelector("[data-ask-body] button");
          value.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
        }"""
    )

    expect(tablet.get_by_role("dialog", name="Niet bezorgd · Telefoon")).to_be_visible()
    expect(tablet.locator("[data-total]")).to_have_text("0")


def test_undo_goes_back_tap_by_tap_also_after_a_reload(desk: Page) -> None:
    for key in ("1", "3"):
        desk.keyboard.press(key)
    wait_until_registered(desk, 2)

    expect(desk.locator("[data-last]")).to_have_text("Kapot · Telefoon")
    desk.keyboard.press("Alt+z")
    expect(shown(desk, "Kapot", "Telefoon")).to_have_text("0")
    wait_until_registered(desk, 1)
    desk.reload()
    expect(shown(desk, "Te laat", "Telefoon")).to_have_text("1")
    desk.get_by_role("button", name="Ongedaan maken").click()

    wait_until_registered(desk, 0)
    expect(desk.get_by_role("button", name="Ongedaan maken")).to_be_hidden()
    expect(desk.locator("[data-told]")).to_have_text("Ongedaan gemaakt: Te laat · Telefoon")
    expect(button(desk, "Te laat", "Telefoon")).to_be_focused()


def test_refused_tap_is_taken_off_the_count_and_says_why(desk: Page, agent: User) -> None:
    """C-3: the reason ended since the page was opened."""
    reason = agent.pinned_reasons.get(slot=1).reason
    reason.valid_until = "2020-01-01"
    reason.save()
    reasons.lists.touch()

    desk.keyboard.press("1")

    expect(desk.locator("[data-told]")).to_contain_text("Deze reden is niet (meer) te kiezen.")
    expect(shown(desk, "Te laat", "Telefoon")).to_have_text("0")
    assert Contact.objects.exists() is False


def test_sheet_works_without_javascript(plain: Page) -> None:
    """A tap, a question and an undo; the other channel's tiles are one choice away."""
    expect(button(plain, "Te laat", "Chat")).to_be_hidden()
    plain.get_by_role("radio", name="Chat").click()
    button(plain, "Te laat", "Chat").click()
    expect(plain.get_by_text("Geregistreerd: Te laat · Chat")).to_be_visible()
    expect(shown(plain, "Te laat", "Chat")).to_have_text("1")

    button(plain, "Niet bezorgd", "Chat").click()
    plain.get_by_text("UPS").click()
    plain.get_by_role("button", name="Turven", exact=True).click()
    assert registered() == [("late", "chat"), ("not-delivered", "chat")]

    plain.get_by_role("button", name="Ongedaan maken").click()
    expect(plain.get_by_text("Ongedaan gemaakt: Niet bezorgd · Chat")).to_be_visible()
    assert registered() == [("late", "chat")]


def test_places_and_paper_work_without_javascript(plain: Page, live_server: LiveServer) -> None:
    plain.goto(f"{live_server.url}/tally/places/")
    plain.get_by_role("button", name="Niet bezorgd omhoog").click()
    expect(plain.locator("#place-1")).to_contain_text("Niet bezorgd")

    plain.goto(f"{live_server.url}/tally/paper/")
    plain.get_by_label("Te laat, Telefoon").fill("3")
    plain.get_by_label("Niet bezorgd – UPS, Chat").fill("2")
    plain.get_by_role("button", name="Nakijken").last.click()
    plain.get_by_role("button", name="5 contacten bevestigen").click()

    expect(plain.get_by_text("5 contacten geregistreerd op")).to_be_visible()
    assert registered() == [("late", "phone")] * 3 + [("not-delivered", "chat")] * 2


def test_paper_adds_up_while_typing_and_enter_goes_to_the_line_below(
    desk: Page, live_server: LiveServer
) -> None:
    desk.goto(f"{live_server.url}/tally/paper/")
    desk.get_by_label("Te laat, Telefoon").focus()
    for key in ("4", "Enter", "2", "ArrowDown", "1"):
        desk.keyboard.press(key)

    expect(desk.locator("[data-sum]")).to_have_text("7")
    expect(desk.get_by_label("Niet bezorgd – UPS, Telefoon")).to_have_value("1")
    expect(desk.locator("[data-column-sum]").first).to_have_text("7")


@pytest.mark.parametrize("wrong", ["-1", "99999", "2.5"])
def test_paper_marks_what_is_no_count_and_leaves_it_out_of_the_sums(
    desk: Page, live_server: LiveServer, wrong: str
) -> None:
    desk.goto(f"{live_server.url}/tally/paper/")
    cell, other = desk.get_by_label("Te laat, Telefoon"), desk.get_by_label("Te laat, Chat")
    told = desk.get_by_text("Een aantal is een geheel getal van 1 tot en met 999.")
    other.fill("3")
    expect(told).to_be_hidden()

    cell.fill(wrong)

    expect(told).to_be_visible()
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(cell).to_have_accessible_description(
        "Een aantal is een geheel getal van 1 tot en met 999."
    )
    expect(other).not_to_have_attribute("aria-invalid", "true")
    expect(desk.locator("[data-sum]")).to_have_text("3")
    assert violations(desk) == []

    cell.fill("999")

    expect(told).to_be_hidden()
    expect(cell).not_to_have_attribute("aria-invalid", "true")
    expect(desk.locator("[data-sum]")).to_have_text("1.002")


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
def test_tally_pages_hold_to_the_rules(
    desk: Page, live_server: LiveServer, size: Any, scheme: Any
) -> None:
    """No violation of axe on any state; nothing is too wide."""
    desk.set_viewport_size(size)
    desk.emulate_media(color_scheme=scheme)
    found: list[tuple[str, str]] = []

    def look(what: str) -> None:
        found.extend((what, violation) for violation in violations(desk))

    look("sheet")
    desk.keyboard.press("1")
    look("counted")
    desk.keyboard.press("2")
    look("asked")
    for page in ("places", "paper", "paper/blank"):
        desk.goto(f"{live_server.url}/tally/{page}/")
        look(page)
    desk.goto(f"{live_server.url}/tally/paper/")
    desk.get_by_label("Te laat, Telefoon").fill("3")
    desk.get_by_role("button", name="Nakijken").last.click()
    expect(desk.get_by_role("button", name="3 contacten bevestigen")).to_be_visible()
    look("review")

    assert found == []


def test_tablet_targets_are_large_and_nothing_covers_them(tablet: Page) -> None:
    sizes = tablet.locator("[data-grid] button:visible").evaluate_all(
        """(buttons) => buttons.map((button) => {
          const { left, top, width, height } = button.getBoundingClientRect();
          const seen = document.elementFromPoint(left + width / 2, top + height / 2);
          return [width >= 150, height >= 96, button.contains(seen)];
        })"""
    )

    assert sizes == [[True, True, True]] * 3
