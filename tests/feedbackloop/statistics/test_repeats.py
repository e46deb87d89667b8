import pytest

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.statistics import repeats
from feedbackloop.statistics.repeats import Coverage


def test_newest_mature_week_of_the_report_of_w12_is_w10():
    found = repeats.newest_mature(IsoWeek.parse("2026-W12"), window_days=14)

    assert str(found) == "2026-W10"


@pytest.mark.parametrize(
    ("keyed", "counted", "expected"),
    [
        (80, 100, Coverage.GOOD),
        (79, 100, Coverage.WARNING),
        (50, 100, Coverage.WARNING),
        (45, 100, Coverage.TOO_LOW),
        (0, 0, Coverage.TOO_LOW),
    ],
)
def test_coverage_has_a_warning_and_a_minimum(keyed, counted, expected):
    assert repeats.coverage(keyed, counted, warning=0.8, minimum=0.5) == expected
