"""The whole demo, of half a year to be quick, as the first start loads it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from contactreductie.core.enums import DeliveryState
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import OutboxMessage, User
from contactreductie.demo import loading, state
from contactreductie.demo.state import State
from feedbackloop.enums import FindingKind
from feedbackloop.models import (
    DayCount,
    Denominator,
    Finding,
    ReductionTarget,
    TreeReviewItem,
    WeeklyReport,
)
from feedbackloop.queries import findings, targets
from feedbackloop.queries.teams import Branch, Offer
from raci.enums import ActionState, Strategy
from raci.models import CustomerVision, ImprovementAction
from raci.queries import actions
from raci.queries.departments import DepartmentTree
from raci.queries.values import Positions
from reasons.enums import SignalState
from reasons.models import ChangedDay, Contact, IngestBatch, RepeatLink
from reasons.queries import workspace
from reasons.queries.tree import ReasonTree
from tests.factories.clock import MONDAY

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NOW = MONDAY + timedelta(days=2)
WEEKS = 26


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Once for this file, for real: a load is many transactions."""
    with django_db_blocker.unblock():
        try:
            loading.load(now=NOW, started_at=NOW, progress=lambda _part: None, weeks=WEEKS)
            yield
        finally:
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def newest() -> WeeklyReport:
    return WeeklyReport.objects.latest("week_start")


def test_demo_is_complete_and_counted():
    assert state.find() == State.COMPLETE
    assert not ChangedDay.objects.exists()
    assert sum(DayCount.objects.values_list("contact_count", flat=True)) == Contact.objects.count()


def test_demo_is_no_stranger_to_itself():
    """Cut off at any point it would be known for what it is, and loaded again."""
    assert not state.has_strangers()


def test_demo_agent_has_keys_signals_and_answers():
    agent = User.objects.get(username="agent")

    assert list(workspace.pins(agent)) == [1, 2, 3]
    assert agent.firsttimerightsignals.count() == 2
    assert agent.customersignals.filter(state=SignalState.ANSWERED).count() == 1
    assert agent.reasonproposals.get().state == SignalState.NEW


def test_demo_teams_registered_most_of_what_was_offered():
    week = IsoWeek.at(NOW).plus(-1)
    departments = DepartmentTree.load()
    branch = Branch(departments.by_code["team-noord"], departments, frozenset())
    found = Offer.load(branch, [week]).to_team

    assert found[week] > 0


def test_demo_has_targets_that_are_measured_and_one_that_is_too_young():
    found = targets.standings(ReductionTarget.objects.all(), now=NOW)

    young = {standing.target.reason.code for standing in found if standing.current is None}
    assert (len(found), young) == (3, {"wachtwoord-vergeten"})


def test_demo_review_list_has_decided_points_and_open_ones():
    """R-4: what waits came back in the next quarter."""
    decided = TreeReviewItem.objects.exclude(decision="")
    assert set(decided.values_list("decision", flat=True)) == {"kept", "later"}
    waited = decided.filter(decision="later").values("kind", "reason", "other").distinct()
    assert waited.count() == 3
    assert TreeReviewItem.objects.filter(decision="").count() >= 6


def test_demo_matrix_fills_every_quadrant():
    """With a satisfier, another strategy than the quadrant's, and what still has no place."""
    tree = ReasonTree.load()
    found = Positions.load(tree, DepartmentTree.load())
    placed = {pk: found.of(pk) for pk in found.touched if found.of(pk).is_placed}

    assert {row.quadrant for row in placed.values()} == set(Strategy)
    assert (len(placed), len(found.touched)) == (13, 16)
    assert [tree.by_id[pk].code for pk, row in placed.items() if row.is_satisfier] == ["compliment"]
    assert [tree.by_id[pk].code for pk, row in placed.items() if row.chosen] == ["in-elkaar-zetten"]


def test_second_load_changes_nothing():
    before = Contact.objects.count(), ImprovementAction.objects.count()
    figures = loading.load(now=NOW, started_at=NOW, progress=lambda _part: None, weeks=WEEKS)
    assert (figures["contacts"], figures["actions"]) == before


def test_reports_end_with_the_newest_complete_week(newest: WeeklyReport):
    assert (str(newest.week), WeeklyReport.objects.count()) == ("2026-W10", 16)
    assert Contact.objects.latest("local_date").local_date.isoformat() == "2026-03-08"


def test_newest_report_is_about_the_late_carrier(newest: WeeklyReport):
    spikes = newest.findings.filter(kind=FindingKind.SPIKE)
    codes = list(spikes.order_by("number").values_list("reason__code", flat=True))
    assert codes[0] == "bezorgmoment-voorbij"
    assert 1 <= len(codes) <= 5
    assert newest.content["completeness"] == {"complete": True, "missing_channels": []}


def test_newest_report_has_a_finding_nobody_answers_for(newest: WeeklyReport):
    unrouted = findings.unrouted(User.objects.get(username="directie"))
    assert "cadeaukaart-werkt-niet" in unrouted.values_list("reason__code", flat=True)
    assert Finding.objects.filter(report=newest, is_unrouted=True).count() >= 1


def test_actions_are_in_every_state_that_a_reader_may_look_for():
    states = set(ImprovementAction.objects.values_list("state", flat=True))
    assert states >= {
        ActionState.PROPOSED,
        ActionState.PLANNED,
        ActionState.IN_PROGRESS,
        ActionState.REPORTED_DONE,
        ActionState.VERIFIED,
        ActionState.CANCELLED,
    }


def test_one_action_helped_and_one_is_overdue():
    helped = ImprovementAction.objects.get(state=ActionState.VERIFIED)
    assert (helped.reason.code, helped.effect["verdict"]) == ("hoe-retour", "decreased")
    late = ImprovementAction.objects.filter(actions.overdue(NOW.date()))
    assert "geld-terug" in late.values_list("reason__code", flat=True)


def test_customers_come_back_and_agents_have_contacts_of_their_own():
    share = RepeatLink.objects.count() / Contact.objects.exclude(customer_key="").count()
    assert 0.15 <= share <= 0.30
    assert Contact.objects.filter(agent__username="agent").count() >= 50


def test_letters_came_by_file_with_a_few_mistakes():
    batches = IngestBatch.objects.order_by("pk")
    assert list(batches.values_list("rejected_count", flat=True)) == [1, 0, 2, 0, 0, 2]


def test_orders_divide_totals_and_carriers_have_shipments():
    default = Denominator.objects.get(is_default=True)
    assert (default.code, default.volumes.count()) == ("orders", WEEKS * 7)
    assert Denominator.objects.get(code="shipments").volumes.count() == WEEKS * 3


def test_management_approved_the_vision():
    vision = CustomerVision.objects.get()
    assert (vision.version, vision.approved_by.username) == (1, "directie")
    assert vision.principles.count() == 6


def test_mail_of_the_months_before_is_not_sent_now():
    """No mail folder in tests: then nothing waits at all, so nothing reaches a mail server."""
    assert OutboxMessage.objects.exists()
    assert not OutboxMessage.objects.exclude(state=DeliveryState.SENT).exists()
