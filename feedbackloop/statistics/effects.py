"""Did it help? Rate of contacts after a change against before it, with its uncertainty. Pure.

The interval is conditional on the total of both periods, widened for spread beyond Poisson
(dispersion, from the weeks before only) and for weeks that resemble their neighbours. Newey-West
errors are not used: a few weeks after a change fit their own mean, which makes them far too
narrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import inf, sqrt

from scipy.special import stdtrit

from feedbackloop.statistics import levels

CONFIDENCE = 0.95
MAX_CORRELATION = 0.8


class Verdict(StrEnum):
    """A direction only where the interval leaves out "no difference"."""

    DECREASED = "decreased"
    INCREASED = "increased"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"


@dataclass(frozen=True)
class Period:
    """Contacts per week and the units of the same weeks (orders; 1 each where unknown)."""

    counts: Sequence[int]
    units: Sequence[float]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def exposure(self) -> float:
        return sum(self.units)


@dataclass(frozen=True)
class Effect:
    """The ratio of rates after and before: 0.65 is 35% fewer. `high` may be infinite."""

    ratio: float
    low: float
    high: float
    phi: float
    correlation: float

    @property
    def verdict(self) -> Verdict:
        if self.high < 1:
            return Verdict.DECREASED
        return Verdict.INCREASED if self.low > 1 else Verdict.NO_CLEAR_DIFFERENCE


def measure(before: Period, after: Period, *, confidence: float = CONFIDENCE) -> Effect | None:
    """The effect of a change between two periods of whole weeks, two or more before it.

    None without contacts before: a fall from nothing cannot be seen, a rise has no ratio.
    """
    if before.total == 0:
        return None
    fitted = [before.total * units / before.exposure for units in before.units]
    phi = levels.dispersion(before.counts, fitted)
    correlation = week_to_week(before.counts, fitted)
    spread = phi * inflation(correlation, len(after.counts))
    low, high = ratio_interval(
        (before.total, before.exposure),
        (after.total, after.exposure),
        spread=spread,
        degrees=len(before.counts) - 1,
        confidence=confidence,
    )
    ratio = (after.total / after.exposure) / (before.total / before.exposure)
    return Effect(ratio, low, high, phi, correlation)


def ratio_interval(
    before: tuple[int, float],
    after: tuple[int, float],
    *,
    spread: float,
    degrees: int,
    confidence: float = CONFIDENCE,
) -> tuple[float, float]:
    """Interval of the rate ratio from (contacts, exposure) of both periods.

    Keeps every R with (y₂ − Np)² ≤ t²·spread·N·p(1−p), where p(R) = n₂R / (n₁ + n₂R) is the part
    of all N contacts that falls after: a quadratic in p, as Wilson's interval is. 520 in 26
    weeks, 52 in 4, spread 1.5, 25 degrees of freedom: 0.45 to 0.94.
    """
    total = before[0] + after[0]
    reach = float(stdtrit(degrees, (1 + confidence) / 2)) ** 2 * spread
    share = after[0] / total
    middle = (share + reach / (2 * total)) / (1 + reach / total)
    root = sqrt(reach * (share * (1 - share) / total + reach / (4 * total**2)))
    half = root / (1 + reach / total)
    scale = before[1] / after[1]
    # Where one side has no contacts at all the limit is exact, not a rounding error beside it.
    low = _odds(middle - half) * scale if after[0] else 0.0
    high = _odds(middle + half) * scale if before[0] else inf
    return low, high


def week_to_week(counts: Sequence[int], fitted: Sequence[float]) -> float:
    """Correlation of a week with the next, from Pearson residuals.

    1/weeks is added because the estimate from a short series is too low; 0 to 0.8.
    """
    residuals = [(count - mean) / sqrt(mean) for count, mean in zip(counts, fitted, strict=True)]
    squares = sum(value * value for value in residuals)
    if squares == 0:
        return 0.0
    products = sum(a * b for a, b in pairwise(residuals))
    return min(MAX_CORRELATION, max(0.0, products / squares + 1 / len(residuals)))


def inflation(correlation: float, weeks: int) -> float:
    """How much more a sum of correlated weeks varies than one of independent weeks.

    Correlation 0.3 over 4 weeks: 1.55.
    """
    return 1 + 2 * sum((1 - lag / weeks) * correlation**lag for lag in range(1, weeks))


def _odds(share: float) -> float:
    return share / (1 - share)
