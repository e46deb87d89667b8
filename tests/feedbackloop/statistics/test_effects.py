"""The ratio of rates after and before a change, with its interval."""

from math import inf

import pytest

from feedbackloop.statistics import effects
from feedbackloop.statistics.effects import Period, Verdict


def test_ratio_interval_of_the_worked_example() -> None:
    """520 in 26 weeks, 52 in 4, dispersion 1.5: 0.65, 0.45 to 0.94 (statistics, section b)."""
    low, high = effects.ratio_interval((520, 26), (52, 4), spread=1.5, degrees=25)

    assert (round(low, 2), round(high, 2)) == (0.45, 0.94)


def test_ratio_interval_of_correlated_weeks_is_wider() -> None:
    """The same with correlation 0.3, so 1.55 times the variance: 0.41 to 1.02."""
    spread = 1.5 * effects.inflation(0.3, 4)
    low, high = effects.ratio_interval((520, 26), (52, 4), spread=spread, degrees=25)

    assert (round(low, 2), round(high, 2)) == (0.41, 1.02)


def test_inflation_by_hand() -> None:
    """1 + 2 (0.75 × 0.3 + 0.5 × 0.09 + 0.25 × 0.027) = 1.5535."""
    assert effects.inflation(0.3, 4) == pytest.approx(1.5535)
    assert effects.inflation(0.0, 4) == 1
    assert effects.inflation(0.8, 1) == 1


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        ([10, 10, 10, 10], Verdict.DECREASED),
        ([20, 20, 20, 20], Verdict.NO_CLEAR_DIFFERENCE),
        ([40, 40, 40, 40], Verdict.INCREASED),
    ],
)
def test_measure_names_a_direction_only_where_the_interval_leaves_out_one(
    after: list[int], verdict: Verdict
) -> None:
    effect = effects.measure(Period([20] * 26, [1] * 26), Period(after, [1] * 4))

    assert effect is not None
    assert effect.verdict == verdict
    assert effect.ratio == after[0] / 20
    assert effect.low < effect.ratio < effect.high


def test_measure_growth_in_units_alone_is_no_effect() -> None:
    """Contacts twice, orders twice: a ratio of 1."""
    effect = effects.measure(Period([20] * 26, [100] * 26), Period([40] * 4, [200] * 4))

    assert effect is not None
    assert effect.ratio == 1
    assert effect.verdict == Verdict.NO_CLEAR_DIFFERENCE


def test_measure_all_contacts_gone_has_an_upper_limit() -> None:
    effect = effects.measure(Period([20] * 26, [1] * 26), Period([0] * 4, [1] * 4))

    assert effect is not None
    assert (effect.ratio, effect.low) == (0, 0)
    assert 0 < effect.high < 1


def test_measure_without_contacts_before_has_no_ratio() -> None:
    assert effects.measure(Period([0] * 26, [1] * 26), Period([5] * 4, [1] * 4)) is None


def test_ratio_interval_with_hardly_anything_before_may_have_no_upper_limit() -> None:
    low, high = effects.ratio_interval((0, 8), (40, 4), spread=1, degrees=7)

    assert low > 0
    assert high == inf


def test_week_to_week_alternating_weeks_are_not_correlated() -> None:
    assert effects.week_to_week([10, 30] * 4, [20] * 8) == 0


def test_week_to_week_slow_waves_are_cut_at_the_limit() -> None:
    assert effects.week_to_week([10] * 13 + [30] * 13, [20] * 26) == 0.8


def test_week_to_week_without_any_difference_is_zero() -> None:
    assert effects.week_to_week([20] * 8, [20] * 8) == 0
