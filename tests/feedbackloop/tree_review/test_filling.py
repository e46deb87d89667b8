"""What the weekly loop puts on the review list, and what it leaves alone (R-4, R-5)."""

from datetime import date

import pytest

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.enums import ReportStatus, ReviewDecision
from feedbackloop.models import LoopStep, TreeReviewItem, WeeklyReport
from feedbackloop.services import tree_review
from reasons.enums import ReasonKind
from reasons.models import ContactReason
from tests.factories import feedbackloop as loop
from tests.factories import reasons
from tests.factories.clock import amsterdam
from tests.feedbackloop.tree_review import world
from tests.feedbackloop.tree_review.world import FIRST, W10

pytestmark = pytest.mark.django_db
QUERIES = 10
AMBER, RED = (8, 92), (14, 86)


def test_forty_of_five_hundred_is_amber_and_no_point() -> None:
    """R-5: 8.0% two weeks running."""
    world.delivery()
    world.weeks((40, 460), (40, 460))
    world.listed(W10.plus(-1), W10)
    assert world.of_kind("catch_all_red") == []


def test_red_two_weeks_running_is_one_point_and_stays_one() -> None:
    """R-5: not after one red week, once after the second, and not again after the third."""
    world.delivery()
    world.weeks(AMBER, RED, (15, 85), RED)
    world.listed(W10.plus(-3), W10.plus(-2))
    assert world.of_kind("catch_all_red") == []
    world.listed(W10.plus(-1))
    assert world.of_kind("catch_all_red") == ["delivery", None]
    world.listed(W10)
    item = TreeReviewItem.objects.get(kind="catch_all_red", reason__code="delivery")
    assert (item.found_on, item.week) == (W10.monday, W10.plus(-1).monday)
    assert item.figures == {"contacts": 100, "caught": 15, "share": 0.15, "previous_share": 0.14}
    whole = TreeReviewItem.objects.get(kind="catch_all_red", reason=None)
    assert (whole.figures, whole.week) == (item.figures, item.week)


@pytest.mark.parametrize("others", [50, 51])
def test_total_is_red_by_itself(others: int) -> None:
    """R-5: 15 of 150 in all is no more than 10%, whatever the parent's share is."""
    world.delivery()
    reasons.reason("loose")
    world.weeks((1, 99), (15, 85), (15, 85))
    for back in (0, 1):
        loop.contacts(W10.plus(-back), others - 1, reason="loose")
    world.listed(W10.plus(-2), W10.plus(-1), W10)
    expected = ["delivery", None] if others == 50 else ["delivery"]
    assert world.of_kind("catch_all_red") == expected


def test_first_report_of_a_quarter_lists_everything_the_quality_page_tells() -> None:
    """R-2 to R-5."""
    parent = world.delivery()
    reasons.reason("later", parent, name_nl="Te laat bezorgt")
    money = reasons.reason("money", name_nl="Geld")
    reasons.reason("invoice", money, name_nl="Factuur")
    wide = reasons.reason("wide", name_nl="Breed", kind=ReasonKind.NOISE)
    for number in range(16):
        reasons.reason(f"w{number}", wide)
    world.weeks((60, 440), last=FIRST)
    world.listed(FIRST)
    assert [point for point in world.told() if point[0] != "alike"] == [
        ("catch_all_red", "delivery", None),
        ("catch_all_red", None, None),
        ("no_catch_all", "money", None),
        ("too_many_children", "wide", None),
        ("unused", "invoice", None),
        ("unused", "later", None),
    ]
    assert ("alike", "late", "later") in world.told()
    whole = TreeReviewItem.objects.get(kind="catch_all_red", reason=None)
    assert whole.figures == {"contacts": 500, "caught": 60, "share": 0.12, "weeks": 13}
    assert (whole.found_on, whole.week) == (date(2026, 1, 5), None)


@pytest.mark.parametrize(
    ("children", "kind"), [(6, "too_few"), (7, None), (57, None), (58, "too_many")]
)
def test_too_few_and_too_many_reasons_are_points(children: int, kind: str | None) -> None:
    """R-4: fewer than 10 on the first two levels, or more than 60; three are there already."""
    parent = world.delivery()
    for number in range(children):
        reasons.reason(f"r{number}", parent)
    world.weeks((1, 99), last=FIRST)
    world.listed(FIRST)
    found = {name for name, *_subject in world.told()} & {"too_few", "too_many"}
    assert found == ({kind} if kind else set())


def test_rest_of_the_quarter_adds_no_more_of_what_belongs_to_its_first_report() -> None:
    world.delivery()
    world.weeks((1, 99), (1, 99), last=FIRST.plus(1))
    world.listed(FIRST)
    before = world.told()
    reasons.reason("never", name_nl="Nooit")
    world.listed(FIRST.plus(1))
    assert world.told() == before


def test_quarter_without_a_report_on_its_first_monday_gets_its_list_later() -> None:
    world.delivery()
    world.weeks((1, 99))
    world.listed(W10)
    assert world.told() == [("too_few", None, None)]


