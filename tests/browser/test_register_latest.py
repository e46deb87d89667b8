"""What was registered last: repeated and corrected by key, also what waits or was undone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from reasons.models import Contact
from tests.browser import queueing
from tests.browser import register_desk as desk
from tests.browser.register_desk import press
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WAITS = re.compile("wacht op verzending")


@pytest.fixture
def agent() -> User:
    desk.lists()
    return people.agent()


@pytest.fixture
def agent_page(page: Page, live_server: LiveServer, agent: User) -> Page:
    desk.open_as(page, live_server, agent)
    page.get_by_text("Telefoon").click()
    desk.search(page).focus()
    return page


def row(page: Page, place: int = 0) -> Locator:
    return page.locator("[data-latest] > li").nth(place)


def save(page: Page, reason: str, name: str) -> None:
    press(page, f"={reason}", "Enter")
    expect(desk.told(page)).to_contain_text(f"Geregistreerd: {name}")


def test_contact_that_waits_is_the_last_one(agent_page: Page) -> None:
    save(agent_page, "spam", "Spam")
    agent_page.context.set_offline(True)
    press(agent_page, "=niet bez", "Enter", "=d", "Enter")
    expect(desk.told(agent_page)).to_contain_text("Bewaard, wordt verzonden zodra het kan")

    expect(row(agent_page)).to_contain_text("Niet bezorgd")
    expect(row(agent_page)).to_contain_text(WAITS)
    expect(row(agent_page).get_by_role("button")).to_have_text(["Herhaal"])
    expect(row(agent_page).get_by_role("link")).to_have_count(0)
    press(agent_page, "Alt+z")
    expect(desk.told(agent_page)).to_have_text(
        "Je kunt deze registratie corrigeren zodra die verzonden is."
    )
    press(agent_page, "Alt+r")
    expect(desk.search(agent_page)).to_have_value("Niet bezorgd")
    expect(agent_page.get_by_role("radio", name="DHL")).to_be_checked()

    agent_page.context.set_offline(False)
    queueing.wait_until_sent(agent_page)
    expect(desk.told(agent_page)).to_have_text("Geregistreerd: Niet bezorgd · Telefoon")
    expect(row(agent_page)).not_to_contain_text(WAITS)
    expect(row(agent_page).get_by_role("link")).to_have_count(3)
    expect(row(agent_page, 1)).to_contain_text("Spam")
    assert Contact.objects.count() == 2


def test_contact_that_waits_and_is_removed_is_no_longer_in_the_list(agent_page: Page) -> None:
    agent_page.context.set_offline(True)
    press(agent_page, "=spam", "Enter")
    expect(row(agent_page)).to_contain_text(WAITS)
    agent_page.on("dialog", lambda dialog: dialog.accept())

    agent_page.get_by_role("button", name="Nog 1 registratie niet verzonden").click()
    agent_page.get_by_role("button", name="Verwijder").click()

    expect(row(agent_page)).to_have_count(0)
    expect(agent_page.get_by_text("Hier komen je registraties")).to_be_visible()


def undo(page: Page) -> None:
    """The contact that is corrected with Alt+Z."""
    press(page, "Alt+z")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name="Ongedaan maken").last.click()
    expect(dialog.get_by_role("button", name="Ongedaan maken")).to_be_focused()
    press(page, "Enter")
    expect(dialog).to_be_hidden()


def test_contact_below_the_one_undone_is_the_last(agent_page: Page) -> None:
    """With its keys; and nothing says any more that the other is registered."""
    save(agent_page, "wanneer", "Wanneer wordt er bezorgd?")
    save(agent_page, "geld", "Waar blijft mijn geld?")
    save(agent_page, "spam", "Spam")
    agent_page.reload()
    desk.begin(agent_page)

    undo(agent_page)

    expect(row(agent_page)).to_contain_text("geld")
    press(agent_page, "Alt+r")
    expect(desk.search(agent_page)).to_have_value("Waar blijft mijn geld?")
    for key, title in (("Alt+g", "Niet in 1x goed"), ("Alt+s", "Klantsignaal")):
        press(agent_page, key)
        expect(agent_page.get_by_role("dialog", name=title)).to_be_visible()
        press(agent_page, "Escape")
    undo(agent_page)
    expect(row(agent_page)).to_contain_text("Wanneer")
    assert Contact.objects.get().reason.code == "delivery-moment"


def test_undoing_the_last_contact_empties_the_line_and_covers_nothing(agent_page: Page) -> None:
    save(agent_page, "spam", "Spam")

    undo(agent_page)

    expect(desk.told(agent_page)).to_have_text("")
    toast = agent_page.locator("[data-toast]")
    expect(toast).to_contain_text("Ongedaan gemaakt")
    expect(agent_page.get_by_text("Hier komen je registraties")).to_be_visible()
    box, foot = toast.bounding_box(), agent_page.locator(".form__actions").last.bounding_box()
    assert box is not None
    assert foot is not None
    assert box["y"] + box["height"] <= foot["y"]


@pytest.mark.parametrize("language", ["nl", "en-gb"])
def test_time_reads_the_same_after_saving_and_after_opening_the_page_again(
    page: Page, live_server: LiveServer, agent: User, language: str
) -> None:
    """With the day where that is not today."""
    agent.language = language
    agent.save()
    desk.sign_in(page, live_server, agent)
    page.goto(f"{live_server.url}/register/")
    expect(page.locator("[data-save]")).to_be_enabled()
    page.locator("[name=channel][value=phone]").check(force=True)
    search = page.locator("#id_reason")
    search.focus()
    press(page, "=spam", "Enter")
    expect(page.locator("[data-latest] > li")).to_have_count(1)
    yesterday = timezone.localtime() - timedelta(days=1)
    page.locator(".further details > summary").click()
    page.locator("[name=occurred_at]").fill(f"{yesterday:%Y-%m-%dT%H:%M}")
    search.focus()
    press(page, "=spam", "Enter")
    expect(page.locator("[data-latest] > li")).to_have_count(2)
    saved = page.locator("[data-latest] time").all_text_contents()

    page.reload()

    assert page.locator("[data-latest] time").all_text_contents() == saved
    assert re.fullmatch(r"\d+ \w+ \d\d:\d\d", saved[0])
    assert re.fullmatch(r"\d\d:\d\d", saved[1])
