"""Which notes can be learned from."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from reasons.suggestions import features


class Example(NamedTuple):
    """The words of a note, and the id of the reason it was registered under."""

    words: tuple[str, ...]
    reason: int


def usable(notes: Iterable[tuple[str, int]], *, each: int) -> list[Example]:
    """The notes of reasons with at least `each` different notes. The same words again and again
    teach nothing new, but how often they were meant for which reason does count."""
    found = [Example(tuple(features.words(note)), reason) for note, reason in notes]
    different: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for example in found:
        if example.words:
            different[example.reason].add(example.words)
    return [
        example for example in found if example.words and len(different[example.reason]) >= each
    ]


def different(examples: Iterable[Example]) -> int:
    return len(set(examples))
