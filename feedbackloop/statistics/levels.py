"""The expected level of a week from the weeks before it, and whether a count leaves it. Pure.

A plain level for now: no season, no trend. Growth in units alone never alarms, because where
the units are known the level is a rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from scipy.special import ndtri

Alarm = Literal["spike", "drop"]


@dataclass(frozen=True)
class Level:
    """Contacts per week: the best estimate, and the limits a quiet week stays within."""

    expected: float
    low: float
    high: float
    per_unit: bool


def expected_level(
    counts: Sequence[int],
    units: Sequence[int | None],
    units_now: int | None,
    *,
    alpha: float,
) -> Level | None:
    """The level for this week from `counts` of earlier weeks and the `units` of the same weeks.

    `alpha` is the one-sided chance of a quiet week beyond each limit. None without contacts
    in the earlier weeks: a level of nothing has no spread, so it is no model.
    """
    total = sum(counts)
    if total == 0:
        return None
    known = [number for number in units if number]
    if units_now and len(known) == len(counts):
        shares = [number / sum(known) for number in known]
        factor = units_now / sum(known)
    else:
        shares = [1 / len(counts)] * len(counts)
        factor = 1 / len(counts)
        units_now = None
    expected = total * factor
    phi = dispersion(counts, [total * share for share in shares])
    low, high = power_limits(expected, phi, variance=phi * total * factor**2, alpha=alpha)
    return Level(expected, low, high, per_unit=units_now is not None)


def dispersion(counts: Sequence[int], fitted: Sequence[float]) -> float:
    """Variance over mean: Pearson's chi-square per degree of freedom, never below 1 (Poisson)."""
    chi_square = sum((count - mean) ** 2 / mean for count, mean in zip(counts, fitted, strict=True))
    return max(1.0, chi_square / (len(counts) - 1))


def power_limits(mean: float, phi: float, *, variance: float, alpha: float) -> tuple[float, float]:
    """Prediction limits on the 2/3-power scale, where a Poisson-like count is nearly symmetric.

    `variance` is that of the estimated mean itself. Farrington et al. 1996; mean 20, phi 1.5,
    variance 1.44: upper limit 29.9 at alpha 0.05 and 36.1 at alpha 0.005.
    """
    z = -float(ndtri(alpha))
    spread = z * sqrt(4 / 9 * mean ** (1 / 3) * (phi + variance / mean))
    centre = mean ** (2 / 3)
    return max(0.0, centre - spread) ** 1.5, (centre + spread) ** 1.5


def judge(count: int, level: Level | None, *, min_ratio: float, min_excess: float) -> Alarm | None:
    """An alarm only where the count leaves its limits and the difference is worth a reader's time.

    `min_ratio` is count over expected for a spike, its inverse for a drop; `min_excess` is in
    contacts per week.
    """
    if level is None:
        return None
    excess = count - level.expected
    if count > level.high and count >= min_ratio * level.expected and excess >= min_excess:
        return "spike"
    if count < level.low and count * min_ratio <= level.expected and -excess >= min_excess:
        return "drop"
    return None
