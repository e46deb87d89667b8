"""A real browser reaches the product, and nothing on the way breaks the content security policy."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

CHART = {
    "description": "Contacts per week",
    "data": {"values": [{"week": "W01", "contacts": 3}, {"week": "W02", "contacts": 1234}]},
    "mark": "bar",
    "encoding": {
        "x": {"field": "week", "type": "nominal"},
        "y": {"field": "contacts", "type": "quantitative"},
    },
}
DRAW = """async (spec) => {
  const formats = await (await fetch("/static/vendor/vega-nl.json")).json();
  const box = document.createElement("div");
  document.body.append(box);
  await vegaEmbed(box, spec, {ast: true, renderer: "svg", actions: false, defaultStyle: false,
    tooltip: {disableDefaultStyle: true},
    formatLocale: formats.number, timeFormatLocale: formats.time});
}"""


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser writes to its console, errors of scripts included."""
    lines: list[str] = []
    page.on("console", lambda message: lines.append(message.text))
    page.on("pageerror", lambda error: lines.append(str(error)))
    return lines


@pytest.mark.browser
def test_login_page_opens_without_a_complaint(
    live_server: LiveServer, page: Page, complaints: list[str]
):
    page.goto(f"{live_server.url}/accounts/login/")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert complaints == []


@pytest.mark.browser
def test_chart_library_draws_with_dutch_numbers_under_the_policy(
    live_server: LiveServer, page: Page, complaints: list[str]
):
    page.goto(f"{live_server.url}/accounts/login/")
    page.add_script_tag(url=f"{live_server.url}/static/vendor/vega.js")
    page.evaluate(DRAW, CHART)
    expect(page.get_by_label("Contacts per week")).to_contain_text("1.200")
    assert complaints == []