@pytest.mark.parametrize(
    ("decision", "week", "count"),
    [
        (ReviewDecision.KEPT, "2026-W14", 1),
        (ReviewDecision.KEPT, "2027-W02", 1),
        (ReviewDecision.KEPT, "2027-W14", 2),
        (ReviewDecision.LATER, "2026-W12", 1),
        (ReviewDecision.LATER, "2026-W14", 2),
        (ReviewDecision.CHANGED, "2026-W12", 1),
        (ReviewDecision.CHANGED, "2026-W14", 2),
    ],
)
def test_decided_point_comes_back_in_its_time(decision: str, week: str, count: int) -> None:
    """R-4: what stays as it is after a year, what waits or was changed in another quarter. The
    report of 2026-W12 comes in March, that of W14 in April."""
    world.delivery()
    world.weeks((1, 99))
    world.listed(W10)
    world.decided(TreeReviewItem.objects.get(), decision)
    again = IsoWeek.parse(week)
    loop.contacts(again, 1, reason="late")
    world.listed(again)
    assert len(world.of_kind("too_few")) == count


def test_red_catch_all_that_was_changed_gets_the_rest_of_its_quarter() -> None:
    """R-5: the weeks around the change are still red."""
    world.delivery()
    world.weeks(AMBER, RED, RED, RED)
    world.listed(*(W10.plus(-back) for back in (3, 2, 1)))
    for item in TreeReviewItem.objects.filter(kind="catch_all_red"):
        world.decided(item, ReviewDecision.CHANGED, now=world.monday(W10.plus(-1)))
    world.listed(W10)
    assert world.of_kind("catch_all_red") == ["delivery", None]


def test_no_more_of_a_kind_are_listed_than_one_quarter_can_review(settings) -> None:
    settings.TREE_REVIEW_MOST = 2
    parent = world.delivery()
    for number, name in enumerate(("Appel", "Bijl", "Citroen")):
        reasons.reason(f"r{number}", parent, name_nl=name)
    world.weeks((1, 99), last=FIRST)
    world.listed(FIRST)
    assert world.of_kind("unused") == ["r0", "r1"]
    item = TreeReviewItem.objects.get(reason__code="r0")
    world.decided(item, ReviewDecision.KEPT, now=world.monday(FIRST))
    world.weeks((1, 99), last=FIRST.plus(13))
    world.listed(FIRST.plus(13))
    assert world.of_kind("unused") == ["r0", "r1", "r2"]


def test_report_made_afterwards_of_an_older_week_adds_nothing() -> None:
    world.delivery()
    world.weeks(RED, RED, (1, 99))
    world.listed(W10)
    TreeReviewItem.objects.all().delete()
    world.listed(W10.plus(-2), W10.plus(-1))
    assert world.told() == []


def test_filling_again_adds_nothing() -> None:
    world.delivery()
    world.weeks(RED, RED)
    world.listed(W10.plus(-1), W10)
    before = world.told()
    assert before != []
    assert tree_review.fill(WeeklyReport.objects.get(week_start=W10.monday)) == 0
    assert world.told() == before


def test_process_killed_after_filling_leaves_nothing_and_is_done_again(monkeypatch) -> None:
    world.delivery()
    world.weeks(RED)
    whole = tree_review.fill

    def killed(report: WeeklyReport) -> int:
        whole(report)
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(tree_review, "fill", killed)
        with pytest.raises(ZeroDivisionError):
            loop.run_loop()
    assert world.told() == []
    assert WeeklyReport.objects.get().status == ReportStatus.DRAFT
    assert LoopStep.objects.filter(step="routing", done_at=None).exists()
    world.listed(W10)
    assert world.of_kind("catch_all_red") == ["delivery", None]


def test_two_that_are_alike_are_one_pair_however_the_tree_orders_them() -> None:
    parent = world.delivery()
    later = reasons.reason("later", parent, name_nl="Te laat bezorgt", position=1)
    world.weeks((1, 99))
    world.listed(W10)
    before = world.told()
    assert ("alike", "late", "later") in before
    ContactReason.objects.filter(code="late").update(position=later.position + 1)
    assert tree_review.fill(WeeklyReport.objects.get()) == 0
    assert world.told() == before


@pytest.mark.parametrize("count", [1, 200])
def test_list_is_filled_in_the_same_queries_for_any_tree(django_assert_num_queries, count) -> None:
    parent = world.delivery()
    for number in range(count):
        reasons.reason(f"r{number}", parent)
    world.weeks(RED)
    world.listed(W10)
    TreeReviewItem.objects.all().delete()
    report = WeeklyReport.objects.get()
    with django_assert_num_queries(QUERIES):
        assert tree_review.fill(report) > 2


def test_point_goes_with_a_reason_that_is_taken_away_again() -> None:
    parent = world.delivery()
    never = reasons.reason("never", parent)
    world.weeks((1, 99))
    world.listed(W10)
    assert world.of_kind("unused") == ["never"]
    never.delete()
    assert world.of_kind("unused") == []


def test_moment_of_a_decision_counts_by_local_day() -> None:
    """Half past twelve at night on 1 April is still March in UTC."""
    world.delivery()
    world.weeks((1, 99))
    world.listed(W10)
    night = amsterdam("2026-04-01 00:30")
    world.decided(TreeReviewItem.objects.get(), ReviewDecision.LATER, now=night)
    loop.contacts(IsoWeek.parse("2026-W15"), 1, reason="late")
    world.listed(IsoWeek.parse("2026-W15"))
    assert world.of_kind("too_few") == [None]
