"""Working with a page over a page."""

from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User


def session(client: Client, user: User, live_server: LiveServer) -> Any:
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": live_server.url}


def opened(page: Page, link: str) -> Page:
    page.get_by_role("link", name=link).first.click()
    expect(page.get_by_role("dialog").locator("[data-panel-content]")).to_be_visible()
    return page


def follow(page: Page, event: str) -> None:
    """Keeps what this event tells the page."""
    page.evaluate(
        "name => document.addEventListener(name, (event) => (window.told = event.detail))", event
    )
