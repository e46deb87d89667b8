"""How a page looks to axe and to the width of its window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STILL = """Promise.allSettled(
  document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
    .map(({ finished }) => finished)
)"""
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


def violations(page: Page) -> list[str]:
    """What axe finds once the page stands still, and whether it is wider than its window.

    A page that is on its way to the next one must be awaited by the caller, by something that
    only the next one shows.
    """
    page.wait_for_load_state("load")
    page.evaluate(STILL)
    found = [violation["id"] for violation in Axe().run(page).response["violations"]]
    overflow = page.evaluate(OVERFLOW)
    return found + ([f"{overflow} px too wide"] if overflow > 0 else [])
