"""Where the name of a bubble is written: beside it, wherever nothing else is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

LETTER, LINE = 6.7, 16.0
"""Rough width of a letter and height of a line of text, to keep names apart."""
LINE_LETTERS = 22
ABOVE, ASIDE = 3.0, 6.0
"""Between a bubble and its name."""

Circle = tuple[float, float, float]
"""Middle and radius."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Lines = tuple[tuple[float, float, str], ...]
"""Where each line of a name begins, as its anchor says."""


@dataclass(frozen=True)
class Caption:
    """A name in its place; `anchor` as SVG means it."""

    anchor: str
    box: Box
    lines: Lines


def find_place(text: str, circle: Circle, edges: Box, taken: Sequence[Box]) -> Caption | None:
    """Below the circle, else above it, else beside it; None where everything is taken."""
    lines = wrapped(text)
    for anchor, box in _places(circle, _size(lines), edges):
        if _is_inside(box, edges) and not any(_overlap(box, other) for other in taken):
            return Caption(anchor, box, _written(lines, anchor, box))
    return None


def wrapped(text: str, letters: int = LINE_LETTERS) -> list[str]:
    """At most two lines of about as many letters; what is left over becomes an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1]}…"]


def around(x: float, y: float, radius: float) -> Box:
    return x - radius, y - radius, x + radius, y + radius


def _places(circle: Circle, size: tuple[float, float], edges: Box) -> tuple[tuple[str, Box], ...]:
    width, height = size
    x, y, radius = circle
    start = min(max(x - width / 2, edges[0]), edges[2] - width)
    below, above = y + radius + ABOVE, y - radius - ABOVE - height
    right, left, top = x + radius + ASIDE, x - radius - ASIDE - width, y - height / 2
    return (
        ("middle", (start, below, start + width, below + height)),
        ("middle", (start, above, start + width, above + height)),
        ("start", (right, top, right + width, top + height)),
        ("end", (left, top, left + width, top + height)),
    )


def _size(lines: Sequence[str]) -> tuple[float, float]:
    return max(len(line) for line in lines) * LETTER + 4, len(lines) * LINE + 2


def _written(lines: Sequence[str], anchor: str, box: Box) -> Lines:
    x = {"start": box[0], "middle": (box[0] + box[2]) / 2, "end": box[2]}[anchor]
    return tuple(
        (round(x, 1), round(box[1] + LINE * (row + 0.8), 1), line) for row, line in enumerate(lines)
    )


def _is_inside(box: Box, edges: Box) -> bool:
    return box[0] >= edges[0] and box[1] >= edges[1] and box[2] <= edges[2] and box[3] <= edges[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
