"""What waits to be sent: kept unreadably, shown to its agent only, sent once, under his name."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from contactreductie.core.models import User
from reasons.models import Contact
from tests.browser import proxy, queueing
from tests.browser.proxy import Fault
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONE = "Nog 1 registratie niet verzonden"
REGISTER = "/register/"
RAW = """async () => {
  const databases = await indexedDB.databases();
  const dump = [JSON.stringify({ ...localStorage, ...sessionStorage })];
  for (const { name } of databases) {
    const database = await new Promise((resolve) => {
      indexedDB.open(name).onsuccess = (event) => resolve(event.target.result);
    });
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => { rows.onsuccess = resolve; });
      dump.push(JSON.stringify(rows.result));
    }
  }
  return dump.join();
}"""


@pytest.fixture
def page(saver_page: Page) -> Page:
    return saver_page


def as_somebody(context: BrowserContext, line: proxy.Line, user: User) -> None:
    context.clear_cookies()
    queueing.sign_in(context, line.url, user)


def keep_one(page: Page, line: proxy.Line, **fields: str) -> str:
    """Saves a contact while nothing is let through; its id."""
    line.suffer(Fault.DROP, at=REGISTER)
    contact = queueing.contact(**fields)
    assert queueing.save(page, contact) == [{"state": "waiting", "count": 1}]
    return str(contact["id"])


def test_saving_leaves_nothing_behind_and_sends_once(page: Page, line: proxy.Line) -> None:
    """Two presses of Enter are one registration."""
    contact = queueing.contact()

    answers = queueing.save(page, contact, contact)

    assert [answer["state"] for answer in answers] == ["saved", "saved"]
    queueing.wait_until_sent(page)
    assert [path for path, _body in line.posts] == [REGISTER]
    expect(queueing.line(page)).to_be_hidden()


def test_refusal_of_a_save_is_for_the_form_and_keeps_nothing(page: Page) -> None:
    answers = queueing.save(page, queueing.contact(reason="damaged"))

    message = "Kies een bezorgdienst bij deze reden."
    assert answers[0]["errors"] == [{"field": "dim:carrier", "message": message}]
    queueing.wait_until_sent(page)


def test_waiting_contact_shows_time_and_channel_and_nothing_else(
    page: Page, line: proxy.Line
) -> None:
    """C-9: the next person at this computer cannot read it, in the page or in its storage."""
    keep_one(page, line, customer_ref="KLANT-4711", note="Doos ingedeukt", channel="chat")

    page.get_by_role("button", name=ONE).click()

    row = page.get_by_role("dialog").get_by_role("listitem")
    expect(row).to_have_count(1)
    assert re.match(r"(ma|di|wo|do|vr|za|zo) \d\d:\d\d · Chat\b", row.inner_text())
    raw = page.evaluate(RAW)
    assert '"agent":' in raw
    assert re.findall(r"KLANT|4711|Doos|ingedeukt|not-delivered|Niet bezorgd", raw) == []


def test_waiting_contact_is_counted_on_every_page_and_sent_from_there(
    page: Page, line: proxy.Line
) -> None:
    pk = keep_one(page, line)
    page.goto(f"{line.url}/reasons/")
    expect(page.get_by_role("button", name=ONE)).to_have_text(re.compile("^1"))

    line.suffer(Fault.NONE)
    queueing.wait_until_sent(page)

    assert queueing.registered() == [pk]
    expect(page.get_by_role("button", name=ONE)).to_be_hidden()


def test_waiting_contact_goes_after_send_now(page: Page, line: proxy.Line) -> None:
    pk = keep_one(page, line)
    page.get_by_role("button", name=ONE).click()
    expect(page.get_by_text("De server antwoordt nu niet.")).to_be_visible()
    line.suffer(Fault.NONE)

    page.get_by_role("button", name="Verzend nu").click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    assert queueing.registered() == [pk]


def test_waiting_contact_of_a_colleague_is_neither_sent_nor_listed(
    page: Page, context: BrowserContext, line: proxy.Line, saver: User
) -> None:
    """C-9: the other agent's own registrations go, this one waits for who saved it."""
    theirs = keep_one(page, line)
    page.close()  # before the line is there again: it tries by itself
    line.suffer(Fault.NONE)
    line.posts.clear()
    as_somebody(context, line, people.agent("collega"))
    page = queueing.open_register(context, line.url)

    mine = queueing.contact()
    queueing.save(page, mine)

    told = "Er wacht een registratie van een collega op deze computer."
    expect(page.get_by_text(told)).to_be_visible()
    expect(queueing.line(page)).to_be_hidden()
    assert queueing.registered() == [mine["id"]]
    assert [body for _path, body in line.posts if theirs in body] == []
    as_somebody(context, line, saver)
    page.reload()
    queueing.wait_until_sent(page)
    assert Contact.objects.get(pk=theirs).agent == saver


