"""The editor of the tree in a browser: every drag has a key, and both lead to the same page."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from reasons.models import ContactReason, TreeChange
from tests.browser import queueing
from tests.browser.looks import violations
from tests.factories import people
from tests.factories import reasons as make

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page: Page, context: BrowserContext, live_server: LiveServer) -> Page:
    delivery = make.reason("delivery", name_nl="Bezorging", name_en="Delivery", position=10)
    make.reason("lost", delivery, name_nl="Waar blijft mijn pakket?", position=10)
    make.reason("late", delivery, name_nl="Te laat bezorgd", position=20)
    money = make.reason("money", name_nl="Geld", name_en="Money", position=20)
    make.reason("invoice", money, name_nl="Klopt mijn factuur?", position=10)
    queueing.sign_in(context, live_server.url, people.coordinator())
    page.goto(f"{live_server.url}/tree/?reason=lost")
    return page


def line(editor: Page, name: str) -> Any:
    return editor.locator("[data-editor] a").filter(has_text=name)


def confirm(editor: Page, button: str) -> None:
    expect(editor.get_by_text("Alle vragen")).to_be_visible()
    editor.get_by_label("Waarom?").fill("Klanten vragen dit bij geld.")
    editor.get_by_role("button", name=button).click()
    said = editor.locator(".messages")
    expect(said.get_by_role("link", name="Geschiedenis van de boom")).to_be_visible()
    editor.wait_for_load_state("load")  # and its script with it


def parent_of(code: str) -> str:
    reason = ContactReason.objects.select_related("parent").get(code=code)
    return reason.parent.code if reason.parent else ""


def test_reason_is_moved_by_key(editor: Page) -> None:
    line(editor, "Te laat").focus()
    editor.keyboard.press("x")
    expect(editor.get_by_text("Opgepakt: Te laat bezorgd")).to_be_visible()
    editor.keyboard.press("ArrowDown")
    expect(line(editor, "Geld")).to_be_focused()
    editor.keyboard.press("v")
    confirm(editor, "Verplaatsen")
    assert parent_of("late") == "money"
    assert TreeChange.objects.get().why == "Klanten vragen dit bij geld."


def test_reason_is_moved_by_drag(editor: Page) -> None:
    line(editor, "Te laat").drag_to(line(editor, "Geld"), target_position={"x": 40, "y": 6})
    confirm(editor, "Verplaatsen")
    assert parent_of("late") == "money"


def test_reason_is_put_in_order_by_key(editor: Page) -> None:
    line(editor, "Te laat").focus()
    editor.keyboard.press("Alt+ArrowUp")
    confirm(editor, "Verplaatsen")
    order = ContactReason.objects.filter(parent__code="delivery").order_by("position")
    assert [reason.code for reason in order] == ["late", "lost"]


def test_reason_is_put_behind_another_by_drag(editor: Page) -> None:
    box = line(editor, "Te laat").bounding_box()
    assert box is not None
    behind = {"x": 40, "y": box["height"] - 3}
    line(editor, "Waar blijft").drag_to(line(editor, "Te laat"), target_position=behind)
    confirm(editor, "Verplaatsen")
    order = ContactReason.objects.filter(parent__code="delivery").order_by("position")
    assert [reason.code for reason in order] == ["late", "lost"]


def test_reason_is_merged_with_keys_alone(editor: Page) -> None:
    editor.get_by_role("link", name="Samenvoegen").press("Enter")
    editor.get_by_label("Met welke reden?").fill("laat")
    editor.keyboard.press("Enter")
    editor.get_by_role("link", name="Te laat bezorgd").press("Enter")
    confirm(editor, "Samenvoegen")
    merged = ContactReason.objects.get(code="lost").merged_into
    assert merged is not None
    assert merged.code == "late"


def test_tap_on_a_small_screen_leads_to_the_panel(editor: Page) -> None:
    editor.set_viewport_size({"width": 360, "height": 600})
    line(editor, "Te laat").click()
    expect(editor.get_by_role("heading", name="Te laat bezorgd")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("nl", "light", 1440), ("en-gb", "dark", 360)]
)
def test_editor_holds_to_the_rules(
    editor: Page, live_server: LiveServer, scheme: Any, width: int, language: str
) -> None:
    editor.context.add_cookies(
        [{"name": "django_language", "value": language, "url": live_server.url}]
    )
    editor.set_viewport_size({"width": width, "height": 800})
    editor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    addresses = (
        "/tree/?reason=lost",
        "/tree/lost/move/?q=geld",
        "/tree/lost/move/?parent=money",
        "/tree/lost/move/",
        "/tree/lost/merge/",
        "/tree/lost/merge/?into=delivery",
        "/tree/lost/split/",
        "/tree/delivery/end/",
        "/tree/delivery/remove/",
        "/tree/new/?parent=lost",
        "/tree/changes/",
        "/tree/quality/",
    )
    for address in addresses:
        editor.goto(live_server.url + address)
        editor.wait_for_load_state("networkidle")
        assert (address, violations(editor)) == (address, [])
