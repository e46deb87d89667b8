"""Choosing a reason at the register page: combobox, keys, what is missing, what is suggested."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from reasons.models import Contact
from reasons.services import suggestions
from tests.browser import register_desk as desk
from tests.browser.register_desk import press
from tests.factories import notes, people

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


def active(page: Page) -> Locator:
    """The row of the list that Enter takes."""
    return page.get_by_role("listbox").get_by_role("option", selected=True)


def registered() -> int:
    return Contact.objects.count() - 5


def test_hit_shows_parents_explanation_and_what_was_found(agent_page: Page) -> None:
    press(agent_page, "=bez")

    hit = active(agent_page)
    expect(hit.locator("mark")).to_have_text("bez")
    expect(hit).to_have_accessible_name("Niet bezorgd Bezorging Het pakket is er niet.")
    expect(agent_page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    expect(agent_page.get_by_text("Het pakket is er niet.").last).to_be_visible()
    expect(agent_page.get_by_role("status").filter(has_text="2 gevonden")).to_have_count(1)
    assert hit.get_attribute("id") == desk.search(agent_page).get_attribute("aria-activedescendant")


def test_arrows_go_round_and_escape_closes(agent_page: Page) -> None:
    press(agent_page, "=bez", "ArrowDown")
    expect(active(agent_page)).to_contain_text("Wanneer")
    press(agent_page, "ArrowDown")
    expect(active(agent_page)).to_contain_text("Niet bezorgd")
    press(agent_page, "ArrowUp", "Escape")

    expect(agent_page.get_by_role("listbox")).to_have_count(0)
    expect(desk.search(agent_page)).to_have_attribute("aria-expanded", "false")
    expect(desk.search(agent_page)).to_have_value("bez")


def test_list_without_letters_has_own_keys_and_what_was_used_last(agent_page: Page) -> None:
    press(agent_page, "=niet", "Enter", "=d", "Enter")
    expect(desk.told(agent_page)).to_contain_text("Niet bezorgd")
    press(agent_page, "ArrowDown")

    mine = agent_page.get_by_role("group", name="Mijn toetsen").get_by_role("option")
    expect(mine.nth(0)).to_contain_text("Waar blijft mijn geld?")
    expect(mine.nth(0).locator("kbd")).to_have_text("Alt+1")
    expect(mine.nth(1)).to_contain_text("Spam")
    last = agent_page.get_by_role("group", name="Laatst gebruikt").get_by_role("option")
    expect(last).to_contain_text("Niet bezorgd")


def test_tab_takes_the_reason_without_saving_and_goes_on(agent_page: Page) -> None:
    press(agent_page, "=niet", "Tab")
    expect(desk.search(agent_page)).to_have_value("Niet bezorgd")
    expect(agent_page.get_by_role("radio", name="DHL")).to_be_focused()
    press(agent_page, "Tab")

    expect(agent_page.get_by_role("radio", name="Telefoon")).to_be_focused()
    assert registered() == 0


def test_chosen_reason_is_typed_over_by_the_next_letter(agent_page: Page) -> None:
    press(agent_page, "Alt+2")
    expect(desk.search(agent_page)).to_have_value("Spam")
    press(agent_page, "=w")

    expect(desk.search(agent_page)).to_have_value("w")
    assert agent_page.locator("input[name=reason]").input_value() == ""


def test_reason_is_chosen_by_pointer(agent_page: Page) -> None:
    agent_page.get_by_role("toolbar").get_by_role("button", name="Spam").click()
    expect(desk.search(agent_page)).to_have_value("Spam")
    desk.search(agent_page).fill("geld")
    agent_page.get_by_role("option", name="Waar blijft mijn geld?").click()

    expect(desk.search(agent_page)).to_have_value("Waar blijft mijn geld?")
    expect(desk.search(agent_page)).to_be_focused()
    assert registered() == 0
    press(agent_page, "Enter")
    expect(desk.told(agent_page)).to_contain_text("geld")


def test_name_written_out_in_full_counts_as_chosen(agent_page: Page) -> None:
    press(agent_page, "=spam", "Escape")
    agent_page.get_by_label("Toelichting").click()

    assert agent_page.locator("input[name=reason]").input_value() == "spam"


def test_nothing_found_says_so_and_offers_to_propose_it(agent_page: Page) -> None:
    press(agent_page, "=cadeau", "Enter")

    found = agent_page.locator("[data-main-reason] [data-popup]")
    expect(found).to_contain_text("Geen reden gevonden")
    expect(desk.search(agent_page)).to_have_attribute("aria-expanded", "false")
    assert registered() == 0
    found.get_by_role("link", name="Deze reden ontbreekt").click()
    expect(agent_page.get_by_role("dialog").get_by_label("Naam")).to_have_value("cadeau")


def test_enter_without_a_reason_says_what_is_needed(agent_page: Page) -> None:
    """C-2"""
    press(agent_page, "Enter")

    expect(agent_page.get_by_text("Kies precies één hoofdreden.")).to_be_visible()
    expect(desk.search(agent_page)).to_be_focused()


def test_keys_of_the_strip_are_one_stop_and_arrows_go_on(agent_page: Page) -> None:
    press(agent_page, "Shift+Tab", "ArrowRight", "Enter")

    expect(desk.search(agent_page)).to_have_value("Spam")
    expect(agent_page.get_by_role("button", name="Spam", pressed=True)).to_have_count(1)


@pytest.mark.parametrize(
    "event",
    [
        "{key: '²', code: 'Digit2', altKey: true, ctrlKey: true}",
        "{key: '2', code: 'Numpad2', altKey: true}",
        "{key: '2', code: 'Digit2', altKey: true, metaKey: true}",
        "{key: '2', code: 'Digit2', altKey: true, shiftKey: true}",
    ],
)
def test_alt_gr_and_other_combinations_are_no_personal_key(agent_page: Page, event: str) -> None:
    pressed = f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {event}))"
    agent_page.evaluate(pressed.replace("})", ", bubbles: true, cancelable: true})"))

    expect(desk.search(agent_page)).to_have_value("")


@pytest.mark.parametrize(
    "event",
    [
        "{key: 'n', code: 'KeyN'}",
        "{key: '˜', code: 'KeyN'}",  # a Mac's Option
        "{key: 'n', code: 'KeyB'}",  # another layout: the letter printed on the key
    ],
)
def test_letter_keys_work_on_any_layout(agent_page: Page, event: str) -> None:
    pressed = event.replace("}", ", altKey: true, bubbles: true, cancelable: true}")
    agent_page.evaluate(
        f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {pressed}))"
    )

    expect(agent_page.get_by_label("Toelichting")).to_be_focused()


def test_pasted_text_suggests_reasons_and_says_how_sure(
    page: Page, live_server: LiveServer, settings: Settings
) -> None:
    settings.SUGGEST_MIN_EXAMPLES = 100
    settings.SUGGEST_MIN_PER_REASON = 5
    notes.registered()
    Contact.objects.update(local_date=timezone.localdate())
    suggestions.learn(now=timezone.now())
    desk.open_as(page, live_server, people.agent())

    page.get_by_text("Tekst van de klant").click()
    page.get_by_label("Plak wat de klant schreef").fill("Mijn pakket is niet bezorgd")
    suggested = page.get_by_role("group", name="Voorgestelde redenen").get_by_role("button")
    expect(suggested).to_have_count(3)
    expect(suggested.first).to_contain_text("% zeker")
    suggested.first.click()

    expect(page.locator("input[name=reason]")).to_have_value("not-delivered")
    expect(suggested.first).to_be_hidden()


def test_without_anything_learned_there_is_no_suggestion(agent_page: Page) -> None:
    expect(agent_page.get_by_text("Tekst van de klant")).to_have_count(0)


def test_enter_that_goes_on_to_a_dimension_says_what_is_wanted(agent_page: Page) -> None:
    """Nobody thinks that it was saved; and it is no mistake yet."""
    press(agent_page, "=niet", "Enter")

    expect(agent_page.get_by_text("Kies een bezorgdienst bij deze reden.")).to_be_visible()
    carrier = agent_page.get_by_role("group", name="Bezorgdienst")
    expect(carrier).to_have_accessible_description("Kies een bezorgdienst bij deze reden.")
    expect(carrier).not_to_have_attribute("aria-invalid", "true")


def test_word_for_the_next_contact_chooses_no_dimension(agent_page: Page) -> None:
    """Typed without looking, after an Enter that saved nothing yet."""
    press(agent_page, "=niet", "Enter")
    expect(agent_page.get_by_role("radio", name="DHL")).to_be_focused()
    press(agent_page, "=doos kapot")

    expect(agent_page.get_by_role("radio", name="DHL")).not_to_be_checked()
    expect(agent_page.get_by_role("radio", name="PostNL")).not_to_be_checked()
    expect(agent_page.get_by_text("Kies een bezorgdienst bij deze reden.")).to_be_visible()
    press(agent_page, "Enter")
    carrier = agent_page.get_by_role("group", name="Bezorgdienst")
    expect(carrier).to_have_attribute("aria-invalid", "true")
    assert registered() == 0


def test_first_letters_of_an_option_choose_it(agent_page: Page) -> None:
    press(agent_page, "=niet", "Enter", "=post")

    expect(agent_page.get_by_role("radio", name="PostNL")).to_be_checked()
    expect(agent_page.get_by_text("Kies een bezorgdienst bij deze reden.")).to_be_hidden()


def test_word_leaves_what_was_chosen_before(agent_page: Page) -> None:
    press(agent_page, "=niet", "Enter", "=d", "Tab", "Shift+Tab", "=pakket")

    expect(agent_page.get_by_role("radio", name="DHL")).to_be_checked()


def test_question_mark_in_the_search_shows_the_keys_and_keeps_the_reason(agent_page: Page) -> None:
    press(agent_page, "=niet", "Tab")
    press(agent_page, "=d")
    desk.search(agent_page).focus()
    press(agent_page, "?")
    expect(agent_page.get_by_role("dialog", name="Sneltoetsen")).to_be_visible()
    press(agent_page, "Escape")

    expect(desk.search(agent_page)).to_have_value("Niet bezorgd")
    expect(agent_page.get_by_role("radio", name="DHL")).to_be_checked()
    press(agent_page, "=wie?")
    expect(desk.search(agent_page)).to_have_value("wie?")


def test_term_that_was_missing_is_not_asked_for_after_another_result(agent_page: Page) -> None:
    press(agent_page, "=spam", "Tab", "Alt+u", "=t", "Control+Enter")
    missing = agent_page.get_by_text("Geef aan vóór wanneer we terugbellen.")
    expect(missing).to_be_visible()
    press(agent_page, "Alt+u", "=d")

    expect(agent_page.get_by_label("Doorverbonden met")).to_be_visible()
    expect(missing).to_have_count(0)


def test_main_reason_is_no_extra_reason(agent_page: Page) -> None:
    """C-2: and the page says so."""
    press(agent_page, "=spam", "Tab", "Alt+x", "=spam", "Enter")

    expect(agent_page.get_by_text("Deze reden is al gekozen.")).to_be_visible()
    expect(agent_page.locator("[data-chosen]").get_by_role("listitem")).to_have_count(0)
    expect(agent_page.get_by_role("combobox", name="Extra reden")).to_have_value("")
    press(agent_page, "=geld", "Enter")
    expect(agent_page.get_by_text("Deze reden is al gekozen.")).to_be_hidden()
    desk.search(agent_page).focus()
    press(agent_page, "=geld", "Tab")

    expect(agent_page.get_by_text("Deze reden is al gekozen.")).to_be_visible()
    expect(agent_page.locator("[data-chosen]").get_by_role("listitem")).to_have_count(0)


def test_extra_reason_is_not_offered_when_there_are_two(agent_page: Page) -> None:
    press(agent_page, "=spam", "Tab", "Alt+x", "=geld", "Enter", "=niet", "Enter")
    more = agent_page.get_by_role("button", name="Extra reden")

    expect(more).to_be_disabled()
    agent_page.get_by_role("listitem").filter(has_text="geld").get_by_role("button").click()
    expect(more).to_be_enabled()


def test_letters_left_in_the_extra_reason_are_not_lost_in_silence(agent_page: Page) -> None:
    press(agent_page, "=spam", "Tab", "Alt+x", "=cadeau", "Control+Enter")

    extra = agent_page.get_by_role("combobox", name="Extra reden")
    expect(agent_page.get_by_text("Kies een reden of maak dit veld leeg.")).to_be_visible()
    expect(extra).to_be_focused()
    assert registered() == 0
    extra.fill("")
    press(agent_page, "Control+Enter")
    expect(desk.told(agent_page)).to_contain_text("Spam")
