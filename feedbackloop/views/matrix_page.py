"""The value–irritant matrix, ready to be drawn and listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.queries.matrix import Matrix, MatrixRow
from feedbackloop.statistics import bubbles
from feedbackloop.statistics.bubbles import Bubble, Dot
from feedbackloop.views.strategies import WORDS, StrategyWords
from raci.queries.values import Position
from raci.statistics.value import Standing, Status


@dataclass(frozen=True)
class Entry:
    """One reason: a numbered bubble, and the same facts in the table."""

    number: int
    code: str
    name: str
    contacts: int
    position: Position
    is_past: bool
    bubble: Bubble | None = None

    @property
    def standing(self) -> Standing:
        return self.position.standing

    @property
    def words(self) -> StrategyWords | None:
        """Those of the quadrant it lies in."""
        return WORDS[self.position.quadrant] if self.position.quadrant else None


@dataclass(frozen=True)
class Quadrant:
    """One cell of the drawing, by the corner where its name stands."""

    words: StrategyWords
    x: int
    y: int
    count: int


def context(found: Matrix, weeks: Sequence[IsoWeek]) -> dict[str, Any]:
    placed = _placed(found.placed)
    undecided = [_entry(row, 0) for row in found.undecided]
    return {
        "placed": placed,
        "quadrants": _quadrants(placed),
        "to_discuss": [row for row in undecided if row.standing.status == Status.DISCUSS],
        "too_few": [row for row in undecided if row.standing.status != Status.DISCUSS],
        "unscored": [_entry(row, 0) for row in found.unscored],
        "largest": found.unscored[0].contacts if found.unscored else 0,
        "width": round(bubbles.WIDTH),
        "height": round(bubbles.HEIGHT),
        "first_day": weeks[0].monday,
        "last_day": weeks[-1].sunday,
        "week_count": len(weeks),
        "minimum": {
            "people": settings.MIN_SCORERS,
            "departments": settings.MIN_SCORING_DEPARTMENTS,
        },
    }


def _placed(rows: Sequence[MatrixRow]) -> list[Entry]:
    language = get_language() or "nl"
    dots = [
        Dot(
            row.position.standing.organisation or 0,
            row.position.standing.customer or 0,
            row.contacts,
            row.node.name_in(language),
        )
        for row in rows
    ]
    drawn = bubbles.arrange(dots)
    return [
        _entry(row, place, bubble)
        for place, (row, bubble) in enumerate(zip(rows, drawn, strict=True), start=1)
    ]


def _entry(row: MatrixRow, number: int, bubble: Bubble | None = None) -> Entry:
    name = row.node.name_in(get_language() or "nl")
    return Entry(number, row.node.code, name, row.contacts, row.position, row.is_past, bubble)


def _quadrants(placed: Sequence[Entry]) -> list[Quadrant]:
    """Left to right, top to bottom."""
    corners = [(0, 0), (1, 0), (0, 1), (1, 1)]
    return [
        Quadrant(
            words,
            round(across * bubbles.WIDTH / 2),
            round(down * bubbles.HEIGHT / 2),
            sum(entry.words is words for entry in placed),
        )
        for words, (across, down) in zip(WORDS.values(), corners, strict=True)
    ]
