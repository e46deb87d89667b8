"""A newer version of the tree in a browser: the real one of 2023 beside that of 2018."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.models import User
from raci.models import TreeVersion
from reasons.models import ContactReason
from tests.browser import queueing
from tests.browser.looks import violations
from tests.factories import people, signalen
from tests.factories import tree_versions as versions

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keeper(page: Page, context: BrowserContext, live_server: LiveServer) -> User:
    signalen.departments()
    keeper = people.coordinator()
    older = signalen.converted(signalen.subs(2018))
    versions.apply(versions.version(keeper, signalen.as_csv(older)), keeper)
    queueing.sign_in(context, live_server.url, keeper)
    return keeper


def newer() -> str:
    """With what an organisation would still have to choose left open for two reasons."""
    rows = signalen.with_one_department(signalen.subs(2023))
    rows[3]["responsible"] += "|AEG|ASC"
    return signalen.as_csv(signalen.converted(rows, prefix="new"))


def test_version_is_handed_in_decided_and_taken_over_by_keyboard(
    page: Page, keeper: User, live_server: LiveServer, tmp_path: Path
) -> None:
    file = tmp_path / "signalen-2023.csv"
    file.write_text(newer(), "utf-8")
    page.goto(f"{live_server.url}/tree/")
    page.get_by_role("link", name="Nieuwe versie van de boom").press("Enter")
    page.get_by_label("Bestand met de boom").set_input_files(file)
    page.get_by_role("button", name="Vergelijk met onze boom").press("Enter")
    expect(page.get_by_role("heading", name="Verplaatst")).to_be_visible()
    assert not ContactReason.objects.filter(name_nl="Sluis").exists()

    page.get_by_label("Wat gebeurt er met Wegsleep?").select_option("Laten staan")
    page.locator("details:has-text('Sluis') > summary").press("Enter")
    page.get_by_label("Niet toevoegen: Sluis").press("Space")
    page.get_by_label("Waarom?").fill("De gemeente deelt anders in.")
    page.get_by_role("button", name="Neem deze versie over").press("Enter")

    expect(page.get_by_text("De versie is overgenomen.")).to_be_visible()
    expect(page.get_by_text("De gemeente deelt anders in.")).to_be_visible()
    assert ContactReason.objects.get(name_nl="Wegsleep").valid_until is None
    assert not ContactReason.objects.filter(name_nl="Sluis").exists()
    assert ContactReason.objects.get(name_nl="Steiger").parent.name_nl == "Civiele Constructies"


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("nl", "light", 1440), ("en-gb", "dark", 360)]
)
def test_pages_hold_to_the_rules(
    page: Page,
    keeper: User,
    live_server: LiveServer,
    scheme: Any,
    width: int,
    language: str,
) -> None:
    page.context.add_cookies(
        [{"name": "django_language", "value": language, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    standing = versions.version(keeper, newer())
    taken = TreeVersion.objects.exclude(applied_at=None).get()
    for address in ("", f"{standing.pk}/", f"{taken.pk}/"):
        page.goto(f"{live_server.url}/tree/versions/{address}")
        assert (address, violations(page)) == (address, [])
    page.goto(f"{live_server.url}/tree/versions/{standing.pk}/")
    page.locator("[name^=gone]").last.select_option(index=2)
    page.evaluate("document.querySelector('.version details:not([open])').open = true")
    page.locator(".version [type=checkbox]").first.check()
    page.evaluate("document.querySelector('[name=why]').required = false")
    page.locator(".version .btn--primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert violations(page) == []
