"""What a browser seals for the queue, the server opens, and nobody else (C-9)."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from contactreductie.core import sealing
from contactreductie.core.sealing import Unsealable

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

CONTEXT = "7:3f0c9d1e-7a43-4b6f-9c0c-3a5f6f1e2d10"
SEAL = """async ([key, context, text]) => {
    const { seal } = await import("/static/js/envelope.js");
    try {
        return await seal(key, context, text);
    } catch (error) {
        return error.name;
    }
}"""
KEPT = """async () => {
    const made = [];
    const { generateKey, deriveKey } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.generateKey = async function (...given) {
        const pair = await generateKey.apply(this, given);
        made.push(pair.privateKey);
        return pair;
    };
    SubtleCrypto.prototype.deriveKey = async function (...given) {
        const key = await deriveKey.apply(this, given);
        made.push(key);
        return key;
    };
    const { seal } = await import("/static/js/envelope.js");
    await seal(%s, "context", "text");
    return made.map((key) => [key.type, key.extractable]);
}"""


@pytest.fixture
def site(page: Page, live_server: LiveServer) -> Page:
    page.goto(live_server.url)
    return page


def seal(site: Page, text: str, context: str = CONTEXT) -> Any:
    return site.evaluate(SEAL, [sealing.public_key_jwk(), context, text])


@pytest.mark.parametrize("text", ["", "reason=damaged&note=één+doos 😀\n", "x" * 20_000], ids=len)
def test_envelope_of_the_browser_opens_on_the_server(site: Page, text: str):
    envelope = seal(site, text)

    assert sealing.open_envelope(envelope, context=CONTEXT) == text.encode()


def test_envelope_shows_nothing_and_is_never_the_same_twice(site: Page):
    first, second = seal(site, "reason=damaged"), seal(site, "reason=damaged")

    assert sorted(first) == ["data", "epk", "iv", "v"]
    assert "damaged" not in json.dumps(first)
    assert [first[name] == second[name] for name in ("epk", "iv", "data")] == [False] * 3


def test_envelope_of_the_browser_opens_in_its_own_context_only(site: Page):
    envelope = seal(site, "reason=damaged", context="7:één")

    assert sealing.open_envelope(envelope, context="7:één") == b"reason=damaged"
    with pytest.raises(Unsealable):
        sealing.open_envelope(envelope, context="8:één")


def test_no_key_can_be_taken_out_of_the_browser(site: Page):
    kept = site.evaluate(KEPT % json.dumps(sealing.public_key_jwk()))

    assert kept == [["private", False], ["secret", False], ["secret", False]]


def test_page_without_webcrypto_says_so_by_name(page: Page, live_server: LiveServer):
    """Over plain http on any address but the machine's own, browsers offer no WebCrypto."""
    address = live_server.url.replace("localhost", "0.0.0.0")  # noqa: S104 - a visit
    page.goto(f"{address}/static/js/envelope.js")

    assert page.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    assert seal(page, "reason=damaged") == "SealingUnavailable"
