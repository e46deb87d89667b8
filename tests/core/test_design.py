"""What can be checked of the design without a browser: contrast, icons, sizes."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from contactreductie.core.templatetags import house

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in TOKEN.findall((STATIC / "css" / "tokens.css").read_text())
}
GROUNDS = ("paper", "surface", "sunken")
TEXTS = ("ink", "ink-2", "ink-3", "accent", "signal", "warn", "good", "chart-axis")
PAIRS_OF_TEXT = [
    *product(TEXTS, GROUNDS),
    *product(("ink", "ink-2"), ("accent-soft", "signal-soft", "warn-soft", "good-soft")),
    *product(("nav-ink", "nav-ink-2"), ("nav", "nav-2")),
    ("ink", "neutral-soft"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("accent-strong", "accent-soft"),
    ("signal-strong", "signal-soft"),
    ("warn", "warn-soft"),
    ("good", "good-soft"),
]
DRAWN = ("line-strong", "focus", "chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6")
PAIRS_OF_SHAPES = [
    *product((*DRAWN, "chart-mark", "chart-ref"), ("paper", "surface")),
    ("chart-1", "chart-band"),
    ("chart-mark", "chart-band"),
    ("nav-mark", "nav-2"),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS_OF_TEXT)
def test_contrast_of_text_is_at_least_4_5(text: str, ground: str, theme: str):
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), PAIRS_OF_SHAPES)
def test_contrast_of_shapes_is_at_least_3(shape: str, ground: str, theme: str):
    assert contrast(TOKENS[shape][theme], TOKENS[ground][theme]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheet_is_loaded_and_small(sheet: Path):
    loaded = (TEMPLATES / "partials" / "_styles.html").read_text()

    assert f"'css/{sheet.name}'" in loaded
    assert len(sheet.read_text().splitlines()) <= 250


def test_style_sheets_use_only_tokens_that_exist():
    text = "\n".join(path.read_text() for path in SHEETS)
    defined = set(re.findall(r"(--[\w-]+):", text))

    assert set(re.findall(r"var\((--[\w-]+)\)", text)) - defined == set()


def test_icons_that_templates_name_are_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "img" / "icons.svg").read_text()))
    text = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r"""{% icon ["'](\w+)["']""", text))
    named |= set(re.findall(r"""icon=["'](\w+)["']""", text))

    assert named - drawn == set()
    assert set(house.TONE_ICONS.values()) - drawn == set()


def test_templates_carry_no_inline_style_and_no_inline_script():
    text = "\n".join(
        path.read_text() for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts
    )

    assert re.findall(r"\sstyle=", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text) == []
    assert re.findall(r"\son\w+=[\"']", text) == []
