"""Pages that open over another page: by keyboard, and without a connection."""

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from reasons.models import Contact, CustomerSignal, FirstTimeRightSignal, ReasonProposal
from tests.browser.panel.desk import follow, opened

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_panel_takes_the_focus_and_gives_it_back(desk: Page, contact: Contact) -> None:
    opened(desk, "Corrigeren")

    dialog = desk.get_by_role("dialog", name="Contact corrigeren")
    expect(dialog.get_by_role("combobox", name="Waarom neemt")).to_be_focused()
    expect(dialog.get_by_role("combobox", name="Waarom neemt")).to_have_value("Niet bezorgd")
    desk.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(desk.get_by_role("link", name="Corrigeren")).to_be_focused()
    assert desk.url.endswith("/contacts/mine/")


def test_panel_correction_renews_the_list_and_tells_the_page(desk: Page, contact: Contact) -> None:
    follow(desk, "contact:corrected")
    opened(desk, "Corrigeren").get_by_label("Chat").check()
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("status").filter(has_text="Gecorrigeerd.")).to_be_visible()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(desk.locator(".contacts")).to_contain_text("Chat")
    told = desk.evaluate("window.told.contact")
    assert (told["id"], told["channel"]) == (str(contact.pk), "chat")
    expect(desk.get_by_role("link", name="Corrigeren")).to_be_focused()


def test_panel_refusal_keeps_the_input_and_says_what_is_wrong(desk: Page) -> None:
    opened(desk, "Corrigeren").get_by_role("combobox", name="Waarom neemt").fill("besch")
    desk.keyboard.press("Enter")
    desk.get_by_label("Toelichting").fill("ingedeukt")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("alert").filter(has_text="Kies een bezorgdienst")).to_be_visible()
    carrier = desk.get_by_role("group", name="Bezorgdienst")
    expect(carrier.get_by_role("radio", checked=True)).to_be_focused()
    expect(desk.get_by_label("Toelichting")).to_have_value("ingedeukt")
    desk.get_by_label("DHL").check()
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("status").filter(has_text="Gecorrigeerd.")).to_be_visible()
    assert Contact.objects.get().reason.code == "damaged"


def test_panel_undo_asks_first_and_takes_the_contact_out_of_the_list(desk: Page) -> None:
    follow(desk, "contact:withdrawn")
    opened(desk, "Corrigeren").get_by_role("link", name="Ongedaan maken").last.click()
    dialog = desk.get_by_role("dialog", name="Deze registratie ongedaan maken?")
    expect(dialog.get_by_role("button", name="Ongedaan maken")).to_be_focused()
    assert Contact.objects.count() == 1
    contact = Contact.objects.get()
    desk.keyboard.press("Enter")

    expect(desk.get_by_text("Ongedaan gemaakt: Niet bezorgd · Telefoon")).to_be_visible()
    expect(desk.get_by_text("Vandaag nog niets geregistreerd")).to_be_visible()
    assert desk.evaluate("window.told") == {"id": str(contact.pk)}
    assert Contact.objects.count() == 0


def test_panel_leave_it_closes_and_changes_nothing(desk: Page) -> None:
    opened(desk, "Ongedaan maken").get_by_role("link", name="Laten staan").click()

    expect(desk.get_by_role("dialog")).to_have_count(0)
    assert Contact.objects.count() == 1


def test_first_time_right_takes_a_digit_a_text_and_a_key(desk: Page, contact: Contact) -> None:
    """S-1: also when the digit comes before the panel is there."""
    held: list[Route] = []
    desk.route("**/first-time-right/", lambda route: held.append(route), times=1)
    with desk.expect_request("**/first-time-right/"):
        desk.get_by_role("link", name="Niet in 1x goed").click()
    desk.keyboard.press("2")
    held[0].continue_()
    expect(desk.get_by_label("Wat was er nodig?")).to_be_focused()
    desk.keyboard.type("2 keer gebeld")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("status").filter(has_text="Dank je wel.")).to_be_visible()
    signal = FirstTimeRightSignal.objects.get()
    assert (signal.cause, signal.text) == ("process", "2 keer gebeld")
    expect(desk.locator(".brought-up")).to_contain_text("2 keer gebeld")


