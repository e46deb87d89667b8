"""How a target is measured: worked out by hand."""

import pytest

from feedbackloop.statistics import targets
from feedbackloop.statistics.effects import Effect, Period
from feedbackloop.statistics.targets import Progress, Rate, Spread

EVEN = Period([10] * 8, [1.0] * 8)


def effect(low: float, high: float) -> Effect:
    return Effect(ratio=(low + high) / 2, low=low, high=high, phi=1.0, correlation=0.0)


def test_spread_of_even_weeks_is_that_of_chance() -> None:
    assert targets.spread_of(EVEN) == Spread(phi=1.0, correlation=0.0, degrees=7)


def test_spread_of_uneven_weeks_is_wider() -> None:
    """20, 0, 20, 0 …: mean 10, each week off by 10: chi-square 8 × 100/10 = 80 over 7 degrees."""
    uneven = Period([20, 0] * 4, [1.0] * 8)
    assert targets.spread_of(uneven).phi == pytest.approx(80 / 7)


def test_spread_without_contacts_is_that_of_chance() -> None:
    assert targets.spread_of(Period([0] * 8, [1.0] * 8)) == Spread(1.0, 0.0, 7)


def test_mean_of_eight_weeks_of_ten() -> None:
    """t = 2.3646 at 7 degrees, t² = 5.5914: 82.80 ± √(5.5914 × 80 + 7.816) = 21.33 in 8 weeks."""
    rate = targets.mean_rate(EVEN, Spread(1.0, 0.0, 7))
    assert rate.value == 10
    assert (rate.low, rate.high) == (
        pytest.approx(7.683, abs=1e-3),
        pytest.approx(13.016, abs=1e-3),
    )


def test_mean_without_contacts_lies_at_nothing() -> None:
    rate = targets.mean_rate(Period([0] * 4, [1.0] * 4), Spread(1.0, 0.0, 7))
    assert (rate.value, rate.low) == (0, 0)
    assert rate.high == pytest.approx(5.5914 / 4, abs=1e-3)


def test_mean_is_per_unit() -> None:
    """80 contacts over 8 × 2.5 hundred orders are 4 per 100."""
    per_100 = Period([10] * 8, [2.5] * 8)
    assert targets.mean_rate(per_100, Spread(1.0, 0.0, 7)).value == 4


def test_wider_spread_widens_the_range() -> None:
    narrow = targets.mean_rate(EVEN, Spread(1.0, 0.0, 7))
    for spread in (Spread(2.0, 0.0, 7), Spread(1.0, 0.3, 7)):
        wide = targets.mean_rate(EVEN, spread)
        assert (wide.low < narrow.low, wide.high > narrow.high) == (True, True)


@pytest.mark.parametrize(
    ("current", "against", "progress"),
    [
        (Rate(4, 3, 6), None, Progress.TOO_EARLY),
        (Rate(4, 3, 6), effect(0.3, 0.6), Progress.BELOW),
        (Rate(5, 3, 6.1), effect(0.3, 0.7), Progress.MOVING),
        (Rate(9, 7, 11), effect(0.8, 1.2), Progress.NO_CHANGE),
        (Rate(5, 4, 6), effect(0.4, 1.0), Progress.NO_CHANGE),
        (Rate(15, 12, 18), effect(1.1, 1.9), Progress.WORSE),
    ],
)
def test_word_follows_the_whole_range(
    current: Rate, against: Effect | None, progress: Progress
) -> None:
    assert targets.judge(current, against, goal=6) == progress