def test_page_left_open_saves_nothing_under_the_next_name(
    page: Page, context: BrowserContext, line: proxy.Line, saver: User
) -> None:
    """Also where the token still fits, which a log-in changes."""
    queueing.sign_in(context, line.url, people.agent("collega"))
    contact = queueing.contact()

    answers = queueing.save(page, contact)

    assert answers[0]["state"] == "waiting"
    expect(page.get_by_text("Er wacht een registratie van een collega")).to_be_visible()
    assert queueing.registered() == []
    as_somebody(context, line, saver)
    queueing.wait_until_sent(page)
    assert Contact.objects.get().agent == saver


def test_session_over_says_so_and_goes_on_after_log_in(
    page: Page, context: BrowserContext, line: proxy.Line, saver: User
) -> None:
    """Logged in again in another tab: token and cookies are new, the page is the same."""
    context.clear_cookies()
    first, second = queueing.contact(), queueing.contact()
    queueing.save(page, first)
    expect(queueing.line(page)).to_have_text(f"{ONE} · Log in om te verzenden")

    queueing.sign_in(context, line.url, saver)
    queueing.wait_until_sent(page)

    assert queueing.save(page, second)[0]["state"] == "saved"
    assert queueing.registered() == queueing.ids([first, second])


def log_out(page: Page) -> None:
    page.locator("details.account > summary").click()
    page.get_by_role("button", name="Uitloggen").click()


def test_log_out_is_stopped_while_something_waits(page: Page, line: proxy.Line) -> None:
    """C-9."""
    keep_one(page, line)

    log_out(page)

    told = "Er staan nog registraties klaar. Verzend of verwijder ze eerst."
    expect(page.get_by_role("alert").get_by_text(told)).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Verwijder").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    log_out(page)
    page.wait_for_url("**/accounts/login/**")
    assert queueing.registered() == []


def test_log_out_sends_first_what_can_be_sent(page: Page, line: proxy.Line) -> None:
    pk = keep_one(page, line)
    line.suffer(Fault.NONE)

    log_out(page)

    page.wait_for_url("**/accounts/login/**")
    assert queueing.registered() == [pk]


def test_log_out_waits_for_what_is_being_sent_already(page: Page, line: proxy.Line) -> None:
    pk = keep_one(page, line)
    line.suffer(Fault.NONE)
    hold = "navigator.locks.request('contactreductie-queue', () => new Promise((resolve) => %s))"
    page.evaluate(f"void {hold % 'setTimeout(resolve, 1000)'}")

    log_out(page)

    page.wait_for_url("**/accounts/login/**")
    assert queueing.registered() == [pk]


def test_waiting_contact_is_removed_after_a_day_and_said_so(page: Page, line: proxy.Line) -> None:
    page.clock.install()
    page.reload()
    keep_one(page, line)

    page.clock.fast_forward("24:01:00")

    expect(queueing.line(page)).to_have_text("1 niet op tijd verzonden")
    line.suffer(Fault.NONE)
    page.reload()
    page.get_by_role("button", name="1 niet op tijd verzonden").click()
    told = r"Registratie van \w\w \d\d:\d\d \(Telefoon\) kon niet binnen 24 uur worden verzonden"
    expect(page.get_by_role("listitem").get_by_text(re.compile(told))).to_be_visible()
    assert [entry["envelope"] for entry in queueing.entries(page)] == [None]
    page.get_by_role("button", name="Begrepen").click()
    queueing.wait_until_sent(page)
    assert queueing.registered() == []


def test_clock_put_back_by_two_days_delays_nothing_and_dates_nothing_ahead(
    page: Page, line: proxy.Line
) -> None:
    """C-5: how long it waited is all that the browser's clock is asked for; and the day that it
    is kept counts from now."""
    page.clock.install(time=timezone.now() + timedelta(days=2))
    page.reload()
    pk = keep_one(page, line)

    page.clock.set_system_time(timezone.now())
    page.reload()
    queueing.resume(page)

    kept = queueing.entries(page)
    assert [entry["saved_at"] <= timezone.now().timestamp() * 1000 for entry in kept] == [True]
    line.suffer(Fault.NONE)
    queueing.wait_until_sent(page)
    assert queueing.registered() == [pk]
    assert Contact.objects.get().occurred_at <= timezone.now()