def test_customer_signal_warns_of_personal_data_while_typing(desk: Page) -> None:
    """C-7: in the browser, and again on the server."""
    opened(desk, "Klantsignaal")
    desk.keyboard.press("3")
    desk.keyboard.type("Bel jan@example.org")

    expect(desk.get_by_text("Verwijder persoonsgegevens: jan@example.org")).to_be_visible()
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("alert").filter(has_text="Verwijder persoonsgegevens.")).to_be_visible()
    desk.get_by_label("Wat zei de klant?").fill("Stuur een foto")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("status").filter(has_text="Dank je wel.")).to_be_visible()
    assert CustomerSignal.objects.get().kind == "idea"


def test_panel_without_a_connection_keeps_what_was_typed(desk: Page) -> None:
    opened(desk, "Klantsignaal")
    desk.keyboard.press("1")
    desk.keyboard.type("Doos was nat")
    desk.context.set_offline(True)
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("alert").filter(has_text="Dit is niet verzonden.")).to_be_visible()
    desk.context.set_offline(False)
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("status").filter(has_text="Dank je wel.")).to_be_visible()
    assert CustomerSignal.objects.get().text == "Doos was nat"


def test_panel_that_does_not_open_says_so_and_tries_again(desk: Page) -> None:
    desk.context.set_offline(True)
    desk.get_by_role("link", name="Corrigeren").click()
    dialog = desk.get_by_role("dialog", name="Dit opent nu niet")
    expect(dialog.get_by_role("link", name="Opnieuw proberen")).to_be_focused()
    desk.context.set_offline(False)
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("dialog", name="Contact corrigeren")).to_be_visible()


def test_panel_of_a_contact_that_is_gone_says_so(desk: Page, contact: Contact) -> None:
    Contact.objects.all().delete()
    desk.get_by_role("link", name="Corrigeren").click()

    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=1)).to_be_visible()
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_panel_after_the_session_ended_leads_to_the_log_in(desk: Page) -> None:
    desk.context.clear_cookies()
    desk.get_by_role("link", name="Corrigeren").click()

    expect(desk.get_by_role("button", name="Inloggen")).to_be_visible()


def test_missing_reason_takes_the_one_that_was_meant(desk: Page, live_server: LiveServer) -> None:
    """From the search field itself, and back into it."""
    desk.goto(f"{live_server.url}/register/")
    search = desk.get_by_role("combobox", name="Waarom neemt")
    expect(search).to_be_focused()
    addresses: list[str] = []
    desk.on("request", lambda request: addresses.append(request.url))
    search.fill("niet bezorg")
    desk.locator(".register__link", has_text="Deze reden ontbreekt").click()
    dialog = desk.get_by_role("dialog", name="Deze reden ontbreekt")
    expect(dialog.get_by_label("Naam")).to_have_value("niet bezorg")
    assert not [address for address in addresses if "bezorg" in address]
    dialog.get_by_role("link", name="Deze kiezen").click()

    expect(dialog).to_be_hidden()
    expect(search).to_have_value("Niet bezorgd")
    assert ReasonProposal.objects.count() == 0


def test_last_contact_is_corrected_by_key_from_the_register_page(
    desk: Page, live_server: LiveServer
) -> None:
    desk.goto(f"{live_server.url}/register/")
    expect(desk.get_by_role("combobox", name="Waarom neemt")).to_be_focused()
    desk.keyboard.press("Alt+z")
    dialog = desk.get_by_role("dialog", name="Contact corrigeren")
    dialog.get_by_label("Chat").check()
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("status").filter(has_text="Gecorrigeerd.")).to_be_visible()
    expect(desk.locator("[data-latest]")).to_contain_text("Chat")
    assert Contact.objects.get().channel.code == "chat"


