"""Dimensions in a real browser: how the pages look, and a supplier list pasted and ended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.enums import Role
from reasons.models import Dimension, DimensionValue
from reasons.services import lists
from tests.browser import queueing
from tests.browser.looks import violations
from tests.factories import people, reasons

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


@pytest.fixture
def keeper(page: Page, context: BrowserContext, live_server: LiveServer) -> Page:
    """The administrator; a carrier with values in every state, and a reason that demands one."""
    carrier = reasons.carrier("postnl", "dhl", "ups", "gls")
    today = timezone.localdate()
    carrier.values.filter(code="dhl").update(valid_until=today - DAY)
    carrier.values.filter(code="ups").update(valid_from=today + DAY)
    carrier.values.filter(code="gls").update(valid_from=today - DAY, valid_until=today)
    delivery = reasons.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    lost = reasons.reason("lost", delivery, name_nl="Waar blijft mijn pakket?", requires=(carrier,))
    reasons.reason("lost-abroad", lost, name_nl="Uit het buitenland")
    Dimension.objects.create(code="product", name_nl="productgroep", position=1)
    lists.touch()
    queueing.sign_in(context, live_server.url, people.user("beheerder", Role.ADMINISTRATOR))
    page.set_default_timeout(10_000)
    return page


def test_pages_about_dimensions_hold_to_the_rules(keeper: Page, live_server: LiveServer) -> None:
    carrier = Dimension.objects.get(code="carrier")
    value = DimensionValue.objects.get(code="gls")
    paths = (
        "/dimensions/",
        "/dimensions/carrier/",
        "/dimensions/product/",
        "/dimensions/-/new/",
        f"/dimensions/-/{carrier.pk}/",
        f"/dimensions/-/{carrier.pk}/values/",
        f"/dimensions/-/values/{value.pk}/",
    )
    for language, scheme, width in (("nl", "light", 1440), ("en-gb", "dark", 360)):
        keeper.context.add_cookies(
            [{"name": "django_language", "value": language, "url": live_server.url}]
        )
        keeper.set_viewport_size({"width": width, "height": 800})
        keeper.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for path in paths:
            keeper.goto(live_server.url + path)
            keeper.wait_for_load_state("networkidle")
            assert (path, scheme, violations(keeper)) == (path, scheme, [])


def test_values_are_pasted_and_one_is_ended(keeper: Page, live_server: LiveServer) -> None:
    keeper.goto(f"{live_server.url}/dimensions/")
    keeper.get_by_role("link", name="productgroep", exact=True).click()
    keeper.get_by_role("link", name="Nieuwe waarden").click()
    keeper.get_by_label("Waarden").fill("Meubels\nTuin\ntuin")
    keeper.get_by_role("button", name="Opslaan").click()
    expect(keeper.get_by_text("Staat al in deze lijst: tuin.").first).to_be_visible()
    keeper.get_by_label("Waarden").fill("Meubels\nTuin;T-1")
    keeper.get_by_role("button", name="Opslaan").click()
    row = keeper.get_by_role("row", name="Tuin")
    expect(row).to_contain_text("T-1")
    expect(row).to_contain_text("in gebruik")

    row.get_by_role("link", name="Wijzig").click()
    keeper.get_by_label("Laatste dag").fill("2026-01-31")
    keeper.get_by_role("button", name="Opslaan").click()
    expect(keeper.get_by_role("row", name="Tuin")).to_contain_text("beëindigd per 31 januari 2026")
