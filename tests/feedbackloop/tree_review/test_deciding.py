"""Deciding about a point of the review list (R-4, R-5)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from feedbackloop.enums import ReviewDecision, ReviewKind
from feedbackloop.models import TreeReviewItem
from feedbackloop.services import tree_review
from tests.factories import people, reasons
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.refusals import in_both, worded

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> TreeReviewItem:
    reason = reasons.reason("never")
    return TreeReviewItem.objects.create(kind="unused", reason=reason, found_on=W10.monday)


def decide(item: TreeReviewItem, decision: str, why: str = "", **by: Any) -> TreeReviewItem:
    actor = by.get("actor") or people.coordinator()
    return tree_review.decide(item, decision=decision, why=why, actor=actor, now=MONDAY)


@pytest.mark.parametrize(
    ("decision", "why"),
    [(ReviewDecision.CHANGED, ""), (ReviewDecision.KEPT, "Nodig."), (ReviewDecision.LATER, "Nu.")],
)
def test_decision_is_kept_with_who_when_and_why(
    item: TreeReviewItem, decision: str, why: str
) -> None:
    """R-4."""
    actor = people.coordinator()
    decide(item, decision, f" {why} ", actor=actor)
    kept = TreeReviewItem.objects.get()
    assert (kept.decision, kept.why) == (decision, why)
    assert (kept.decided_by, kept.decided_at) == (actor, MONDAY)
    event = AuditEvent.objects.get(verb="tree_review_decided")
    assert event.details == {"kind": "unused", "decision": decision}


@pytest.mark.parametrize("decision", [ReviewDecision.KEPT, ReviewDecision.LATER])
def test_nothing_changed_without_a_reason_is_refused(item: TreeReviewItem, decision: str) -> None:
    """R-4."""
    with pytest.raises(Refusal) as refused:
        decide(item, decision, "  ")
    assert (refused.value.rule, refused.value.field) == ("R-4", "why")
    assert worded(refused, "nl") == "Leg uit waarom er nu niets verandert."
    assert worded(refused, "en-gb") == "Say why nothing is changed now."
    assert TreeReviewItem.objects.get().decision == ""


def test_decision_that_does_not_exist_is_refused(item: TreeReviewItem) -> None:
    """R-4."""
    with pytest.raises(Refusal) as refused:
        decide(item, "", "Nodig.")
    assert refused.value.field == "decision"
    assert worded(refused, "nl") == "Kies wat er is besloten."
    assert worded(refused, "en-gb") == "Choose what was decided."


def test_reason_that_is_too_long_is_refused(item: TreeReviewItem) -> None:
    """R-4."""
    with pytest.raises(Refusal) as refused:
        decide(item, ReviewDecision.KEPT, "x" * 301)
    assert worded(refused, "nl") == "Maximaal 300 tekens."
    assert worded(refused, "en-gb") == "At most 300 characters."
    decide(item, ReviewDecision.KEPT, "x" * 300, actor=people.coordinator("ander"))
    assert len(TreeReviewItem.objects.get().why) == 300


def test_second_of_two_decisions_is_a_conflict(item: TreeReviewItem) -> None:
    seen = TreeReviewItem.objects.get()
    first = people.coordinator()
    decide(item, ReviewDecision.CHANGED, actor=first)
    with pytest.raises(Conflict):
        decide(seen, ReviewDecision.KEPT, "Toch niet.", actor=people.coordinator("ander"))
    assert TreeReviewItem.objects.get().decided_by == first


def test_decision_of_this_quarter_is_taken_back(item: TreeReviewItem) -> None:
    """R-4: a slip of the hand would rest for a year."""
    actor = people.coordinator()
    decide(item, ReviewDecision.KEPT, "Nodig.", actor=actor)
    tree_review.reopen(TreeReviewItem.objects.get(), actor=actor, now=MONDAY)
    found = TreeReviewItem.objects.get()
    assert (found.decision, found.why, found.decided_by, found.decided_at) == ("", "", None, None)
    assert AuditEvent.objects.filter(verb="tree_review_reopened").count() == 1
    with pytest.raises(Conflict):
        tree_review.reopen(found, actor=actor, now=MONDAY)


def test_reopening_takes_no_later_decision_away(item: TreeReviewItem) -> None:
    """R-4: the page that is held open shows the decision before."""
    actor = people.coordinator()
    seen = decide(item, ReviewDecision.KEPT, "Nodig.", actor=actor)
    tree_review.reopen(TreeReviewItem.objects.get(), actor=actor, now=MONDAY)
    again, later = TreeReviewItem.objects.get(), MONDAY + timedelta(hours=1)
    tree_review.decide(again, decision="changed", why="", actor=actor, now=later)
    with pytest.raises(Conflict):
        tree_review.reopen(seen, actor=actor, now=later)
    assert TreeReviewItem.objects.get().decision == ReviewDecision.CHANGED
    told = AuditEvent.objects.get(verb="tree_review_reopened").details
    assert told == {"kind": "unused", "decision": "kept", "why": "Nodig."}


def test_decision_of_an_earlier_quarter_stands(item: TreeReviewItem) -> None:
    """R-4."""
    actor = people.coordinator()
    decided = decide(item, ReviewDecision.LATER, "Nu niet.", actor=actor)
    with pytest.raises(Refusal) as refused:
        tree_review.reopen(decided, actor=actor, now=MONDAY + timedelta(weeks=5))
    assert in_both(refused.value) == [
        "Een besluit van een eerder kwartaal staat vast.",
        "A decision of an earlier quarter stands.",
    ]


def test_point_that_is_open_again_is_not_opened_twice(item: TreeReviewItem) -> None:
    """R-4."""
    actor = people.coordinator()
    decided = decide(item, ReviewDecision.CHANGED, actor=actor)
    TreeReviewItem.objects.create(kind="unused", reason=item.reason, found_on=W10.monday)
    with pytest.raises(Refusal) as refused:
        tree_review.reopen(decided, actor=actor, now=MONDAY)
    assert in_both(refused.value) == [
        "Dit punt staat alweer open.",
        "This point is open again already.",
    ]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_point_is_decided_by_who_keeps_the_tree(item: TreeReviewItem, role: Role) -> None:
    somebody = people.user("iemand", role)
    if role == Role.ADMINISTRATOR:
        assert decide(item, ReviewDecision.CHANGED, actor=somebody).decided_by == somebody
        return
    with pytest.raises(NotAllowed):
        decide(item, ReviewDecision.CHANGED, actor=somebody)
    with pytest.raises(NotAllowed):
        tree_review.reopen(item, actor=somebody, now=MONDAY)


@pytest.mark.parametrize(
    "broken",
    [
        {"decision": "changed"},
        {"decision": "changed", "decided_at": MONDAY},
        {"decided_at": MONDAY},
        {"decision": "kept", "decided_at": MONDAY, "by": True},
        {"kind": ReviewKind.ALIKE},
        {"kind": ReviewKind.ALIKE, "pair": (1, 0)},
        {"kind": ReviewKind.ALIKE, "pair": (0, 0)},
        {"pair": (0, 1)},
        {},
    ],
)
def test_database_keeps_only_whole_points(item: TreeReviewItem, broken: dict[str, Any]) -> None:
    """The last one is open twice about the same reason."""
    given = dict(broken)
    both = [item.reason, reasons.reason("other")]
    one, other = given.pop("pair", (0, None))
    if given.pop("by", False):
        given["decided_by"] = people.coordinator()
    fields = {"kind": "unused", "reason": both[one], "found_on": W10.monday, **given}
    with pytest.raises(IntegrityError), transaction.atomic():
        TreeReviewItem.objects.create(other=None if other is None else both[other], **fields)


@pytest.mark.parametrize("kind", [ReviewKind.TOO_FEW, ReviewKind.ALIKE])
def test_whole_tree_and_a_pair_are_open_once_as_well(kind: str) -> None:
    pair = {}
    if kind == ReviewKind.ALIKE:
        pair = {"reason": reasons.reason("one"), "other": reasons.reason("other")}
    TreeReviewItem.objects.create(kind=kind, found_on=W10.monday, **pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        TreeReviewItem.objects.create(kind=kind, found_on=W10.plus(1).monday, **pair)
