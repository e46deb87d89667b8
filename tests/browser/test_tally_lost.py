"""Taps through a lost connection: each counts once, and what was undone stays undone."""

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from contactreductie.core.models import User
from reasons.models import Contact
from tests.browser import queueing, tallying
from tests.browser.proxy import Fault, Line
from tests.browser.tallying import shown, wait_until_registered
from tests.factories import tally

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
TAP, UNDO, LATER = "/tally/", "/tally/undo/", "/register/queued/"


@pytest.fixture(autouse=True)
def agent() -> User:
    tally.lists()
    return tally.agent("late", "not-delivered", "damaged")


@pytest.fixture
def sheet(context: BrowserContext, line: Line, agent: User) -> Page:
    return tallying.open_sheet(context, line.url, agent)


def suffer(line: Line, faults: dict[str, Fault]) -> None:
    """What becomes of posts to these very addresses."""
    line.decide = lambda path, _body: faults.get(path, Fault.NONE)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_taps_without_connection_count_at_once_and_are_sent_once(
    sheet: Page, context: BrowserContext
) -> None:
    context.set_offline(True)

    press(sheet, *"13131")

    expect(shown(sheet, "Te laat", "Telefoon")).to_have_text("3")
    expect(queueing.line(sheet)).to_have_text("Nog 5 registraties niet verzonden")
    assert Contact.objects.exists() is False
    context.set_offline(False)
    wait_until_registered(sheet, 5)
    expect(queueing.line(sheet)).to_be_hidden()
    expect(sheet.locator("[data-total]")).to_have_text("5")


def test_answers_lost_after_the_commit_count_each_tap_once(sheet: Page, line: Line) -> None:
    suffer(line, {TAP: Fault.LOSE})

    press(sheet, *"1313")

    wait_until_registered(sheet, 4)
    expect(sheet.locator("[data-total]")).to_have_text("4")
    assert len(line.posts) > 4


def test_tap_undone_without_connection_never_arrives(sheet: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    press(sheet, "1", "3", "Alt+z")
    expect(queueing.line(sheet)).to_have_text("Nog 1 registratie niet verzonden")

    context.set_offline(False)

    wait_until_registered(sheet, 1)
    assert Contact.objects.get().reason.code == "late"
    expect(sheet.locator("[data-total]")).to_have_text("1")


def test_undo_reaches_a_tap_that_the_server_has_without_our_knowing(
    sheet: Page, line: Line
) -> None:
    """The tap was committed and its answer lost: the server has to undo it too."""
    suffer(line, {TAP: Fault.LOSE, LATER: Fault.BAD_GATEWAY})
    press(sheet, "1")
    expect(queueing.line(sheet)).to_have_text("Nog 1 registratie niet verzonden")
    assert Contact.objects.count() == 1

    press(sheet, "Alt+z")

    wait_until_registered(sheet, 0)
    expect(queueing.line(sheet)).to_be_hidden()


def test_undo_overtakes_a_tap_that_is_still_on_its_way(
    sheet: Page, line: Line, client: Client, agent: User
) -> None:
    """Given up by the browser, it comes to the server when its undo has been there."""
    suffer(line, {TAP: Fault.SLOW, LATER: Fault.SLOW})
    with sheet.expect_request_finished(lambda request: request.url.endswith(UNDO), timeout=20_000):
        press(sheet, "1", "Alt+z")
    expect(sheet.locator("[data-total]")).to_have_text("0")

    client.force_login(agent)
    slow = [body for path, body in line.posts if path == TAP]
    answers = [
        client.post(
            TAP,
            body,
            content_type="application/x-www-form-urlencoded",
            headers={"Accept": "application/json"},
        )
        for body in slow
    ]

    assert {answer.status_code for answer in answers} == {409}
    assert Contact.objects.exists() is False


def test_undo_that_could_not_be_told_is_told_by_the_next_page(
    sheet: Page, context: BrowserContext, line: Line
) -> None:
    press(sheet, "1", "3")
    wait_until_registered(sheet, 2)
    suffer(line, {UNDO: Fault.DROP})
    with sheet.expect_event("requestfailed"):
        press(sheet, "Alt+z")
    sheet.close()
    assert Contact.objects.count() == 2

    suffer(line, {})
    again = context.new_page()
    again.goto(f"{line.url}/tally/")

    expect(shown(again, "Kapot", "Telefoon")).to_have_text("0")
    wait_until_registered(again, 1)
    assert Contact.objects.get().reason.code == "late"


def test_what_waited_since_another_page_is_counted_when_it_is_sent(
    sheet: Page, context: BrowserContext, line: Line
) -> None:
    suffer(line, {TAP: Fault.DROP, LATER: Fault.DROP})
    press(sheet, "1")
    expect(queueing.line(sheet)).to_have_text("Nog 1 registratie niet verzonden")
    sheet.close()

    suffer(line, {})
    again = context.new_page()
    again.goto(f"{line.url}/tally/")

    wait_until_registered(again, 1)
    expect(shown(again, "Te laat", "Telefoon")).to_have_text("1")


def test_undo_refused_by_the_server_counts_again_and_says_why(sheet: Page) -> None:
    """C-11: too late for this role."""
    press(sheet, "1")
    wait_until_registered(sheet, 1)
    Contact.objects.update(recorded_at="2020-01-01T00:00:00Z")

    press(sheet, "Alt+z")

    expect(sheet.locator("[data-told]")).to_have_text(
        "Deze week is afgesloten. Vraag je teamleider."
    )
    expect(shown(sheet, "Te laat", "Telefoon")).to_have_text("1")


def test_day_that_turns_counts_anew(sheet: Page) -> None:
    press(sheet, "1")
    wait_until_registered(sheet, 1)
    sheet.evaluate("""document.querySelector("[data-tally]").dataset.day = "2020-01-01" """)

    press(sheet, "3")

    expect(sheet.locator("[data-total]")).to_have_text("1")
    expect(shown(sheet, "Te laat", "Telefoon")).to_have_text("0")
