"""The guard on notes in the browser answers as the one on the server (C-7)."""

import json
import random
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from reasons import personal_data
from reasons.personal_data import undisguised

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "personal_data.json").read_text()
)
PARTS = [
    *"0123456789" * 2,
    *("06", "0031", "+31", "(0)", "020", "123456782", "111", "222", "333", "2026", "12"),
    *(" ", "-", ".", "/", "(", ")", ",", ":", "_", "  ", "\u00a0", "\u200b", "\u00ad", "\u2013"),
    *("@", " @ ", "(at)", " at ", " punt ", "[dot]", "apenstaartje", ".nl", ".com", "gmail"),
    *("jan", "NL", "be", "x", "tel", "bsn", "é", "ß", "中", "٣", "６", "²", "😀", "\U00010400"),
    *("NL91ABNA0417164300", "BE68 5390 0754 7034", "jan@voorbeeld.nl", "0612345678", "€", ",50"),
]
FIND = """async (texts) => {
    const { find } = await import("/static/js/personal-data.js");
    return texts.map((text) => find(text).map((f) => [f.kind, f.start, f.end]));
}"""
READ = """async (text) => {
    const { read } = await import("/static/js/personal-data/undisguised.js");
    return [...text].map((char) => read(char).plain);
}"""


@pytest.fixture
def in_browser(page: Page, live_server: LiveServer) -> Callable[[str, Any], Any]:
    page.goto(live_server.url)
    return page.evaluate


def on_server(text: str) -> list[list[Any]]:
    """What the server finds, with places counted as the browser counts them."""
    found = personal_data.find(text)
    return [[f.kind.value, units(text[: f.start]), units(text[: f.end])] for f in found]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_browser_gives_every_case_the_pieces_it_names(in_browser: Callable[[str, Any], Any]):
    texts = [case["text"] for case in CASES]
    answers = in_browser(FIND, texts)

    assert dict(zip(texts, answers, strict=True)) == {text: on_server(text) for text in texts}


def test_browser_and_server_agree_on_texts_nobody_thought_of(
    in_browser: Callable[[str, Any], Any],
):
    source = random.Random(7)
    texts = ["".join(source.choices(PARTS, k=source.randint(1, 30))) for _ in range(3_000)]
    expected = [on_server(text) for text in texts]

    assert sum(bool(found) for found in expected) > 500
    assert in_browser(FIND, texts) == expected


def test_browser_and_server_read_every_sign_alike(in_browser: Callable[[str, Any], Any]):
    """All of Unicode that this Python knows, save halves of surrogate pairs and private use."""
    signs = [chr(code) for code in range(sys.maxunicode + 1)]
    known = "".join(s for s in signs if unicodedata.category(s) not in ("Cn", "Co", "Cs"))

    answers = in_browser(READ, known)

    expected = [undisguised.read(sign)[0] for sign in known]
    differ = [s for s, mine, its in zip(known, expected, answers, strict=True) if mine != its]
    assert differ == []
