"""Reasons that were never used go; and what goes with a branch that ends (R-3, R-7)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contactreductie.core.refusals import Refusal
from reasons.models import ContactReason, TreeChange
from reasons.queries import choices
from reasons.queries.tree import ReasonTree
from reasons.queries.tree_history import TreeHistory
from reasons.services import removing, restructuring, taxonomy, undoing
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.refusals import worded

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(MONDAY)
WHY = "Niemand wist welke van de twee."


@pytest.fixture
def by():
    return {"actor": people.coordinator(), "now": MONDAY, "why": WHY}


@pytest.fixture
def tree():
    return make.two_branches()


def offered():
    return [node.code for node in choices.active_leaves(ReasonTree.load(), TODAY)]


def test_reason_that_was_never_used_is_taken_away_and_the_history_tells(tree, by):
    """R-7."""
    removing.remove_reason(tree["money-1"], **by)
    assert not ContactReason.objects.filter(code="money-1").exists()
    change = TreeChange.objects.get()
    assert (change.kind, change.name, change.why) == ("removed", "Money 1", WHY)
    assert TreeHistory.load(ReasonTree.load()).eras()[0].tree.by_code.keys() == tree.keys() - {
        "money-1"
    }


def test_tree_of_before_is_found_back_without_a_reason_that_was_removed_since(tree, by):
    """R-7: what had been merged into it, or lay below it, is counted where it is now."""
    restructuring.merge_reasons(tree["money-1"], into=tree["money-2"], **by)
    later = {**by, "now": MONDAY + timedelta(days=1)}
    undoing.undo_change(TreeChange.objects.get(kind="merged"), **later)
    restructuring.move_reason(tree["delivery-1"], parent=tree["delivery-2"], **later)
    last = {**by, "now": MONDAY + timedelta(days=2)}
    restructuring.move_reason(tree["delivery-1"], parent=tree["delivery"], **last)
    removing.remove_reason(tree["money-2"], **last)
    removing.remove_reason(tree["delivery-2"], **last)

    eras = TreeHistory.load(ReasonTree.load()).eras()

    for era in eras:
        one, moved = era.tree.by_code["money-1"], era.tree.by_code["delivery-1"]
        assert era.tree.home(one.id) == one.id
        assert era.tree.parent(moved).code == "delivery"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_undoing_leads_to_no_reason_that_was_removed_since(tree, by, language):
    """R-7."""
    restructuring.move_reason(tree["delivery-1"], parent=tree["money-1"], **by)
    restructuring.move_reason(tree["delivery-1"], parent=tree["delivery"], **by)
    back = TreeChange.objects.latest("pk")
    removing.remove_reason(tree["money-1"], **by)
    with pytest.raises(Refusal) as refused:
        undoing.undo_change(back, **by)
    told = {"nl": "Er is sindsdien iets met", "en": "was done with"}[language]
    assert told in worded(refused, language)
    assert ContactReason.objects.get(code="delivery-1").parent == tree["delivery"]


# --- What lies below ---------------------------------------------------------------------------


def test_branch_ends_without_what_was_merged_and_names_what_starts_later(tree, by):
    """R-7."""
    restructuring.merge_reasons(tree["money-1"], into=tree["money-2"], **by)
    yesterday = TODAY - timedelta(days=1)
    taxonomy.end_reason(tree["money"], last_day=yesterday, with_below=True, **by)
    assert ContactReason.objects.get(code="money-2").valid_until == yesterday
    assert ContactReason.objects.get(code="money-1").valid_until == TODAY

    tree["delivery-1"].valid_from = TODAY + timedelta(days=30)
    tree["delivery-1"].save()
    with pytest.raises(Refusal) as refused:
        taxonomy.end_reason(tree["delivery"], last_day=TODAY, with_below=True, **by)
    assert worded(refused, "nl") == "'Delivery 1' begint pas na die dag."
    assert worded(refused, "en") == "'Delivery 1' starts after that day only."


def test_catch_all_that_ended_is_taken_up_again(tree, by):
    """R-3."""
    rest = taxonomy.ensure_catch_all(tree["money"], **by)
    rest.valid_until = TODAY - timedelta(days=7)
    rest.save()
    assert choices.lacks_catch_all(ReasonTree.load(), ReasonTree.load().by_code["money"], TODAY)
    assert taxonomy.ensure_catch_all(tree["money"], **by) == rest
    assert rest.code in offered()
    assert not choices.lacks_catch_all(ReasonTree.load(), ReasonTree.load().by_code["money"], TODAY)