def test_escape_closes_the_list_before_the_panel(desk: Page) -> None:
    opened(desk, "Corrigeren").keyboard.type("x")
    expect(desk.get_by_text("Geen reden gevonden")).to_be_visible()

    desk.keyboard.press("Escape")
    expect(desk.get_by_text("Geen reden gevonden")).to_be_hidden()
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.keyboard.press("Escape")

    expect(desk.get_by_role("dialog")).to_have_count(0)


def test_panel_closed_before_the_answer_still_tells_what_became_of_it(desk: Page) -> None:
    held: list[Route] = []
    opened(desk, "Klantsignaal").keyboard.press("2")
    desk.keyboard.type("Snel geholpen")
    desk.route("**/signal/", lambda route: held.append(route), times=1)
    with desk.expect_request("**/signal/"):
        desk.keyboard.press("Control+Enter")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    held[0].continue_()

    expect(desk.get_by_role("status").filter(has_text="Dank je wel.")).to_be_visible()
    expect(desk.locator(".brought-up")).to_contain_text("Snel geholpen")


def test_ordinary_page_of_a_panel_takes_the_same_keys(
    desk: Page, live_server: LiveServer, contact: Contact
) -> None:
    desk.goto(f"{live_server.url}/contacts/{contact.pk}/first-time-right/")
    expect(desk.get_by_role("heading", name="Niet in 1x goed")).to_be_visible()
    desk.keyboard.press("4")
    desk.keyboard.type("Weet ik niet")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_text("Dank je wel.")).to_be_visible()
    assert FirstTimeRightSignal.objects.get().cause == "unknown"


def test_refused_text_is_mended_where_it_stands(desk: Page) -> None:
    """A digit of a telephone number is no other cause."""
    opened(desk, "Niet in 1x goed").keyboard.press("2")
    desk.keyboard.type("bel 0612345678")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("alert").filter(has_text="Dit klopt nog niet")).to_be_visible()
    expect(desk.get_by_label("Wat was er nodig?")).to_be_focused()
    expect(desk.get_by_role("radio", name="Proces")).to_be_checked()
    desk.keyboard.type(" 14")

    expect(desk.get_by_role("radio", name="Proces")).to_be_checked()
    expect(desk.get_by_label("Wat was er nodig?")).to_have_value("bel 0612345678 14")


def test_digit_changes_the_cause_only_among_the_causes(desk: Page) -> None:
    opened(desk, "Niet in 1x goed").keyboard.press("2")
    desk.get_by_role("button", name="Versturen").focus()
    desk.keyboard.press("3")
    expect(desk.get_by_role("radio", name="Proces")).to_be_checked()
    desk.get_by_role("radio", name="Proces").focus()
    desk.keyboard.press("3")

    expect(desk.get_by_role("radio", name="Medewerker")).to_be_checked()


def test_correction_that_is_refused_shows_the_reason_it_has(desk: Page) -> None:
    opened(desk, "Corrigeren").get_by_label("Toelichting").fill("bel 0612345678")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_label("Toelichting")).to_be_focused()
    expect(desk.get_by_role("combobox", name="Waarom neemt")).to_have_value("Niet bezorgd")


def test_correction_without_a_reason_falls_back_on_the_one_it_has(desk: Page) -> None:
    opened(desk, "Corrigeren").keyboard.type("xyzzy")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_text("Kies precies één hoofdreden.").last).to_be_visible()
    expect(desk.get_by_role("combobox", name="Waarom neemt")).to_be_focused()
    expect(desk.get_by_role("combobox", name="Waarom neemt")).to_have_value("Niet bezorgd")


def test_reason_of_a_correction_is_typed_over_and_found_with_a_typing_error(desk: Page) -> None:
    opened(desk, "Corrigeren").keyboard.type("beschadgd")
    hit = desk.get_by_role("option", name="Beschadigd")
    expect(hit).to_be_visible()
    desk.get_by_role("combobox", name="Waarom neemt").fill("kwij")
    expect(desk.get_by_role("option")).to_have_text(["Niet bezorgd"])
