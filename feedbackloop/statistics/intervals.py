"""Intervals for counts and proportions. Pure."""

from math import sqrt

from scipy.special import gammaincinv, ndtri

CONFIDENCE = 0.95


def poisson_interval(
    count: int, exposure: float = 1.0, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Exact (Garwood 1936) interval of `count` events per unit of exposure.

    12 contacts on 40 orders: 0.155 to 0.524 per order. The lower bound of 0 events is 0.
    """
    tail = (1 - confidence) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    high = float(gammaincinv(count + 1, 1 - tail))
    return low / exposure, high / exposure


def wilson_interval(
    successes: int, trials: int, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Wilson (1927) interval of a proportion, as fractions of 1; also right at 0 and at 1.

    ValueError without trials: a share of nothing has no interval.
    """
    if trials <= 0:
        raise ValueError("a proportion needs at least one trial")
    z = -float(ndtri((1 - confidence) / 2))
    share = successes / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials**2)) / (1 + z * z / trials)
    return max(0.0, middle - half), min(1.0, middle + half)
