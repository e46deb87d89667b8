"""What of a text counts: words, pairs of words and pieces of words, in any language."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

WORD = re.compile(r"\w+")
DIGITS = re.compile(r"\d+")
PIECE = 4


def words(text: str) -> list[str]:
    """The words without case and accents; every number is the same "0": which order or amount it
    was says nothing about the reason."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return WORD.findall(DIGITS.sub("0", plain))


def phrases(found: Sequence[str]) -> list[str]:
    """Each word, and each pair of words that stand side by side."""
    return [*found, *(f"{first} {second}" for first, second in pairwise(found))]


def pieces(found: Sequence[str]) -> list[str]:
    """Every run of four letters within a word and its edges: "pakket" and "pakketje" share most.

    This is what carries compounds, inflection and typing errors.
    """
    edged = [f" {word} " for word in found]
    return [
        word[start : start + PIECE]
        for word in edged
        for start in range(max(1, len(word) - PIECE + 1))
    ]
