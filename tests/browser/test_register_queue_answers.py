"""What the queue makes of answers: refusals to repair, answers that say nothing, several tabs."""

import json
import re
from collections import Counter
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect
from pytest_django import Settings

from contactreductie.core.models import User
from reasons.models import Contact, ContactReason
from reasons.services import lists
from tests.browser import proxy, queueing
from tests.browser.looks import violations
from tests.browser.proxy import Fault
from tests.house import processes

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
ONE = "Nog 1 registratie niet verzonden"
REFUSED = f"{ONE} · 1 geweigerd"
REGISTER, QUEUED = "/register/", "/register/queued/"


@pytest.fixture
def page(saver_page: Page) -> Page:
    return saver_page


def keep(page: Page, line: proxy.Line, *contacts: dict[str, str]) -> None:
    """Saves contacts while nothing is let through."""
    line.suffer(Fault.DROP, at=REGISTER)
    answers = queueing.save(page, *contacts)
    assert {answer["state"] for answer in answers} == {"waiting"}


def end_reasons(day: str | None) -> None:
    ContactReason.objects.update(valid_until=day)
    lists.touch()


def refused(page: Page, line: proxy.Line, **fields: str) -> str:
    """A contact whose reason ended while it waited; its id."""
    contact = queueing.contact(**fields)
    keep(page, line, contact)
    end_reasons("2020-01-01")
    line.suffer(Fault.NONE)
    expect(queueing.line(page)).to_have_text(REFUSED)
    return str(contact["id"])


def sent_ids(line: proxy.Line) -> Counter[str]:
    """How often each contact was sent from the queue."""
    return Counter(parse_qs(body)["id"][0] for path, body in line.posts if path == QUEUED)


def test_refused_contact_stays_with_the_words_of_the_server(page: Page, line: proxy.Line) -> None:
    refused(page, line)
    page.reload()

    page.get_by_role("button", name=REFUSED).click()

    row = page.get_by_role("dialog").get_by_role("listitem")
    expect(row).to_contain_text("Geweigerd")
    expect(row).to_contain_text("Deze reden is niet (meer) te kiezen.")
    assert queueing.registered() == []


def test_refused_contact_is_repaired_in_the_form_and_saved_once(
    page: Page, line: proxy.Line
) -> None:
    pk = refused(page, line, note="Doos ingedeukt")
    page.get_by_role("button", name=REFUSED).click()

    page.get_by_role("button", name="Herstel").click()

    page.wait_for_url(f"**{QUEUED}")
    message = page.locator("[data-register]").get_by_text("Deze reden is niet (meer) te kiezen.")
    expect(message.first).to_be_visible()
    expect(page.locator("[name=note]")).to_have_value("Doos ingedeukt")
    repaired = {"id": page.locator("[data-register] [name=id]").input_value()}
    end_reasons(None)
    answers = queueing.save(page, repaired | {"reason": "not-delivered"})
    assert (answers[0]["state"], repaired["id"]) == ("saved", pk)
    queueing.wait_until_sent(page)
    contact = Contact.objects.get()
    assert (str(contact.pk), contact.note) == (pk, "Doos ingedeukt")


def test_refused_contact_that_is_right_by_now_is_sent_by_repair(
    page: Page, line: proxy.Line
) -> None:
    pk = refused(page, line)
    end_reasons(None)
    page.get_by_role("button", name=REFUSED).click()

    page.get_by_role("button", name="Herstel").click()

    queueing.wait_until_sent(page)
    assert (queueing.registered(), page.url) == ([pk], f"{line.url}{REGISTER}")


def test_contact_sealed_with_a_former_key_can_only_be_removed(
    page: Page, context: BrowserContext, line: proxy.Line, saver: User, settings: Settings
) -> None:
    keep(page, line, queueing.contact())
    settings.SECRET_KEY = "another-secret-" + "o" * 40
    queueing.sign_in(context, line.url, saver)
    line.suffer(Fault.NONE)
    expect(queueing.line(page)).to_have_text(REFUSED)

    page.get_by_role("button", name=REFUSED).click()

    row = page.get_by_role("dialog").get_by_role("listitem")
    expect(row).to_contain_text("Deze registratie is niet meer te lezen.")
    expect(row.get_by_role("button")).to_have_count(1)
    fresh = queueing.contact()
    assert queueing.save(page, fresh)[0]["state"] == "saved"
    assert queueing.registered() == [fresh["id"]]


