"""How targets stand, how they end, and whether they still fit a new vision."""

from datetime import date, timedelta

import pytest

from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from feedbackloop.enums import TargetUnit
from feedbackloop.models import ReductionTarget
from feedbackloop.queries import baselines
from feedbackloop.queries import targets as queries
from feedbackloop.services import targets
from feedbackloop.statistics.targets import Progress
from reasons.models import Channel
from tests.factories import channels, people, raci, reasons
from tests.factories import feedbackloop as loop
from tests.factories import targets as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db


@pytest.fixture
def org():
    organisation = raci.organisation()
    raci.customer_vision(organisation.manager)
    return organisation


def standing(org, *counts, now_weeks=None):
    """How the target stands after these weeks."""
    if counts:
        make.facts(org.reason, counts, last=W10.plus(len(counts)))
    now = MONDAY + timedelta(weeks=len(counts) if now_weeks is None else now_weeks)
    return queries.standings(queries.visible_to(org.coordinator), now=now)[0]


@pytest.mark.parametrize(
    ("counts", "progress"),
    [
        ([2, 2, 2], Progress.TOO_EARLY),
        ([1, 1, 1, 1], Progress.BELOW),
        ([5, 5, 5, 5, 5, 5, 5, 5], Progress.MOVING),
        ([10, 9, 10, 9], Progress.NO_CHANGE),
        ([30, 30, 30, 30], Progress.WORSE),
    ],
)
def test_word_for_a_target_of_six_from_ten(org, counts, progress):
    make.target(org.reason, org.manager)
    assert standing(org, *counts).progress == progress


@pytest.mark.parametrize(
    ("first", "last", "progress"),
    [
        (date(2026, 3, 2), date(2026, 3, 11), Progress.KEPT_AWAY),
        (date(2026, 4, 5), date(2026, 5, 1), Progress.KEPT_AWAY),
        (date(2026, 3, 2), date(2026, 3, 8), Progress.BELOW),
        (date(2026, 4, 6), date(2026, 5, 1), Progress.BELOW),
    ],
)
def test_drop_by_a_symptom_measure_is_no_reduction(org, first, last, progress):
    """W-6: four weeks from Monday 9 March up to and including Sunday 5 April."""
    make.target(org.reason, org.manager)
    phone = Channel.objects.get(code="phone")
    channels.charter(phone, actor=org.coordinator, owner=org.logistics)
    channels.decision(phone, actor=org.coordinator, starts_on=first, ends_on=last)

    found = standing(org, 1, 1, 1, 1)

    assert found.progress == progress
    assert [measure.channel for measure in found.symptoms] == (
        [phone] if progress == Progress.KEPT_AWAY else []
    )


def test_mean_is_of_the_last_eight_weeks(org):
    make.target(org.reason, org.manager)
    found = standing(org, 90, 90, *[5] * 8)
    assert (len(found.weeks), found.current.value, found.effect.ratio) == (8, 5, 0.5)
    assert found.current.low < 5 < found.current.high
    assert found.effect.low < 0.5 < found.effect.high
    assert found.may_be_reached


def test_week_that_is_not_over_does_not_count(org):
    make.target(org.reason, org.manager)
    assert len(standing(org, 5, 5, 5, 5, now_weeks=3).weeks) == 3


def test_progress_per_100_is_per_unit(org):
    """10 on 200 orders is 5 per 100; 10 on 400 is 2.5, though as many contacts."""
    make.facts(org.reason, [10] * 8)
    loop.orders(200, *(W10.plus(-place) for place in range(8)))
    make.target(org.reason, org.manager, unit=TargetUnit.PER_100, goal=4)
    loop.orders(400, *(W10.plus(place) for place in range(1, 9)))
    found = standing(org, *[10] * 8)
    assert (found.current.value, found.effect.ratio) == (2.5, 0.5)


@pytest.mark.parametrize(
    ("weeks", "grade"),
    [(7, ""), (8, "D"), (25, "D"), (26, "C"), (51, "C"), (52, "B"), (103, "B"), (104, "A")],
)
def test_grade_follows_the_complete_weeks(weeks, grade):
    """K-2."""
    assert baselines.grade(weeks) == grade


def test_grade_of_a_target_is_of_all_its_history(org):
    """K-2: 30 weeks are C, of which the newest 26 are the mean."""
    make.facts(org.reason, [10] * 30)
    target = make.target(org.reason, org.manager)
    assert (standing(org).grade, target.baseline_weeks) == ("C", 26)


def test_ended_target_stands_as_it_did(org):
    target = make.target(org.reason, org.manager)
    make.facts(org.reason, [1] * 4, last=W10.plus(4))
    targets.end_target(target, why=" Klaar. ", actor=org.manager, now=MONDAY + timedelta(weeks=4))
    make.facts(org.reason, [30] * 6, last=W10.plus(10))
    assert standing(org, now_weeks=10).progress == Progress.BELOW
    kept = ReductionTarget.objects.get()
    assert (kept.ended_why, kept.ended_by) == ("Klaar.", org.manager)
    assert AuditEvent.objects.filter(verb="target_ended").count() == 1


def test_target_ends_once_and_with_a_reason(org):
    target = make.target(org.reason, org.manager)
    for why in (" ", "x" * 301):
        with pytest.raises(Refusal) as refused:
            targets.end_target(target, why=why, actor=org.manager, now=MONDAY)
        assert refused.value.field == "why"
    seen = ReductionTarget.objects.get()
    targets.end_target(target, why="Klaar.", actor=org.head, now=MONDAY)
    with pytest.raises(Conflict):
        targets.end_target(seen, why="Klaar.", actor=org.manager, now=MONDAY)


def test_target_is_ended_by_who_may_set_it(org):
    target = make.target(org.reason, org.manager)
    for actor in (org.agent, people.user("vreemd")):
        with pytest.raises(NotAllowed):
            targets.end_target(target, why="Klaar.", actor=actor, now=MONDAY)


def test_target_of_an_older_version_is_listed_and_read_again(org):
    """V-2."""
    target = make.target(org.reason, org.manager)
    active = raci.customer_vision(org.manager)
    assert list(queries.to_recheck(active)) == [target]
    principle = active.principles.get(number=2)
    given = {"principle": principle, "principle_why": "Ook zo.", "now": MONDAY}
    with pytest.raises(NotAllowed):
        targets.target_still_fits(target, **given, actor=org.head)
    targets.target_still_fits(target, **given, actor=org.coordinator)
    assert list(queries.to_recheck(active)) == []
    event = AuditEvent.objects.get(verb="principle_rechecked")
    assert event.details == {"before": "v1.1", "after": "v2.2"}
    with pytest.raises(Conflict):
        targets.target_still_fits(target, **given, actor=org.coordinator)


def test_standings_take_the_same_queries_for_one_and_for_three(org, django_assert_num_queries):
    for number in range(3):
        reason = reasons.reason(f"r{number}", org.reason)
        make.target(reason, org.manager)
        if number in (0, 2):
            with django_assert_num_queries(9):
                found = queries.standings(queries.visible_to(org.manager), now=MONDAY)
            assert len(found) == number + 1
