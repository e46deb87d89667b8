"""The next contact while one is still being sent: nothing entered is lost, and nobody waits."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from reasons.models import Contact, ContactReason
from reasons.services import lists as list_services
from tests.browser import queueing
from tests.browser import register_desk as desk
from tests.browser.register_desk import press
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
REFUSED = "Nog 1 registratie niet verzonden · 1 geweigerd"


@pytest.fixture
def agent() -> User:
    desk.lists()
    agent = people.agent()
    desk.used_before(agent, spam=3, refund=2, delivery_moment=1)
    return agent


@pytest.fixture
def agent_page(page: Page, live_server: LiveServer, agent: User) -> Page:
    desk.open_as(page, live_server, agent)
    expect(page.get_by_role("toolbar").get_by_role("button")).to_have_count(3)
    Contact.objects.all().delete()
    return page


class SlowLine:
    """What is registered stays on its way until it is let through."""

    def __init__(self, page: Page) -> None:
        self.is_slow = True
        self.held: list[Route] = []
        page.route("**/register/", self.hold)

    def hold(self, route: Route) -> None:
        if self.is_slow:
            self.held.append(route)
        else:
            route.continue_()

    def let_through(self) -> None:
        self.is_slow = False
        for route in self.held:
            route.continue_()


@pytest.fixture
def slow(agent_page: Page) -> SlowLine:
    return SlowLine(agent_page)


def send(page: Page, *keys: str) -> None:
    """Presses these keys, the last of which saves."""
    with page.expect_request("**/register/"):
        press(page, *keys)
    page.evaluate("0")  # by now it is held


def latest(page: Page) -> list[str]:
    return page.locator("[data-latest] [data-name]").all_text_contents()


def registered() -> set[str]:
    return set(Contact.objects.values_list("reason__code", flat=True))


def test_three_contacts_by_key_within_one_slow_answer_are_three(
    agent_page: Page, slow: SlowLine
) -> None:
    for key in ("Alt+1", "Alt+2", "Alt+3"):
        send(agent_page, key, "Enter")
    slow.let_through()

    expect(desk.search(agent_page)).to_have_value("")
    queueing.wait_until_sent(agent_page)
    expect(agent_page.locator("[data-latest]")).not_to_contain_text("wacht op verzending")
    names = ["Wanneer wordt er bezorgd?", "Waar blijft mijn geld?", "Spam"]
    assert latest(agent_page)[:3] == names
    assert registered() == {"spam", "refund", "delivery-moment"}
    seconds = Contact.objects.values_list("wrap_up_seconds", flat=True)
    assert None not in seconds


def test_next_contact_is_saved_before_the_one_that_is_still_being_sent(
    agent_page: Page, slow: SlowLine
) -> None:
    """The list is in the order of saving here, whatever was answered first."""
    send(agent_page, "=spam", "Enter")
    slow.is_slow = False
    press(agent_page, "=geld", "Enter")
    expect(desk.told(agent_page)).to_have_text("Geregistreerd: Waar blijft mijn geld? · Telefoon")
    slow.let_through()

    expect(desk.told(agent_page)).to_have_text("Geregistreerd: Spam · Telefoon")
    assert latest(agent_page)[:2] == ["Waar blijft mijn geld?", "Spam"]
    assert registered() == {"spam", "refund"}


def test_enter_pressed_again_saves_once(agent_page: Page, slow: SlowLine) -> None:
    """C-1"""
    send(agent_page, "=spam", "Enter", "Enter")
    press(agent_page, "Enter", "Control+Enter")
    agent_page.get_by_role("button", name="Opslaan").click(force=True)
    slow.let_through()

    expect(desk.told(agent_page)).to_contain_text("Spam")
    press(agent_page, "Enter", "Control+Enter")
    expect(desk.told(agent_page)).to_contain_text("Spam")
    expect(desk.search(agent_page)).to_have_value("")
    expect(agent_page.get_by_text("Kies precies één hoofdreden.")).to_be_hidden()
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "label", "text"),
    [("Alt+n", "Toelichting", "deur klemt"), ("Alt+k", "Klantnummer", "K 7")],
)
def test_what_is_typed_meanwhile_is_of_the_next_contact(
    agent_page: Page, slow: SlowLine, key: str, label: str, text: str
) -> None:
    send(agent_page, "=spam", "Enter")
    press(agent_page, key, f"={text}")
    slow.let_through()

    expect(desk.told(agent_page)).to_contain_text("Geregistreerd: Spam")
    field = agent_page.get_by_label(label)
    expect(field).to_have_value(text)
    expect(field).to_be_focused()
    first = Contact.objects.get()
    assert (first.note, first.customer_key) == ("", "")
    desk.search(agent_page).focus()
    press(agent_page, "=geld", "Enter")
    expect(desk.told(agent_page)).to_contain_text("geld")
    second = Contact.objects.get(reason__code="refund")
    assert bool(second.note or second.customer_key)


def test_pasted_text_is_of_the_next_contact(agent_page: Page, slow: SlowLine) -> None:
    agent_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    agent_page.evaluate("navigator.clipboard.writeText('deur klemt')")
    send(agent_page, "=spam", "Tab", "Alt+n", "=oud", "Control+Enter")
    press(agent_page, "Control+v")
    slow.let_through()

    expect(desk.told(agent_page)).to_contain_text("Spam")
    expect(agent_page.get_by_label("Toelichting")).to_have_value("deur klemt")
    assert Contact.objects.get().note == "oud"


def test_agent_who_went_to_another_field_stays_there(agent_page: Page, slow: SlowLine) -> None:
    send(agent_page, "=spam", "Enter")
    press(agent_page, "Alt+n")
    slow.let_through()

    expect(desk.told(agent_page)).to_contain_text("Spam")
    expect(agent_page.get_by_label("Toelichting")).to_be_focused()


def test_letters_typed_after_a_row_of_buttons_go_to_the_search(
    agent_page: Page, slow: SlowLine
) -> None:
    """Where saving would have led: also from the carrier, which the next contact does not ask."""
    send(agent_page, "=niet bez", "Enter", "=d", "Enter")
    send(agent_page, "=spam", "Enter")
    slow.let_through()

    queueing.wait_until_sent(agent_page)
    assert registered() == {"not-delivered", "spam"}


def choose_the_result(page: Page) -> None:
    page.get_by_text("Opgelost", exact=True).click()


def choose_the_result_itself(page: Page) -> None:
    page.get_by_role("radio", name="Opgelost", exact=True).dispatch_event("click")


@pytest.mark.parametrize("choose", [choose_the_result, choose_the_result_itself])
def test_click_is_for_the_next_contact(
    agent_page: Page, slow: SlowLine, choose: Callable[[Page], None]
) -> None:
    send(agent_page, "=spam", "Enter")
    choose(agent_page)
    slow.let_through()

    expect(desk.told(agent_page)).to_contain_text("Spam")
    expect(agent_page.get_by_role("radio", name="Opgelost", exact=True)).to_be_checked()
    assert Contact.objects.get().resolution == ""
    desk.search(agent_page).focus()
    press(agent_page, "=geld", "Enter")
    expect(desk.told(agent_page)).to_contain_text("geld")
    assert Contact.objects.get(reason__code="refund").resolution == "resolved"


def test_extra_reason_is_for_the_next_contact(agent_page: Page, slow: SlowLine) -> None:
    send(agent_page, "=spam", "Enter")
    press(agent_page, "Alt+x", "=wan", "Enter")
    slow.let_through()

    expect(desk.told(agent_page)).to_contain_text("Spam")
    desk.search(agent_page).focus()
    press(agent_page, "=geld", "Enter")
    expect(desk.told(agent_page)).to_contain_text("geld")
    extras = Contact.objects.get(reason__code="refund").extra_reasons
    assert extras.get().reason.code == "delivery-moment"


def test_repeat_is_of_the_contact_that_is_being_sent(agent_page: Page, slow: SlowLine) -> None:
    press(agent_page, "Alt+1")
    send(agent_page, "Enter")
    send(agent_page, "Alt+r", "Enter")
    slow.let_through()

    queueing.wait_until_sent(agent_page)
    assert (registered(), Contact.objects.count()) == ({"spam"}, 2)


def test_calling_back_about_the_same_goes_on_with_the_customer(agent_page: Page) -> None:
    press(agent_page, "Alt+k", "=K 1", "Tab")
    desk.search(agent_page).focus()
    press(agent_page, "=spam", "Enter")
    expect(desk.told(agent_page)).to_contain_text("Spam")
    first = Contact.objects.get()
    press(agent_page, "Alt+k", "=K 1", "Tab")
    expect(agent_page.get_by_role("button", name="Belt terug over hetzelfde")).to_be_visible()
    slow = SlowLine(agent_page)
    desk.search(agent_page).focus()

    send(agent_page, "=geld", "Enter")
    press(agent_page, "Alt+h", "Enter")
    slow.let_through()

    queueing.wait_until_sent(agent_page)
    second = Contact.objects.get(follows=first)
    assert (second.reason.code, second.customer_key) == ("spam", first.customer_key)
    assert Contact.objects.count() == 3


def end(code: str, day: str | None) -> None:
    ContactReason.objects.filter(code=code).update(valid_until=day)
    list_services.touch()


def test_refusal_of_a_contact_let_go_stands_in_the_queue_and_is_repaired(
    agent_page: Page, slow: SlowLine
) -> None:
    before = latest(agent_page).count("Spam")
    end("spam", "2026-01-01")
    send(agent_page, "=spam", "Enter")
    press(agent_page, "=geld")
    slow.let_through()

    expect(queueing.line(agent_page)).to_have_text(REFUSED)
    expect(desk.told(agent_page)).to_have_text("Nog niet opgeslagen: Spam")
    expect(desk.search(agent_page)).to_have_value("geld")
    expect(agent_page.locator("[data-register] [aria-invalid=true]")).to_have_count(0)
    press(agent_page, "Enter")
    expect(desk.told(agent_page)).to_contain_text("Geregistreerd: Waar blijft mijn geld?")
    assert latest(agent_page).count("Spam") == before

    agent_page.get_by_role("button", name=REFUSED).click()
    agent_page.get_by_role("button", name="Herstel").click()
    agent_page.wait_for_url("**/register/queued/")
    expect(agent_page.locator("[data-register] .field__error")).to_contain_text("niet (meer)")
    desk.search(agent_page).focus()
    press(agent_page, "=wanneer", "Enter")
    expect(desk.told(agent_page)).to_contain_text("Wanneer wordt er bezorgd?")
    queueing.wait_until_sent(agent_page)
    assert registered() == {"refund", "delivery-moment"}


def test_refusal_that_is_waited_for_shows_in_the_form(agent_page: Page, slow: SlowLine) -> None:
    """And what the line said of the contact before is gone."""
    slow.let_through()
    press(agent_page, "=geld", "Enter")
    expect(desk.told(agent_page)).to_contain_text("geld")
    end("spam", "2026-01-01")

    press(agent_page, "=spam", "Tab", "Alt+n", "=deur klemt", "Control+Enter")

    expect(agent_page.locator("[data-register] .field__error")).to_contain_text("niet (meer)")
    expect(agent_page.get_by_label("Toelichting")).to_have_value("deur klemt")
    expect(desk.told(agent_page)).to_have_text("")
    assert queueing.entries(agent_page) == []


def test_complaint_empties_the_line_of_the_contact_before(agent_page: Page) -> None:
    press(agent_page, "=geld", "Enter")
    expect(desk.told(agent_page)).to_contain_text("geld")
    press(agent_page, "=niet bez", "Enter", "Enter")

    expect(agent_page.get_by_text("Kies een bezorgdienst bij deze reden.")).to_be_visible()
    expect(desk.told(agent_page)).to_have_text("")


def test_double_click_on_save_saves_once_and_complains_about_nothing(agent_page: Page) -> None:
    press(agent_page, "=spam", "Tab")
    agent_page.get_by_role("button", name="Opslaan").dblclick()

    expect(desk.told(agent_page)).to_contain_text("Spam")
    expect(agent_page.get_by_text("Kies precies één hoofdreden.")).to_be_hidden()
    assert Contact.objects.count() == 1


def test_browser_that_can_keep_nothing_holds_the_form_until_the_answer(
    browser: Browser, live_server: LiveServer, agent: User
) -> None:
    context = browser.new_context(locale="nl-NL")
    context.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page = desk.open_as(context.new_page(), live_server, agent)
    slow = SlowLine(page)
    pk = page.locator("[data-register] [name=id]").input_value()

    send(page, "=spam", "Enter")
    press(page, "Alt+n", "=deur")

    expect(desk.search(page)).to_have_value("Spam")
    expect(page.locator("[data-register] [name=id]")).to_have_value(pk)
    slow.let_through()
    expect(desk.told(page)).to_contain_text("Geregistreerd: Spam")
    expect(page.get_by_label("Toelichting")).to_have_value("")
    context.close()
