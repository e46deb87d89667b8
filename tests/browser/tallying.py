"""The tally sheet in a browser: what stands on it, and what is done on it."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from contactreductie.core.models import User
from reasons.models import Contact
from tests.browser import queueing


def open_sheet(context: BrowserContext, url: str, agent: User) -> Page:
    queueing.sign_in(context, url, agent)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{url}/tally/")
    expect(page.locator("[data-grid] button[tabindex='0']")).to_have_count(1)
    return page


def button(page: Page, reason: str, channel: str) -> Locator:
    """The button of a reason by a channel, whatever it counts."""
    return page.get_by_role("button", name=f"{reason} {channel}")


def shown(page: Page, reason: str, channel: str) -> Locator:
    return button(page, reason, channel).locator("[data-count]")


def registered() -> list[tuple[str, str]]:
    found = Contact.objects.values_list("reason__code", "channel__code")
    return sorted(found)


def wait_until_registered(page: Page, count: int) -> None:
    """Until the server has so many and nothing waits any more."""
    queueing.wait_until_sent(page)
    for _ in range(100):
        if Contact.objects.count() == count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{Contact.objects.count()} contacts, not {count}")
