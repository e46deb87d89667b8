"""The queue of the register page, driven by its own modules: many registrations in little time."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, Request

from contactreductie.core.models import User
from reasons.models import Contact
from tests.factories import reasons

# Saves through the page's own form and module; the answers are those that the page would see.
SAVE = """async (contacts) => {
  const { send } = await import("/static/js/register-queue.js");
  const form = document.querySelector("[data-register]");
  return Promise.all(contacts.map(async (values) => {
    const fields = new FormData(form);
    for (const [name, value] of Object.entries(values)) {
      fields.set(name, value);
    }
    return send(form, fields).catch((error) => ({ state: "failed", error: String(error) }));
  }));
}"""
ENTRIES = """async () => (await import("/static/js/queue/store.js")).all()"""
RESUME = """async () => (await import("/static/js/queue/sender.js")).resume({ afresh: true })"""
UNTIL_EMPTY = """async () => {
  const { all } = await import("/static/js/queue/store.js");
  const begin = Date.now();
  while ((await all()).length > 0) {
    if (Date.now() - begin > 60000) {
      throw new Error(`still kept: ${(await all()).length}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}"""
PARTS = """() =>
  ["#queue-settings", "[data-queue-home]", "[data-queue-list]", "[data-register]"]
    .map((selector) => document.querySelector(selector).outerHTML).join("")"""


def lists() -> None:
    reasons.reason("not-delivered", name_nl="Niet bezorgd")
    reasons.reason("damaged", name_nl="Beschadigd", requires=(reasons.carrier("dhl"),))
    reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")


def sign_in(context: BrowserContext, url: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def open_register(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{url}/register/")
    return page


@dataclass
class BareDesk:
    """What the queue needs of the register page in a page that opens at once, to be killed."""

    context: BrowserContext
    url: str
    markup: str

    @classmethod
    def of(cls, page: Page) -> "BareDesk":
        return cls(page.context, page.url.removesuffix("/register/"), page.evaluate(PARTS))

    def open(self) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.url}/health/live")
        page.evaluate("(markup) => { document.body.innerHTML = markup; }", self.markup)
        return page


def contact(**fields: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "channel": "phone", "reason": "not-delivered"} | fields


def save(page: Page, *contacts: dict[str, Any]) -> list[dict[str, Any]]:
    """What becomes of each at first."""
    answers: list[dict[str, Any]] = page.evaluate(SAVE, contacts)
    return answers


def begin_to_save(page: Page, contact: dict[str, Any]) -> None:
    """Returns as soon as it is on its way."""

    def is_its_own(request: Request) -> bool:
        return request.method == "POST" and contact["id"] in (request.post_data or "")

    with page.expect_request(is_its_own):
        page.evaluate(f"(contacts) => {{ void ({SAVE})(contacts); }}", [contact])


def entries(page: Page) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = page.evaluate(ENTRIES)
    return kept


def resume(page: Page) -> None:
    """Tries to send what waits, and returns when that is done."""
    page.evaluate(RESUME)


def wait_until_sent(page: Page) -> None:
    page.evaluate(UNTIL_EMPTY)


def line(page: Page) -> Locator:
    """The calm line that tells what is not sent yet."""
    return page.locator("[data-queue-text]")


def registered() -> list[str]:
    return sorted(str(pk) for pk in Contact.objects.values_list("pk", flat=True))


def ids(contacts: list[dict[str, Any]]) -> list[str]:
    return sorted(contact["id"] for contact in contacts)
