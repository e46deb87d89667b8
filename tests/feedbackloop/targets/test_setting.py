"""Setting a target: K-2, K-3, W-3, V-1, V-2, and who may."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import NotAllowed, Refusal
from feedbackloop.enums import GuardKpi, TargetUnit
from feedbackloop.models import ReductionTarget
from feedbackloop.services import targets
from raci.enums import ValueLabel
from reasons.enums import ReasonKind
from tests.factories import feedbackloop as loop
from tests.factories import people, raci, reasons
from tests.factories import targets as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.refusals import in_both

pytestmark = pytest.mark.django_db


@dataclass
class World:
    org: raci.Organisation

    def set(self, **fields):
        actor = fields.pop("actor", self.org.coordinator)
        reason = fields.pop("reason", self.org.reason)
        return targets.set_target(
            reason=reason, draft=make.draft(**fields), actor=actor, now=MONDAY
        )

    def refusal(self, **fields):
        with pytest.raises(Refusal) as refused:
            self.set(**fields)
        assert not ReductionTarget.objects.exists()
        return refused.value


@pytest.fixture
def world():
    org = raci.organisation()
    raci.customer_vision(org.manager)
    make.label(org.reason, org.manager)
    return World(org)


def test_target_keeps_its_baseline(world):
    """K-3: eight weeks of ten; the range is worked out in test_statistics."""
    make.facts(world.org.reason, [10] * 8)
    kept = ReductionTarget.objects.get(pk=world.set(guards=["ces", "csat"]).pk)
    assert (kept.unit, kept.goal, kept.baseline, kept.baseline_weeks) == ("per_week", 6, 10, 8)
    assert kept.baseline_low == pytest.approx(7.683, abs=1e-3)
    assert kept.baseline_high == pytest.approx(13.016, abs=1e-3)
    assert kept.baseline_from == W10.plus(-7).monday
    assert [guard.kpi for guard in kept.guards.all()] == ["csat", "ces"]
    assert (kept.principle.number, kept.set_by) == (1, world.org.coordinator)
    event = AuditEvent.objects.get(verb="target_set")
    assert event.details == {"reason": "bezorging", "goal": 6.0}


def test_baseline_is_of_the_newest_26_weeks(world):
    make.facts(world.org.reason, [100] * 10 + [10] * 26)
    target = world.set()
    assert (target.baseline, target.baseline_weeks) == (10, 26)


def test_baseline_per_100_is_the_sum_over_the_sum(world):
    """4 weeks of 10 on 200 orders and 4 of 10 on 600: 80 per 3,200, so 2.5 per 100."""
    make.facts(world.org.reason, [10] * 8)
    loop.orders(200, *(W10.plus(-place) for place in range(4)))
    loop.orders(600, *(W10.plus(-place) for place in range(4, 8)))
    target = world.set(unit=TargetUnit.PER_100, goal=2)
    assert target.baseline == 2.5


def test_baseline_is_of_the_whole_branch_without_noise(world):
    child = reasons.reason("te-laat", world.org.reason)
    noise = reasons.reason("test", world.org.reason, kind=ReasonKind.NOISE)
    make.facts(world.org.reason, [10] * 8)
    make.facts(child, [5] * 8)
    make.facts(noise, [50] * 8)
    assert world.set().baseline == 15


def test_fewer_than_eight_complete_weeks_are_no_baseline(world):
    """K-2."""
    make.facts(world.org.reason, [10] * 7)
    refusal = world.refusal()
    assert refusal.rule == "K-2"
    assert in_both(refusal) == [
        "Nog geen nulmeting: minstens 8 volledige weken nodig.",
        "No baseline yet: at least 8 complete weeks are needed.",
    ]


def test_weeks_without_denominator_are_no_baseline_per_100(world):
    """K-2, N-1."""
    make.facts(world.org.reason, [10] * 8)
    loop.orders(200, *(W10.plus(-place) for place in range(7)))
    assert world.refusal(unit=TargetUnit.PER_100, goal=1).rule == "K-2"


def test_weeks_before_the_reason_existed_are_no_baseline(world):
    """K-2: a reason of four weeks old has four weeks."""
    other = reasons.reason("factuur")
    make.facts(other, [10] * 20)
    world.org.reason.valid_from = W10.plus(-3).monday
    world.org.reason.save()
    make.facts(world.org.reason, [10] * 4)
    assert world.refusal().rule == "K-2"


@pytest.mark.parametrize("guards", [[], ["cost"]])
def test_target_of_cost_alone_is_refused(world, guards):
    """K-3."""
    make.facts(world.org.reason, [10] * 8)
    refusal = world.refusal(guards=guards)
    assert (refusal.rule, refusal.field) == ("K-3", "guards")
    assert in_both(refusal) == [
        "Voeg een klant-KPI toe; alleen kosten is geen doel.",
        "Add a customer KPI; cost alone is no target.",
    ]


def test_satisfier_gets_no_target(world):
    """W-3: the newest label counts."""
    make.facts(world.org.reason, [10] * 8)
    make.label(world.org.reason, world.org.manager, ValueLabel.SATISFIER)
    refusal = world.refusal()
    assert refusal.rule == "W-3"
    assert in_both(refusal) == [
        "Een satisfier krijgt geen reductiedoel.",
        "A satisfier gets no reduction target.",
    ]


def test_reason_without_label_is_labelled_first(world):
    """W-3."""
    refusal = world.refusal(reason=reasons.reason("factuur"))
    assert refusal.rule == "W-3"
    assert in_both(refusal) == [
        "Geef deze reden eerst een label: alleen een dissatisfier krijgt een reductiedoel.",
        "Label this reason first: only a dissatisfier gets a reduction target.",
    ]


def test_merged_reason_gets_no_target(world):
    """R-7."""
    make.facts(world.org.reason, [10] * 8)
    world.org.reason.merged_into = reasons.reason("levering")
    world.org.reason.valid_until = MONDAY.date()
    world.org.reason.save()
    assert in_both(world.refusal()) == [
        "Deze reden is beëindigd of samengevoegd; er wordt niets meer over besloten.",
        "This reason has ended or was merged; nothing is decided about it any more.",
    ]


def test_noise_gets_no_target(world):
    """K-3, C-10."""
    refusal = world.refusal(reason=reasons.reason("test", kind=ReasonKind.NOISE))
    assert in_both(refusal) == [
        "Ruis is geen klantcontact en krijgt geen doel.",
        "Noise is no contact of a customer and gets no target.",
    ]


@pytest.mark.parametrize("goal", [10, 12, -1, float("nan")])
def test_goal_lies_below_the_baseline(world, goal):
    """K-3."""
    make.facts(world.org.reason, [10] * 8)
    refusal = world.refusal(goal=goal)
    assert (refusal.rule, refusal.field) == ("K-3", "goal")
    assert in_both(refusal) == [
        "Een reductiedoel ligt onder de nulmeting.",
        "A reduction target lies below the baseline.",
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_on": date(2026, 3, 10)}, "starts_on"),
        ({"reach_by": date(2026, 9, 8)}, "reach_by"),
        ({"reach_by": make.START}, "reach_by"),
        ({"reach_by": make.START - timedelta(weeks=1)}, "reach_by"),
        ({"unit": "cost"}, "unit"),
        ({"principle_why": " "}, "principle_why"),
    ],
)
def test_incomplete_target_is_refused(world, given, field):
    make.facts(world.org.reason, [10] * 8)
    assert world.refusal(**given).field == field


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"unit": "kilos"}, ["Kies een eenheid.", "Choose a unit."]),
        (
            {"reach_by": make.START},
            ["Een doel wordt bereikt na de start.", "The target is reached after it starts."],
        ),
        (
            {"reach_by": date(9999, 12, 27)},
            [
                "Kies een week die hooguit 5 jaar van nu ligt.",
                "Choose a week within 5 years from now.",
            ],
        ),
    ],
)
def test_target_that_says_nothing_is_refused(world, given, said):
    """K-3."""
    make.facts(world.org.reason, [10] * 8)
    assert in_both(world.refusal(**given)) == said


def test_without_a_vision_there_are_no_targets():
    """V-1."""
    org = raci.organisation()
    make.label(org.reason, org.manager)
    refusal = World(org).refusal()
    assert (refusal.rule, *in_both(refusal)) == (
        "V-1",
        "Leg eerst de klantvisie vast.",
        "Adopt the customer vision first.",
    )


def test_target_names_a_principle_in_force(world):
    """V-2."""
    refusal = world.refusal(principle=None)
    assert (refusal.rule, refusal.field) == ("V-2", "principle")
    assert in_both(refusal) == [
        "Koppel een principe uit de klantvisie.",
        "Link a principle of the customer vision.",
    ]


def test_reason_has_one_target_at_a_time(world):
    make.facts(world.org.reason, [10] * 8)
    first = world.set()
    with pytest.raises(Refusal) as refused:
        world.set()
    assert in_both(refused.value) == [
        "Deze reden heeft al een doel.",
        "This reason has a target already.",
    ]
    targets.end_target(first, why="Aangescherpt.", actor=world.org.manager, now=MONDAY)
    assert world.set(goal=5).goal == 5


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEADER, Role.ADMINISTRATOR])
def test_target_is_set_by_coordinator_management_or_owner(world, role):
    make.facts(world.org.reason, [10] * 8)
    with pytest.raises(NotAllowed):
        world.set(actor=people.user("iemand", role))


def test_department_owner_sets_targets_for_own_reasons_only(world):
    other = reasons.reason("factuur")
    make.label(other, world.org.manager)
    make.facts(world.org.reason, [10] * 8)
    make.facts(other, [10] * 8)
    assert world.set(actor=world.org.head).set_by == world.org.head
    with pytest.raises(NotAllowed):
        world.set(actor=world.org.head, reason=other)


def test_guards_are_what_customers_say():
    assert set(GuardKpi.values) == {"csat", "ces", "one_contact"}
