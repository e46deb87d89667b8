"""A reduction target: from where it is measured, and how near it is. Pure.

Means carry the spread that the weeks of the baseline show (beyond Poisson, and weeks that resemble
their neighbours), as effects do: a few weeks after a start cannot tell their own spread.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from scipy.special import stdtrit

from feedbackloop.statistics import effects, levels
from feedbackloop.statistics.effects import CONFIDENCE, Effect, Period


class Progress(StrEnum):
    """How a target stands; a word only where the whole range allows it."""

    TOO_EARLY = "too_early"
    BELOW = "below"
    MOVING = "moving"
    NO_CHANGE = "no_change"
    WORSE = "worse"
    KEPT_AWAY = "kept_away"


@dataclass(frozen=True)
class Spread:
    """`phi`: variance over mean. `correlation`: of a week with the next. `degrees` of freedom."""

    phi: float
    correlation: float
    degrees: int


@dataclass(frozen=True)
class Rate:
    """Contacts per unit of exposure, with the interval."""

    value: float
    low: float
    high: float


def spread_of(baseline: Period) -> Spread:
    """The spread of two or more weeks; without contacts that of chance alone."""
    degrees = len(baseline.counts) - 1
    if baseline.total == 0:
        return Spread(1.0, 0.0, degrees)
    fitted = [baseline.total * units / baseline.exposure for units in baseline.units]
    phi = levels.dispersion(baseline.counts, fitted)
    return Spread(phi, effects.week_to_week(baseline.counts, fitted), degrees)


def mean_rate(period: Period, spread: Spread, *, confidence: float = CONFIDENCE) -> Rate:
    """The mean of a period with its interval: every mean μ of the total y that keeps
    (y − μ)² ≤ t²·spread·μ.

    Eight weeks of 10, spread 1, 7 degrees of freedom: 10 per week, 7.68 to 13.02.
    """
    total, exposure = period.total, period.exposure
    widened = spread.phi * effects.inflation(spread.correlation, len(period.counts))
    reach = float(stdtrit(spread.degrees, (1 + confidence) / 2)) ** 2 * widened
    half = sqrt(reach * total + reach**2 / 4)
    low = max(0.0, total + reach / 2 - half)
    return Rate(total / exposure, low / exposure, (total + reach / 2 + half) / exposure)


def judge(current: Rate, effect: Effect | None, *, goal: float) -> Progress:
    """Below the target only with the whole range; `effect` is against the baseline."""
    if effect is None:
        return Progress.TOO_EARLY
    if effect.verdict == effects.Verdict.INCREASED:
        return Progress.WORSE
    if effect.verdict == effects.Verdict.NO_CLEAR_DIFFERENCE:
        return Progress.NO_CHANGE
    return Progress.BELOW if current.high <= goal else Progress.MOVING
