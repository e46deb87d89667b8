import pytest

from feedbackloop.statistics.verdicts import Verdict, of_alarm, of_count


@pytest.mark.parametrize(
    ("count", "verdict"),
    [
        (885, Verdict.MORE),
        (884, Verdict.AS_EXPECTED),
        (672, Verdict.AS_EXPECTED),
        (671, Verdict.FEWER),
    ],
)
def test_of_count_direction_only_beyond_the_limits(count: int, verdict: Verdict) -> None:
    assert of_count(count, 672.0, 884.0, complete=True) == verdict


@pytest.mark.parametrize("count", [1, 700, 2000])
def test_of_count_of_an_incomplete_week_is_never_judged(count: int) -> None:
    """F-3."""
    assert of_count(count, 672.0, 884.0, complete=False) == Verdict.INCOMPLETE


@pytest.mark.parametrize("complete", [True, False])
def test_of_count_without_limits_has_no_history(complete: bool) -> None:
    assert of_count(5, None, None, complete=complete) == Verdict.NO_HISTORY


@pytest.mark.parametrize(
    ("alarm", "has_range", "complete", "verdict"),
    [
        ("spike", True, True, Verdict.MORE),
        ("drop", True, True, Verdict.FEWER),
        ("spike", True, False, Verdict.MORE),
        (None, True, True, Verdict.AS_EXPECTED),
        (None, True, False, Verdict.INCOMPLETE),
        (None, False, False, Verdict.NO_HISTORY),
    ],
)
def test_of_alarm_a_quiet_reason_of_an_incomplete_week_is_not_called_normal(
    alarm: str | None, has_range: bool, complete: bool, verdict: Verdict
) -> None:
    """F-3: an alarm given in spite of it was about a reason the missing channel does not touch."""
    assert of_alarm(alarm, has_range=has_range, complete=complete) == verdict
