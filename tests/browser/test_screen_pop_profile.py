"""What a browser keeps of a customer number on its disk after a screen-pop (ADR 0013).

A profile of its own, read file by file after the browser was closed.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from tests.api.client import client_of
from tests.factories import people, reasons

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
REFERENCE = "KX-774411"
KNOWN = "Klant bekend uit je CRM"
Visit = Callable[[Callable[[Page], None]], Path]


@pytest.fixture(autouse=True)
def agent() -> User:
    reasons.reason("not-delivered", name_nl="Niet bezorgd")
    reasons.channel("phone", name_nl="Telefoon")
    return people.agent()


@pytest.fixture
def visit(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    live_server: LiveServer,
    tmp_path: Path,
) -> Visit:
    """Lets an agent do something in a browser with a profile, closes it and tells where that is."""

    def run(act: Callable[[Page], None]) -> Path:
        profile = tmp_path / "profile"
        context = browser_type.launch_persistent_context(
            profile, locale="nl-NL", **browser_type_launch_args
        )
        page = context.pages[0]
        page.goto(f"{live_server.url}/accounts/login/")
        page.keyboard.type("agent")
        page.keyboard.press("Tab")
        page.keyboard.type(people.PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/register/")
        act(page)
        context.close()
        return profile

    return run


class Crm(BaseHTTPRequestHandler):
    """A CRM on a site of its own, with something to press for each way to open the page."""

    server: Any

    def do_GET(self) -> None:
        register = f"{self.server.product}/register/"
        body = f"""<!doctype html><title>CRM</title><link rel="icon" href="data:,">
          <form method="post" action="{register}screen-pop/" target="_blank">
            <input type="hidden" name="customer" value="{REFERENCE}">
            <input type="hidden" name="channel" value="phone"><button>Form</button></form>
          <a target="_blank" href="{register}?customer={REFERENCE}">Address</a>"""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_arguments: Any) -> None:
        pass


@pytest.fixture
def crm(live_server: LiveServer) -> Iterator[str]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Crm)
    server.product = live_server.url
    assert live_server.url.startswith("http://localhost:")  # another site than the CRM's
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def traces(profile: Path) -> set[str]:
    """The files of a profile that hold the number."""
    forms = (REFERENCE.encode(), REFERENCE.encode("utf-16-le"))
    files = [path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()]
    return {path.name for path in files if any(form in path.read_bytes() for form in forms)}


def addresses(profile: Path) -> dict[str, bool]:
    """Every address in the history, and whether it is hidden from the person."""
    with sqlite3.connect(profile / "Default" / "History") as history:
        rows = history.execute("SELECT url, hidden FROM urls").fetchall()
    history.close()
    return {url: bool(hidden) for url, hidden in rows}


def press(page: Page, crm: str, name: str) -> Page:
    """Opens the register page from the CRM, in a tab of its own."""
    page.goto(crm)
    with page.expect_popup() as popup:
        page.get_by_text(name, exact=True).click()
    expect(popup.value.get_by_text(KNOWN)).to_be_visible()
    return popup.value


def test_form_of_the_crm_leaves_no_trace_of_the_number(visit: Visit, crm: str) -> None:
    """The session of the agent comes along, though the form stands on another site."""
    profile = visit(lambda page: press(page, crm, "Form"))

    assert traces(profile) == set()
    assert any("/register/?pop=" in address for address in addresses(profile))


def test_address_asked_for_by_the_api_leaves_no_trace_of_the_number(
    visit: Visit, live_server: LiveServer, agent: User
) -> None:
    sent = {"customer_ref": REFERENCE, "channel": "phone"}
    url = client_of(agent).send("/api/v1/screen-pops/", sent).json()["url"]

    def follow(page: Page) -> None:
        page.goto(url.replace(settings.BASE_URL, live_server.url))
        expect(page.get_by_text(KNOWN)).to_be_visible()

    profile = visit(follow)

    assert traces(profile) == set()
    assert any("/register/?pop=" in address for address in addresses(profile))


def test_address_with_the_number_is_kept_but_hidden(visit: Visit, crm: str) -> None:
    """What remains of the plain way, and why it can be switched off. No answer of a server keeps
    a browser from noting the address that it asked for; a page with an error status is noted as
    hidden, so that neither the history page nor the address bar shows it. (Left by a form it is not
    among the tabs to open again either, unless the browser wrote its session down in between.)"""

    def follow(page: Page) -> None:
        opened = press(page, crm, "Address")
        assert REFERENCE not in opened.url
        assert opened.evaluate("document.referrer") == ""
        opened.goto(crm)
        opened.go_back()
        expect(opened.get_by_text(KNOWN)).to_be_visible()
        assert opened.evaluate("history.length") == 2  # going back leads to nothing else

    profile = visit(follow)

    kept = {
        address: hidden for address, hidden in addresses(profile).items() if REFERENCE in address
    }
    assert list(kept.values()) == [True]
    assert "History" in traces(profile)
