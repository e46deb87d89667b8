"""An effect in words: fixed rules decide which words (statistics: direction, estimate, range)."""

from dataclasses import dataclass
from math import isfinite

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek, weeks_between
from feedbackloop.queries.effects import Measurement
from feedbackloop.statistics.effects import Effect, Verdict


@dataclass(frozen=True)
class EffectWords:
    """The numbers a sentence about an effect is made of, as fractions and contacts per week.

    `kind` is `decreased`, `increased`, `negligible` or `no_clear_difference`. Sizes are without
    sign: for a decrease `least` and `most` are how much less.
    """

    kind: str
    size: float
    least: float
    most: float | None
    per_week: float
    per_week_least: float
    per_week_most: float | None


def in_words(measured: Measurement) -> EffectWords | None:
    effect = measured.effect
    if effect is None:
        return None
    least, most = _range(effect)
    scale, size = measured.expected_per_week, abs(effect.ratio - 1)
    return EffectWords(
        kind=_kind(effect),
        size=size,
        least=least,
        most=most,
        per_week=size * scale,
        per_week_least=least * scale,
        per_week_most=None if most is None else most * scale,
    )


def chart_weeks(measured: Measurement) -> list[IsoWeek]:
    """All weeks from the first before to the last after, the live week included."""
    used = [*measured.before_weeks, *measured.after_weeks]
    return weeks_between(used[0], used[-1]) if used else []


def _range(effect: Effect) -> tuple[float, float | None]:
    """Least and most change in the direction of the verdict; without one, down and up."""
    up = effect.high - 1 if isfinite(effect.high) else None
    if effect.verdict == Verdict.DECREASED:
        return 1 - effect.high, 1 - effect.low
    return (effect.low - 1 if effect.verdict == Verdict.INCREASED else 1 - effect.low), up


def _kind(effect: Effect) -> str:
    margin: float = settings.NEGLIGIBLE_CHANGE
    inside = 1 - margin <= effect.low and effect.high <= 1 + margin
    undecided = effect.verdict == Verdict.NO_CLEAR_DIFFERENCE
    return "negligible" if inside and undecided else str(effect.verdict)
