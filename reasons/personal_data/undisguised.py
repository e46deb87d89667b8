"""The text as a reader sees it: full-width or Arabic digits are digits, special spaces and dashes
are spaces and dashes, and what is invisible is not there."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Unicode's default ignorable code points: zero-width characters, soft hyphens, variation signs.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
DASH = re.compile("[\u058a\u2010-\u2015\u2043\u2212\u2796\u2e3a\u2e3b\u30fc]")
DOT = re.compile("[\u00b7\u2022\u2027\u2219\u22c5\u3002\u30fb]")


def read(text: str) -> tuple[str, Sequence[int]]:
    """The text in small letters and plain signs, and the place each sign has in `text`."""
    if text.isascii():
        return re.sub(r"\s", " ", text).lower(), range(len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for sign in _signs(char):
            signs.append(sign)
            places.append(place)
    return "".join(signs), places


@lru_cache(maxsize=1024)
def _signs(char: str) -> str:
    return "".join(_sign(part) for part in unicodedata.normalize("NFKD", char))


def _sign(char: str) -> str:
    """One plain sign for one decomposed character; nothing for accents and the invisible."""
    if char.isspace():
        return " "
    if char.isascii():
        return char.lower()
    if INVISIBLE.match(char) or unicodedata.category(char).startswith("M"):
        return ""
    if DASH.match(char):
        return "-"
    if DOT.match(char):
        return "."
    return str(unicodedata.decimal(char, char))
