import pytest

from feedbackloop.statistics import intervals


def test_poisson_interval_of_twelve_contacts_on_forty_orders_equals_the_domain_example():
    low, high = intervals.poisson_interval(12, 40)

    assert (round(low * 100, 1), round(high * 100, 1)) == (15.5, 52.4)


def test_poisson_interval_of_no_contacts_starts_at_zero_and_ends_above_it():
    low, high = intervals.poisson_interval(0)

    assert low == 0.0
    assert round(high, 3) == 3.689


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(18, 120, 0.097, 0.225), (0, 14, 0.0, 0.215), (35, 50, 0.562, 0.809)],
)
def test_wilson_interval_equals_published_figures(successes, trials, low, high):
    found = intervals.wilson_interval(successes, trials)

    assert (round(found[0], 3), round(found[1], 3)) == (low, high)


def test_wilson_interval_without_trials_is_an_error():
    with pytest.raises(ValueError, match="at least one trial"):
        intervals.wilson_interval(0, 0)
