"""The register page as an agent sits at it."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from reasons.models import ContactReason
from reasons.services import lists as list_services
from tests.factories import reasons

QUESTION = "Waarom neemt de klant contact op?"


def lists() -> None:
    """Four leaves, one of which demands a carrier."""
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    carrier = reasons.carrier("dhl", "postnl")
    reasons.reason(
        "not-delivered",
        delivery,
        name_nl="Niet bezorgd",
        requires=(carrier,),
        explanation_nl="Het pakket is er niet.",
    )
    reasons.reason("delivery-moment", delivery, name_nl="Wanneer wordt er bezorgd?")
    reasons.reason("refund", name_nl="Waar blijft mijn geld?")
    reasons.reason("spam", name_nl="Spam", synonyms=["reclame"])
    reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )


def open_as(page: Page, live_server: LiveServer, user: User) -> Page:
    sign_in(page, live_server, user)
    page.set_default_timeout(15_000)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/register/")
    begin(page)
    return page


def begin(page: Page) -> None:
    """Waits until the page takes keys."""
    expect(page.get_by_role("button", name="Opslaan")).to_be_enabled()
    expect(search(page)).to_be_focused()


def search(page: Page) -> Locator:
    return page.get_by_role("combobox", name=QUESTION)


def told(page: Page) -> Locator:
    """What the page confirms, to be read out."""
    return page.locator("[data-told]")


def press(page: Page, *keys: str) -> None:
    """Names of keys are pressed; a word after `=` is typed."""
    for key in keys:
        if key.startswith("="):
            page.keyboard.type(key[1:])
        else:
            page.keyboard.press(key)


def used_before(agent: User, **times: int) -> None:
    """This person chose these reasons so often last week."""
    earlier = timezone.now() - timedelta(days=7)
    drafts = [
        reasons.draft(earlier, reason=code.replace("_", "-"))
        for code, count in times.items()
        for _number in range(count)
    ]
    reasons.contacts_in_bulk(drafts, now=earlier, agent=agent)


def plant(index: dict[str, Any]) -> None:
    """The reasons of an index as the server would send it."""
    above = {child: parent for row in index["reasons"] for parent, child in pairwise(row["path"])}
    parents: list[ContactReason] = []
    for number, row in enumerate(index["parents"]):
        parent = parents[above[number]] if number in above else None
        code = f"parent-{number}"
        parents.append(reasons.reason(code, parent, name_nl=row["nl"], name_en=row["en"]))
    ContactReason.objects.bulk_create(
        ContactReason(
            code=row["code"],
            parent=parents[row["path"][-1]],
            name_nl=row["nl"],
            name_en=row["en"],
            name_key=row["nl"].casefold(),
            synonyms=row["words"],
        )
        for row in index["reasons"]
    )
    list_services.touch()
