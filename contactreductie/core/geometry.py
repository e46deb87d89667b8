"""Shapes of the small drawings inside pages. Pure: numbers in, SVG coordinates out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

Values = Sequence[float | None]
Bound = float | Values | None
Point = tuple[float, float]
SMALLEST_SPAN = 0.25
"""Least part of the largest value that the height stands for."""


@dataclass(frozen=True)
class Sparkline:
    """`lines` and `bands` are SVG point lists, one per unbroken run; `last` is the newest value."""

    lines: tuple[str, ...]
    bands: tuple[str, ...]
    last: Point | None
    outside: bool


def sparkline(
    values: Values, low: Bound = None, high: Bound = None, *, width: float, height: float
) -> Sparkline:
    """A line with its expected band, as wide as the frame; an absent value breaks the line."""
    lows, highs = _per_value(low, values), _per_value(high, values)
    known = [number for number in (*values, *lows, *highs) if number is not None]
    if not known:
        return Sparkline((), (), None, outside=False)
    xs = _columns(len(values), width)
    bottom, top = _scale(min(known), max(known))

    def place(numbers: Values) -> list[Point | None]:
        return [
            None if number is None else (x, _y(number, bottom, top, height))
            for x, number in zip(xs, numbers, strict=True)
        ]

    placed = place(values)
    return Sparkline(
        lines=tuple(_points(run) for run in _runs(placed)),
        bands=tuple(_bands(place(lows), place(highs))),
        last=placed[-1],
        outside=_is_outside(values[-1], lows[-1], highs[-1]),
    )


def bar_width(value: float, largest: float) -> float:
    """Share of the largest value, in percent between 0 and 100."""
    if largest <= 0:
        return 0.0
    return round(min(max(value / largest, 0.0), 1.0) * 100, 2)


def _per_value(bound: Bound, values: Values) -> Values:
    if bound is None or isinstance(bound, int | float):
        return [bound] * len(values)
    return bound


def _columns(count: int, width: float) -> list[float]:
    if count == 1:
        return [width]
    return [round(index * width / (count - 1), 2) for index in range(count)]


def _scale(lowest: float, highest: float) -> tuple[float, float]:
    """Not from zero, as the shape counts here; yet small noise must not look like a storm."""
    span = max(abs(lowest), abs(highest)) * SMALLEST_SPAN
    missing = max(span - (highest - lowest), 0.0)
    return lowest - missing / 2, highest + missing / 2


def _y(number: float, bottom: float, top: float, height: float) -> float:
    if top == bottom:
        return round(height / 2, 2)
    return round(height - (number - bottom) / (top - bottom) * height, 2)


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    for known, run in groupby(points, key=lambda point: point is not None):
        if known:
            yield [point for point in run if point is not None]


def _bands(lows: Sequence[Point | None], highs: Sequence[Point | None]) -> Iterator[str]:
    pairs = [
        None if low is None or high is None else (low, high)
        for low, high in zip(lows, highs, strict=True)
    ]
    for known, run in groupby(pairs, key=lambda pair: pair is not None):
        if known:
            edges = [pair for pair in run if pair is not None]
            upper = [high for _, high in edges]
            lower = [low for low, _ in reversed(edges)]
            yield _points([*upper, *lower])


def _is_outside(value: float | None, low: float | None, high: float | None) -> bool:
    if value is None:
        return False
    return (low is not None and value < low) or (high is not None and value > high)


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
