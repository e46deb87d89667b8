"""Where the bubbles of the value–irritant matrix are drawn. Pure: numbers in, coordinates out.

Area is proportional to the number of contacts. Reasons with the same scores lie on one spot, so
bubbles are nudged apart, but never over an axis: the quadrant is what the drawing says.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, pi, sin, sqrt

from feedbackloop.statistics import captions
from feedbackloop.statistics.captions import Box, Lines

WIDTH, HEIGHT = 1000.0, 680.0
SMALLEST, LARGEST = 15.0, 58.0
GAP, EDGE = 6.0, 8.0
ROUNDS = 300
MOST_FILLED = 0.25
"""Part of a quadrant that bubbles may take; more could not lie apart."""
REACH = 2.35
"""The scores at the edge of the drawing: −2 and 2 lie a little inside it."""
NAME_SPACE = 46.0
"""Kept free at the outer edge of each quadrant for its name."""
LABEL_SPACE = 34.0
"""Kept free below a bubble for two lines of text."""
TURN = 2.399963
"""The golden angle: bubbles on one spot leave it in different directions."""


@dataclass(frozen=True)
class Dot:
    """What to draw: scores, size, and the text beside it."""

    organisation: float
    customer: float
    contacts: int
    text: str


@dataclass(frozen=True)
class Bubble:
    """A circle, and its label line by line; no lines where there was no room for it."""

    x: float
    y: float
    radius: float
    anchor: str
    lines: Lines

    @property
    def star(self) -> tuple[float, float]:
        """On the upper right of the circle."""
        aside = self.radius * sqrt(0.5) + 6
        return round(self.x + aside, 1), round(self.y - aside + 6, 1)


def arrange(dots: Sequence[Dot]) -> list[Bubble]:
    """A bubble for each dot, in the same order."""
    radii = _radii(dots)
    circles = [
        _Circle.of(dot, radius, place)
        for place, (dot, radius) in enumerate(zip(dots, radii, strict=True))
    ]
    for space in (LABEL_SPACE, 0.0):
        _spread(circles, space)
    return list(_captioned(dots, circles))


def _radii(dots: Sequence[Dot]) -> list[float]:
    """As large as the fullest quadrant has room for."""
    largest = max((dot.contacts for dot in dots), default=0) or 1
    shares = [dot.contacts / largest for dot in dots]
    filled: dict[tuple[bool, bool], float] = defaultdict(float)
    for dot, share in zip(dots, shares, strict=True):
        filled[dot.organisation > 0, dot.customer > 0] += pi * LARGEST**2 * share
    room = WIDTH * HEIGHT / 4 * MOST_FILLED
    scale = min(1.0, sqrt(room / max([room, *filled.values()])))
    return [max(SMALLEST, LARGEST * scale * sqrt(share)) for share in shares]


def _captioned(dots: Sequence[Dot], circles: Sequence["_Circle"]) -> Iterator[Bubble]:
    taken = [(circle.x, circle.y, circle.radius) for circle in circles]
    boxes = [captions.around(*circle) for circle in taken]
    for dot, circle, place in zip(dots, circles, taken, strict=True):
        caption = captions.find_place(dot.text, place, circle.edges, boxes)
        anchor, lines = ("middle", ()) if caption is None else (caption.anchor, caption.lines)
        if caption is not None:
            boxes.append(caption.box)
        yield Bubble(round(circle.x, 1), round(circle.y, 1), round(circle.radius, 1), anchor, lines)


def _spread(circles: Sequence["_Circle"], space: float) -> None:
    """Until none overlaps another, with `space` for a label between one above the other."""
    for _round in range(ROUNDS):
        pushed = [_push(one, other, space) for one, other in combinations(circles, 2)]
        for circle in circles:
            circle.stay()
        if not any(pushed):
            break


@dataclass
class _Circle:
    x: float
    y: float
    radius: float
    angle: float
    room: Box

    @property
    def edges(self) -> Box:
        """The quadrant below its name."""
        left, top, right, bottom = self.room
        margin = self.radius + EDGE
        return (
            left - margin + 8,
            top - margin,
            right + margin - 8,
            bottom + margin + LABEL_SPACE - 2,
        )

    @classmethod
    def of(cls, dot: Dot, radius: float, place: int) -> "_Circle":
        # A hair aside, so that a row or column that does not fit gives way.
        x = WIDTH / 2 * (1 + dot.organisation / REACH) + cos(place * TURN)
        y = HEIGHT / 2 * (1 - dot.customer / REACH) + sin(place * TURN)
        made = cls(x, y, radius, place * TURN, _room(dot, radius))
        made.stay()
        return made

    def stay(self) -> None:
        """Inside the own quadrant."""
        left, top, right, bottom = self.room
        self.x, self.y = min(max(self.x, left), right), min(max(self.y, top), bottom)


def _room(dot: Dot, radius: float) -> Box:
    """Where the centre may lie: the quadrant without its name, with room for the label below."""
    margin = radius + EDGE
    left, right = (WIDTH / 2, WIDTH) if dot.organisation > 0 else (0.0, WIDTH / 2)
    top, bottom = (0.0, HEIGHT / 2) if dot.customer > 0 else (HEIGHT / 2, HEIGHT)
    low = bottom - margin - LABEL_SPACE
    return left + margin, top + margin + NAME_SPACE, right - margin, low


def _push(one: _Circle, other: _Circle, space: float) -> bool:
    """Moves two circles that overlap half the overlap each; whether they did."""
    reach = one.radius + other.radius + GAP
    stretch = (reach + space) / reach
    across, down = other.x - one.x, (other.y - one.y) / stretch
    distance = hypot(across, down)
    if reach - distance <= 0.01:
        return False
    if distance < 0.01:
        across, down, distance = cos(other.angle), sin(other.angle), 1.0
    step = (reach - distance) / distance / 2
    one.x, one.y = one.x - across * step, one.y - down * step * stretch
    other.x, other.y = other.x + across * step, other.y + down * step * stretch
    return True
