"""Fifty registrations through each fault: each is there exactly once, and nothing stays behind."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect
from playwright.sync_api import TimeoutError as NoAnswer

from contactreductie.core.models import User
from tests import environment
from tests.browser import proxy, queueing
from tests.browser.proxy import Fault
from tests.house import processes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("saver"),
]
MANY = 50


def test_network_gone_before_sending_registers_each_contact_once(
    context: BrowserContext, line: proxy.Line
) -> None:
    page = queueing.open_register(context, line.url)
    contacts = [queueing.contact() for _ in range(MANY)]
    context.set_offline(True)

    answers = queueing.save(page, *contacts)

    assert {answer["state"] for answer in answers} == {"waiting"}
    expect(queueing.line(page)).to_have_text("Nog 50 registraties niet verzonden")
    assert queueing.registered() == []
    context.set_offline(False)
    queueing.wait_until_sent(page)
    expect(queueing.line(page)).to_be_hidden()
    assert queueing.registered() == queueing.ids(contacts)


def test_answers_lost_after_the_commit_register_each_contact_once(
    context: BrowserContext, line: proxy.Line
) -> None:
    """All answers to the saving, and some to the sending again."""
    page = queueing.open_register(context, line.url)
    contacts = [queueing.contact() for _ in range(MANY)]
    lost_again: list[str] = []

    def decide(path: str, body: str) -> Fault:
        if path == "/register/queued/" and len(lost_again) == 2:
            return Fault.NONE
        if path == "/register/queued/":
            lost_again.append(body)
        return Fault.LOSE

    line.decide = decide
    answers = queueing.save(page, *contacts)

    assert {answer["state"] for answer in answers} == {"waiting"}
    queueing.wait_until_sent(page)
    assert len(lost_again) == 2
    assert queueing.registered() == queueing.ids(contacts)


def test_tab_killed_while_sending_registers_each_contact_once(
    context: BrowserContext, line: proxy.Line
) -> None:
    """Half of them before anything reached the server, half of them before its answer came."""
    desk = queueing.BareDesk.of(queueing.open_register(context, line.url))
    context.pages[0].close()
    contacts = [queueing.contact() for _ in range(MANY)]
    for number, contact in enumerate(contacts):
        line.suffer(Fault.DROP if number % 2 else Fault.LOSE)
        tab = desk.open()
        queueing.begin_to_save(tab, contact)
        tab.close()

    line.suffer(Fault.NONE)
    page = queueing.open_register(context, line.url)
    queueing.wait_until_sent(page)
    assert queueing.registered() == queueing.ids(contacts)


@contextmanager
def chromium(profile: Path, playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser of its own, with its profile on disk; killed with -9 at the end."""
    process, browser = started(profile, playwright)
    try:
        yield browser.contexts[0]
    finally:
        kill(process)


def started(profile: Path, playwright: Playwright) -> tuple[subprocess.Popen[bytes], Browser]:
    """A browser that answers. One whose profile was left by a kill does not always: then another,
    as whoever sits there would do."""
    port = profile / "DevToolsActivePort"
    for _attempt in range(4):
        port.unlink(missing_ok=True)
        process = start(profile)
        processes.wait_until(lambda: port.exists() and port.read_text().count("\n") == 1)
        address = f"http://127.0.0.1:{port.read_text().split()[0]}"
        try:
            return process, playwright.chromium.connect_over_cdp(address, timeout=15_000)
        except NoAnswer:
            kill(process)
    raise AssertionError("no browser that answers")


def start(profile: Path) -> subprocess.Popen[bytes]:
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    flags += ["--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    return subprocess.Popen(
        [str(environment.chromium_path()), *flags],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_browser_killed_while_sending_registers_each_contact_once(
    saver: User, line: proxy.Line, playwright: Playwright, tmp_path: Path
) -> None:
    """Five times, with ten on their way each time."""
    contacts = [queueing.contact() for _ in range(MANY)]
    for start in range(0, MANY, 10):
        line.suffer(Fault.DROP if start % 20 else Fault.LOSE)
        with chromium(tmp_path / "profile", playwright) as context:
            queueing.sign_in(context, line.url, saver)
            page = queueing.open_register(context, line.url)
            for contact in contacts[start : start + 10]:
                queueing.begin_to_save(page, contact)

    line.suffer(Fault.NONE)
    with chromium(tmp_path / "profile", playwright) as context:
        queueing.sign_in(context, line.url, saver)
        page = queueing.open_register(context, line.url)
        queueing.wait_until_sent(page)
    assert queueing.registered() == queueing.ids(contacts)
