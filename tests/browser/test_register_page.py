"""Registering at the agent's page in a real browser: from the first letter to the next contact."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from benchmarks import trees, type_ahead
from contactreductie.core.models import User
from reasons.models import Contact, ContactReason, PinnedReason
from reasons.services import lists as list_services
from tests.browser import register_desk as desk
from tests.browser.register_desk import press
from tests.factories import people, raci, reasons

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def test_contacts_are_registered_by_keyboard_alone(
    page: Page, live_server: LiveServer, agent: User
) -> None:
    """From log-in to a second contact: Enter goes on to what is needed, then it saves."""
    page.goto(live_server.url)
    press(page, "=agent", "Tab", f"={people.PASSWORD}", "Enter")
    desk.begin(page)

    press(page, "=niet bez", "Enter")
    expect(page.get_by_role("radio", name="DHL")).to_be_focused()
    press(page, "=p", "Enter")
    expect(page.get_by_role("radio", name="Chat")).to_be_focused()
    press(page, "=t", "Enter")

    expect(desk.told(page)).to_have_text("Geregistreerd: Niet bezorgd · Telefoon")
    contact = Contact.objects.get()
    assert [fact.value.code for fact in contact.dimensions.all()] == ["postnl"]
    assert contact.channel.code == "phone"
    expect(desk.search(page)).to_be_focused()
    press(page, "=reclame", "Enter")
    expect(desk.told(page)).to_have_text("Geregistreerd: Spam · Telefoon")
    assert Contact.objects.count() == 2


def test_frequent_reason_is_saved_with_one_key_and_enter(
    page: Page, live_server: LiveServer, agent: User
) -> None:
    """Use of the weeks before this one fills the keys, most used first."""
    desk.used_before(agent, spam=2, refund=3)
    desk.open_as(page, live_server, agent)
    expect(page.get_by_role("button", name="Waar blijft mijn geld?")).to_be_visible()

    press(page, "Alt+1", "Enter")

    expect(desk.told(page)).to_have_text("Geregistreerd: Waar blijft mijn geld? · Telefoon")
    assert Contact.objects.filter(reason__code="refund").count() == 4


@pytest.mark.once
def test_any_of_600_leaves_is_saved_with_four_letters_and_enter(
    page: Page, live_server: LiveServer
) -> None:
    """How many of them can be reached so is measured in test_reason_reach.py."""
    index = trees.tree(["shop"], 600)
    queries = shortest_queries(page, index)
    reached = [pair for pair in zip(index["reasons"], queries, strict=True) if pair[1]]
    desk.plant(index)
    reasons.channel("phone", name_nl="Telefoon")
    desk.open_as(page, live_server, people.agent())

    for reason, query in reached[::100]:
        press(page, f"={query}", "Enter")
        expect(desk.told(page)).to_contain_text(reason["nl"])
        expect(desk.search(page)).to_have_value("")

    codes = Contact.objects.order_by("recorded_at").values_list("reason__code", flat=True)
    assert list(codes) == [reason["code"] for reason, _query in reached[::100]]
    assert len(codes) == 6


def shortest_queries(page: Page, index: trees.Index) -> list[str | None]:
    bare = page.context.browser.new_page()
    type_ahead.load(bare)
    found = type_ahead.shortest_queries(bare, index)
    bare.close()
    return found


def test_next_contact_keeps_the_channel_and_nothing_else(agent_page: Page) -> None:
    first = agent_page.locator("input[name=id]").input_value()
    agent_page.get_by_label("Klantnummer").fill("K 1")
    press(agent_page, "Alt+n", "=deur klemt", "Alt+u", "=o")
    desk.search(agent_page).focus()
    press(agent_page, "=spam", "Enter")

    expect(desk.told(agent_page)).to_have_text("Geregistreerd: Spam · Telefoon")
    expect(agent_page.get_by_role("radio", name="Telefoon")).to_be_checked()
    expect(agent_page.get_by_role("radio", name="Opgelost", exact=True)).not_to_be_checked()
    expect(agent_page.get_by_label("Klantnummer")).to_have_value("")
    expect(agent_page.get_by_label("Toelichting")).to_have_value("")
    expect(desk.search(agent_page)).to_have_value("")
    contact = Contact.objects.get()
    assert (str(contact.pk), contact.note, contact.resolution) == (first, "deur klemt", "resolved")
    assert contact.customer_key != ""
    assert agent_page.locator("input[name=id]").input_value() != first


def test_saved_contact_stands_on_top_of_the_latest_and_can_be_repeated(agent_page: Page) -> None:
    press(agent_page, "=niet bez", "Enter", "=d", "Enter")
    latest = agent_page.get_by_role("complementary", name="Laatst geregistreerd")
    expect(latest.get_by_role("listitem").first).to_contain_text("Niet bezorgd")

    press(agent_page, "Alt+r")
    expect(desk.search(agent_page)).to_have_value("Niet bezorgd")
    expect(agent_page.get_by_role("radio", name="DHL")).to_be_checked()
    press(agent_page, "Enter")

    expect(latest.get_by_role("listitem").nth(1)).to_contain_text("Niet bezorgd")
    assert Contact.objects.filter(dimensions__value__code="dhl").count() == 2


def test_actions_on_the_latest_contact_are_about_that_contact(agent_page: Page) -> None:
    press(agent_page, "=spam", "Enter")
    expect(desk.told(agent_page)).to_contain_text("Spam")

    press(agent_page, "Alt+z")

    expect(agent_page.get_by_role("dialog")).to_be_visible()
    links = agent_page.locator("[data-latest] > :first-child a")
    addresses = links.evaluate_all("(links) => links.map((link) => link.pathname)")
    pk = Contact.objects.get().pk
    assert addresses == [
        f"/contacts/{pk}/correct/",
        f"/contacts/{pk}/first-time-right/",
        f"/contacts/{pk}/signal/",
    ]


def test_refusal_of_the_server_appears_at_its_field(agent_page: Page) -> None:
    """C-3: the reason was ended since the page was opened."""
    press(agent_page, "=spam", "Tab")
    ContactReason.objects.filter(code="spam").update(valid_until="2026-01-01")
    list_services.touch()

    press(agent_page, "Control+Enter")

    refusal = "Deze reden is niet (meer) te kiezen. Kies een actuele subreden."
    expect(agent_page.get_by_text(refusal)).to_be_visible()
    expect(desk.search(agent_page)).to_be_focused()
    expect(desk.search(agent_page)).to_have_accessible_description(refusal)
    press(agent_page, "=geld", "Enter")
    expect(agent_page.get_by_text(refusal)).to_be_hidden()
    expect(desk.told(agent_page)).to_contain_text("Waar blijft mijn geld?")


def test_form_that_came_back_refused_can_be_mended_here(agent_page: Page) -> None:
    """Sent without the script, as an entry that had waited is."""
    press(agent_page, "=niet bez", "Tab")
    agent_page.evaluate("document.querySelector('[data-register]').submit()")
    expect(agent_page.get_by_text("Kies een bezorgdienst bij deze reden.")).to_have_count(1)
    expect(agent_page.get_by_role("radio", name="DHL")).to_be_focused()
    expect(desk.search(agent_page)).to_have_value("Niet bezorgd")
    pk = agent_page.locator("input[name=id]").input_value()

    press(agent_page, "=p", "Enter")

    expect(desk.told(agent_page)).to_contain_text("Niet bezorgd")
    assert str(Contact.objects.get().pk) == pk


def test_letters_and_enter_before_the_reasons_are_there_are_not_lost(
    page: Page, live_server: LiveServer, agent: User
) -> None:
    desk.used_before(agent, refund=1)
    held: list[Route] = []
    page.route("**/register/index/*", lambda route: held.append(route))
    desk.open_as(page, live_server, agent)
    press(page, "=spam", "Enter")
    expect(desk.search(page)).to_have_value("spam")

    for route in held:
        route.fallback()

    expect(desk.told(page)).to_have_text("Geregistreerd: Spam · Telefoon")


def test_pinned_reason_keeps_its_key(page: Page, live_server: LiveServer, agent: User) -> None:
    desk.used_before(agent, spam=2, refund=3)
    desk.open_as(page, live_server, agent)
    press(page, "=wanneer", "Tab")

    page.get_by_text("Mijn toetsen", exact=True).click()
    page.get_by_role("button", name="2", exact=True).click()

    second = page.get_by_role("toolbar").get_by_role("button").nth(1)
    expect(second).to_have_accessible_name("Wanneer wordt er bezorgd?")
    assert PinnedReason.objects.get().slot == 2
    page.reload()
    expect(second).to_have_accessible_name("Wanneer wordt er bezorgd?")
    page.get_by_text("Mijn toetsen", exact=True).click()
    page.get_by_role("button", name="Losmaken").click()
    expect(second).to_have_accessible_name("Spam")
    assert PinnedReason.objects.count() == 0


def test_newcomer_has_the_keys_of_the_team(
    page: Page, live_server: LiveServer, agent: User
) -> None:
    cache.clear()
    team = raci.department("team")
    desk.used_before(raci.join(people.agent("collega"), team), refund=3)
    desk.open_as(page, live_server, raci.join(agent, team))

    expect(page.get_by_role("toolbar").get_by_role("button")).to_have_accessible_name(
        "Waar blijft mijn geld?"
    )
