"""Did it help? What is measured, how it is told, and the verdict."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from contactreductie.core.refusals import NotAllowed, Refusal
from feedbackloop.models import DayCount
from feedbackloop.queries import effects as measurements
from feedbackloop.queries.effects import Obstacle
from feedbackloop.services import effects as services
from feedbackloop.views import effect_page
from raci.enums import ActionState
from raci.models import ImprovementAction
from reasons.enums import ReasonKind
from tests.factories import feedbackloop as make
from tests.factories import people, raci, reasons
from tests.factories.clock import amsterdam
from tests.factories.feedbackloop import W10

# The action goes live on Monday 9 March, in week 11: weeks 12 to 15 come after it.
AFTER_FOUR = amsterdam("2026-04-13 07:00")
LAST = W10.plus(5)


# --- What it is measured on --------------------------------------------------------------------


@dataclass
class Done:
    """An action that is reported done, on a reason with weeks of contacts."""

    action: ImprovementAction
    org: raci.Organisation

    def fresh(self) -> ImprovementAction:
        return ImprovementAction.objects.get(pk=self.action.pk)

    def judge(self, *, helped: bool, now: datetime = AFTER_FOUR, **fields: object) -> str:
        given = {"actor": self.org.head, "remark": "", **fields}
        return services.judge(self.fresh(), helped=helped, now=now, **given).state


@pytest.fixture
def done() -> Done:
    org = raci.organisation()
    reasons.channel("phone")
    reasons.channel("chat")
    return Done(raci.action_in(ActionState.REPORTED_DONE, org), org)


def counts(numbers: list[int], *, reason: str = "bezorging", channel: str = "phone") -> None:
    """Facts alone: this many contacts on the Monday of consecutive weeks up to week 15."""
    DayCount.objects.bulk_create(
        DayCount(
            day=LAST.plus(1 - len(numbers) + place).monday,
            reason=reasons.ContactReason.objects.get(code=reason),
            channel=reasons.Channel.objects.get(code=channel),
            contact_count=number,
            keyed_count=0,
            repeats_any=0,
            repeats_same=0,
            followed_any=0,
            followed_same=0,
            handled_count=0,
            handle_seconds=0,
        )
        for place, number in enumerate(numbers)
    )


@pytest.mark.django_db
def test_measure_leaves_the_week_of_going_live_out(done: Done) -> None:
    """8 weeks of 20 before, 99 in the week itself, 4 weeks of 10 after: half as many."""
    counts([20] * 8 + [99] + [10] * 4)

    measured = measurements.measure(done.action, now=AFTER_FOUR)

    assert measured.effect is not None
    assert measured.effect.ratio == 0.5
    assert (measured.before_weeks[0], measured.before_weeks[-1]) == (W10.plus(-7), W10)
    assert (measured.after_weeks[0], measured.after_weeks[-1]) == (W10.plus(2), LAST)
    assert measured.denominator is None


@pytest.mark.django_db
def test_measure_takes_at_most_half_a_year_before(done: Done) -> None:
    counts([50] * 10 + [20] * 26 + [20] + [20] * 4)

    measured = measurements.measure(done.action, now=AFTER_FOUR)

    assert (len(measured.before_weeks), measured.before.total) == (26, 520)


@pytest.mark.django_db
def test_measure_per_unit_where_the_denominator_is_known_for_every_week(done: Done) -> None:
    """Twice the orders after: 20 of 100 before, 20 of 200 after."""
    counts([20] * 13)
    weeks = [LAST.plus(-number) for number in range(13)]
    make.orders(100, *[week for week in weeks if week <= W10])
    make.orders(200, *[week for week in weeks if week > W10])

    measured = measurements.measure(done.action, now=AFTER_FOUR)

    assert measured.denominator is not None
    assert measured.effect is not None
    assert measured.effect.ratio == 0.5


@pytest.mark.django_db
def test_measure_denominator_missing_in_one_week_is_used_in_none(done: Done) -> None:
    counts([20] * 13)
    make.orders(100, *[LAST.plus(-number) for number in range(12)])

    measured = measurements.measure(done.action, now=AFTER_FOUR)

    assert measured.denominator is None
    assert measured.before.units == [1.0] * 8


@pytest.mark.django_db
def test_measure_includes_reasons_below_and_no_noise(done: Done) -> None:
    reasons.reason("late", done.org.reason)
    reasons.reason("spam", done.org.reason, kind=ReasonKind.NOISE)
    counts([10] * 13)
    counts([5] * 13, reason="late")
    counts([100] * 13, reason="spam")

    measured = measurements.measure(done.action, now=AFTER_FOUR)

    assert measured.before.total == 8 * 15


@pytest.mark.django_db
def test_measure_week_without_any_contacts_at_all_is_missing_not_zero(done: Done) -> None:
    counts([20] * 9 + [0] * 4)
    DayCount.objects.filter(contact_count=0).delete()

    measured = measurements.measure(done.action, now=AFTER_FOUR)

    assert measured.after_weeks == []
    assert measured.obstacle == Obstacle.TOO_EARLY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("numbers", "now", "obstacle"),
    [
        ([20] * 12, AFTER_FOUR, Obstacle.NO_BASELINE),
        ([20] * 13, AFTER_FOUR - timedelta(weeks=1), Obstacle.TOO_EARLY),
        ([], AFTER_FOUR, Obstacle.NO_BASELINE),
    ],
)
def test_measure_too_few_weeks_names_the_obstacle(
    done: Done, numbers: list[int], now: datetime, obstacle: Obstacle
) -> None:
    counts(numbers)

    measured = measurements.measure(done.action, now=now)

    assert (measured.obstacle, measured.effect) == (obstacle, None)


@pytest.mark.django_db
def test_measure_reason_without_contacts_before_has_nothing_to_compare(done: Done) -> None:
    reasons.reason("other")
    counts([20] * 13, reason="other")

    assert measurements.measure(done.action, now=AFTER_FOUR).obstacle == Obstacle.NO_CONTACTS


@pytest.mark.django_db
def test_measure_before_going_live_has_nothing_to_measure(done: Done) -> None:
    done.action.live_date = None

    assert measurements.measure(done.action, now=AFTER_FOUR).obstacle == Obstacle.NOT_LIVE


# --- In words ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_in_words_a_decrease_is_told_in_contacts_per_week_as_well(done: Done) -> None:
    """20 a week before and 10 after: 10 fewer; least and most by the interval."""
    counts([20] * 8 + [20] + [10] * 4)
    measured = measurements.measure(done.action, now=AFTER_FOUR)

    words = effect_page.in_words(measured)

    assert words is not None
    assert measured.effect is not None
    assert (words.kind, words.size, words.per_week) == ("decreased", 0.5, 10)
    assert words.least == 1 - measured.effect.high
    assert words.per_week_most == pytest.approx(20 * (1 - measured.effect.low))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "scale", "kind"),
    [
        (20, 1, "no_clear_difference"),
        (40, 1, "increased"),
        (20, 400, "negligible"),
    ],
)
def test_in_words_follows_fixed_rules(done: Done, after: int, scale: int, kind: str) -> None:
    counts([20 * scale] * 9 + [after * scale] * 4)

    words = effect_page.in_words(measurements.measure(done.action, now=AFTER_FOUR))

    assert words is not None
    assert words.kind == kind


# --- The verdict -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_judge_helped_keeps_the_effect_with_the_action(done: Done) -> None:
    counts([20] * 9 + [10] * 4)

    assert done.judge(helped=True, remark="Mooi.") == ActionState.VERIFIED

    effect = done.fresh().effect
    assert effect["change"] == -0.5
    assert effect["low"] < -0.5 < effect["high"] < 0
    assert (effect["weeks_before"], effect["weeks_after"]) == (8, 4)
    assert (effect["contacts_before"], effect["contacts_after"]) == (160, 40)


@pytest.mark.django_db
def test_judge_helped_without_a_decrease_is_refused(done: Done) -> None:
    counts([20] * 13)

    with pytest.raises(Refusal) as refused:
        done.judge(helped=True)
    assert refused.value.rule == "section 9"
    assert done.judge(helped=False) == ActionState.NO_EFFECT


@pytest.mark.django_db
def test_judge_too_early_says_how_many_weeks_there_are(done: Done) -> None:
    counts([20] * 9 + [10] * 4)

    with pytest.raises(Refusal) as refused:
        done.judge(helped=True, now=AFTER_FOUR - timedelta(weeks=2))
    assert refused.value.parameters == {"done": 2, "needed": 4}


@pytest.mark.django_db
def test_judge_without_a_baseline_can_only_say_without_effect_and_why(done: Done) -> None:
    counts([20] * 6)

    for helped, rule in ((True, "K-2"), (False, "section 9")):
        with pytest.raises(Refusal) as refused:
            done.judge(helped=helped)
        assert refused.value.rule == rule
    done.judge(helped=False, remark="De reden is nieuw.")
    closed = done.fresh()
    assert (closed.state, closed.effect) == (ActionState.NO_EFFECT, {"obstacle": "no_baseline"})


@pytest.mark.django_db
def test_judge_by_who_reported_it_done_is_refused(done: Done) -> None:
    counts([20] * 9 + [10] * 4)

    for actor in (done.org.worker, done.org.coordinator, done.org.manager, people.team_leader()):
        with pytest.raises(NotAllowed):
            done.judge(helped=True, actor=actor)
    assert done.fresh().state == ActionState.REPORTED_DONE
