import pytest

from feedbackloop.statistics import levels

EIGHT = [20, 20, 20, 20, 20, 20, 20, 20]
NO_UNITS = [None] * 8


def level_of(counts, units=NO_UNITS, units_now=None):
    return levels.expected_level(counts, units, units_now, alpha=0.005)


@pytest.mark.parametrize(("alpha", "limit"), [(0.05, 29.9), (0.005, 36.1)])
def test_power_limits_equal_the_worked_example(alpha, limit):
    _low, high = levels.power_limits(20, 1.5, variance=1.44, alpha=alpha)

    assert round(high, 1) == limit


def test_dispersion_of_counts_closer_than_poisson_is_one():
    assert levels.dispersion([20, 20, 20], [20, 20, 20]) == 1.0


def test_dispersion_is_pearson_chi_square_per_degree_of_freedom():
    # (10² + 10² + 0²) / 20 = 10; 10 / (3 − 1) = 5
    assert levels.dispersion([10, 30, 20], [20, 20, 20]) == 5.0


def test_expected_level_without_units_is_the_mean_of_the_weeks():
    level = level_of([10, 30, 20, 20, 10, 30, 20, 20])

    assert level is not None
    assert (level.expected, level.per_unit) == (20.0, False)


def test_expected_level_with_units_is_the_rate_times_the_units_of_the_week():
    level = level_of(EIGHT, units=[1000] * 8, units_now=1500)

    assert level is not None
    assert (level.expected, level.per_unit) == (30.0, True)


@pytest.mark.parametrize(
    ("units", "now"), [([1000] * 7 + [None], 1500), ([1000] * 8, None), ([1000] * 7 + [0], 1500)]
)
def test_expected_level_with_units_of_a_week_missing_is_the_mean(units, now):
    level = level_of(EIGHT, units=units, units_now=now)

    assert level is not None
    assert (level.expected, level.per_unit) == (20.0, False)


def test_expected_level_without_contacts_before_is_no_model():
    assert level_of([0] * 8) is None


def test_limits_enclose_the_expected_level_and_stay_at_or_above_zero():
    level = level_of([1, 0, 2, 1, 0, 1, 1, 2])

    assert level is not None
    assert 0.0 <= level.low < level.expected < level.high


@pytest.mark.parametrize(
    ("count", "alarm"),
    # μ = 20, φ = 1, var = 2.5: s = √(4/9·2.714·1.125) = 1.165; limits (7.368 ± 2.576·1.165)^1.5
    # = 9.1 and 33.4.
    [(33, None), (34, "spike"), (20, None), (10, None), (9, "drop"), (0, "drop")],
)
def test_judge_alarms_only_beyond_the_limits(count, alarm):
    assert levels.judge(count, level_of(EIGHT), min_ratio=1.25, min_excess=5) == alarm


def test_judge_of_a_large_series_stays_silent_below_the_minimum_ratio():
    level = level_of([10_000] * 8)

    assert level is not None
    assert level.high < 12_000
    assert levels.judge(12_000, level, min_ratio=1.25, min_excess=5) is None


def test_judge_of_a_small_series_stays_silent_below_the_minimum_excess():
    level = levels.Level(expected=1.0, low=0.0, high=4.0, per_unit=False)

    assert levels.judge(5, level, min_ratio=1.25, min_excess=5) is None
    assert levels.judge(6, level, min_ratio=1.25, min_excess=5) == "spike"


def test_judge_of_growth_in_units_alone_is_silent():
    level = level_of([100] * 8, units=[1000] * 8, units_now=2000)

    assert levels.judge(200, level, min_ratio=1.25, min_excess=5) is None


def test_judge_without_a_level_is_silent():
    assert levels.judge(500, None, min_ratio=1.25, min_excess=5) is None