def test_copied_tab_with_the_same_id_loses_neither_content(page: Page, line: proxy.Line) -> None:
    """C-1: what the second one holds is refused, and waits to be repaired under a new id."""
    first = queueing.contact(note="een")
    keep(page, line, first, first | {"note": "twee"})
    line.suffer(Fault.NONE)
    expect(queueing.line(page)).to_have_text(REFUSED)
    kept = [entry["refusal"] for entry in queueing.entries(page)]
    assert kept == [["Deze registratie bestaat al met andere gegevens."]]
    page.get_by_role("button", name=REFUSED).click()

    page.get_by_role("button", name="Herstel").click()

    page.wait_for_url(f"**{QUEUED}")
    repaired = {"id": page.locator("[data-register] [name=id]").input_value()}
    queueing.save(page, repaired | {"reason": "not-delivered", "channel": "phone"})
    queueing.wait_until_sent(page)
    notes = Contact.objects.values_list("note", flat=True)
    assert sorted(notes) == ["een", "twee"]


def test_several_tabs_send_each_contact_once(
    page: Page, context: BrowserContext, line: proxy.Line
) -> None:
    """One tab sends; what the others do meanwhile sends nothing beside it."""
    tabs = [page, *(queueing.open_register(context, line.url) for _ in range(2))]
    contacts = [queueing.contact() for _ in range(12)]
    for number, tab in enumerate(tabs):
        keep(tab, line, *contacts[number::3])
    line.posts.clear()
    line.suffer(Fault.SLOW)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    processes.wait_until(lambda: len(line.posts) > 0)

    for tab in tabs[1:]:
        queueing.resume(tab)

    assert len(line.posts) == 1
    line.suffer(Fault.NONE)
    line.speed_up.set()
    queueing.wait_until_sent(page)
    assert queueing.registered() == queueing.ids(contacts)
    assert set(sent_ids(line).values()) == {1}
    for tab in tabs:
        expect(queueing.line(tab)).to_be_hidden()


@pytest.mark.parametrize("status", [200, 502])
def test_answer_that_says_nothing_about_the_contact_keeps_it(
    page: Page, line: proxy.Line, status: int
) -> None:
    """A proxy without its server, or the log-in page of a network."""
    contact = queueing.contact()
    page.route(
        f"**{REGISTER}**",
        lambda route: route.fulfill(
            status=status, body="<h1>Welkom</h1>", content_type="text/html"
        ),
    )

    answers = queueing.save(page, contact)

    assert answers[0]["state"] == "waiting"
    page.unroute_all(behavior="wait")
    queueing.wait_until_sent(page)
    assert queueing.registered() == [contact["id"]]


def test_answer_about_another_contact_keeps_it(page: Page, line: proxy.Line) -> None:
    contact = queueing.contact()
    told = {"contact": {"id": queueing.contact()["id"]}, "message": "Geregistreerd"}
    page.route(f"**{REGISTER}**", lambda route: route.fulfill(body=json.dumps(told)))

    assert queueing.save(page, contact)[0]["state"] == "waiting"

    page.unroute_all(behavior="wait")
    queueing.wait_until_sent(page)
    assert queueing.registered() == [contact["id"]]


def test_slow_server_lets_the_agent_go_on_and_is_not_asked_twice(
    page: Page, line: proxy.Line
) -> None:
    contact = queueing.contact()
    line.suffer(Fault.SLOW)

    answers = queueing.save(page, contact)

    assert answers[0]["state"] == "waiting"
    expect(queueing.line(page)).to_have_text(ONE)
    line.speed_up.set()
    queueing.wait_until_sent(page)
    assert [path for path, _body in line.posts] == [REGISTER]
    assert queueing.registered() == [contact["id"]]


def test_browser_that_can_keep_nothing_says_so_and_keeps_the_form(
    context: BrowserContext, line: proxy.Line, saver: User
) -> None:
    """As over http on an intranet: saving works, and the form holds it until the server has it."""
    context.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page = queueing.open_register(context, line.url)
    contact = queueing.contact()
    expect(page.get_by_text("Deze browser kan geen registraties bewaren")).to_be_visible()
    line.suffer(Fault.LOSE)

    assert queueing.save(page, contact)[0]["state"] == "failed"

    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("[name=note]").click()
    page.close(run_before_unload=True)
    page.wait_for_timeout(0)
    line.suffer(Fault.NONE)
    assert queueing.save(page, contact)[0]["state"] == "saved"
    assert asked == ["beforeunload"]
    assert queueing.registered() == [contact["id"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_list_of_what_waits_holds_to_the_rules(
    page: Page, line: proxy.Line, scheme: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    refused(page, line)
    keep(page, line, queueing.contact())
    found = violations(page)
    page.get_by_role("button", name=re.compile("niet verzonden")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += violations(page)

    assert found == []
