"""Moving, merging, splitting and undoing (R-7)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactreductie.core.enums import Role
from contactreductie.core.refusals import NotAllowed, Refusal
from reasons.models import Contact, ContactReason, TreeChange
from reasons.queries import choices, tree_history
from reasons.queries.tree import ReasonTree
from reasons.queries.tree_history import TreeHistory
from reasons.services import restructuring, taxonomy, undoing
from reasons.services.reason_drafts import ReasonDraft
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY, amsterdam
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


def contacts(code, number, day="2026-03-03"):
    moment = amsterdam(f"{day} 10:00")
    make.contacts_in_bulk([make.draft(moment, reason=code) for _each in range(number)])


def counted():
    """Contacts per code, each with its branch; only what has any."""
    reasons = ReasonTree.load()
    counts: dict[int, int] = {}
    for pk in Contact.objects.values_list("reason_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return {reasons.by_id[pk].code: n for pk, n in reasons.fold(counts).items() if n}


def offered(day=TODAY):
    return [node.code for node in choices.active_leaves(ReasonTree.load(), day)]


def parts(*codes):
    return [ReasonDraft(code=code, name_nl=code) for code in codes]


# --- Moving ------------------------------------------------------------------------------------


def test_moved_reason_takes_its_contacts_along_and_stands_where_it_was_put(tree, by):
    contacts("delivery-1", 3)
    moved = restructuring.move_reason(
        tree["delivery-1"], parent=tree["money"], after=tree["money-1"], **by
    )
    assert moved
    assert counted() == {"money": 3, "delivery-1": 3}
    below = ReasonTree.load().children(tree["money"].pk)
    assert [node.code for node in below] == ["money-1", "delivery-1", "money-2"]
    change = TreeChange.objects.get()
    assert (change.kind, change.actor, change.at, change.why) == ("moved", by["actor"], MONDAY, WHY)


def test_reason_put_where_it_is_changes_nothing(tree, by):
    assert not restructuring.move_reason(
        tree["money-2"], parent=tree["money"], after=tree["money-1"], **by
    )
    assert TreeChange.objects.count() == 0


def test_order_alone_is_no_move(tree, by):
    assert restructuring.move_reason(tree["money-2"], parent=tree["money"], **by)
    assert [node.code for node in ReasonTree.load().children(tree["money"].pk)] == [
        "money-2",
        "money-1",
    ]
    assert TreeChange.objects.get().kind == "changed"


def test_choice_that_gets_a_reason_below_it_gets_a_rest_as_well(tree, by):
    """R-3: the editor offers the catch-all with the parent."""
    restructuring.move_reason(tree["delivery-1"], parent=tree["money-1"], with_catch_all=True, **by)
    below = ReasonTree.load().children(tree["money-1"].pk)
    assert [(node.code, node.kind) for node in below] == [
        ("delivery-1", "normal"),
        ("money-1-overig", "catch_all"),
    ]


def test_reason_is_never_put_below_itself_or_too_deep(tree, by, settings):
    """R-1."""
    settings.MAX_REASON_DEPTH = 3
    with pytest.raises(Refusal) as refused:
        restructuring.move_reason(tree["money"], parent=tree["money-1"], **by)
    assert str(refused.value) == "Een contactreden kan niet onder zichzelf liggen."
    settings.MAX_REASON_DEPTH = 2
    for language, message in (
        ("nl", "Een contactreden heeft maximaal 2 niveaus."),
        ("en", "A contact reason has at most 2 levels."),
    ):
        with pytest.raises(Refusal) as refused:
            restructuring.move_reason(tree["delivery-1"], parent=tree["money-1"], **by)
        assert (refused.value.rule, worded(refused, language)) == ("R-1", message)


# --- Merging -----------------------------------------------------------------------------------


def test_merged_reason_is_counted_with_the_other_and_offered_no_more(tree, by):
    contacts("delivery-1", 3)
    contacts("money-1", 2)
    restructuring.merge_reasons(tree["delivery-1"], into=tree["money-1"], **by)
    assert counted() == {"money": 5, "money-1": 5}
    assert offered() == ["delivery-2", "money-1", "money-2"]
    assert Contact.objects.filter(reason=tree["delivery-1"]).count() == 3


@pytest.mark.parametrize("number", [1, 60])
def test_merge_touches_no_contact_whatever_their_number(tree, by, number):
    contacts("delivery-1", number)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        restructuring.merge_reasons(tree["delivery-1"], into=tree["money-1"], **by)
    asked = [query["sql"] for query in queries]
    assert len(asked) == MERGE_QUERIES
    assert [sql for sql in asked if 'reasons_contact"' in sql or "repeatlink" in sql] == []


MERGE_QUERIES = 13


@pytest.mark.parametrize(
    ("source", "target", "rule", "dutch", "english"),
    [
        (
            "delivery",
            "money-1",
            "R-7",
            "Alleen redenen zonder subredenen kunnen worden samengevoegd. Verplaats die eerst.",
            "Only reasons without sub-reasons can be merged. Move those first.",
        ),
        (
            "money-1",
            "money-1",
            "R-7",
            "Kies een andere reden.",
            "Choose another reason.",
        ),
        (
            "money-1",
            "noise",
            "C-10",
            "Ruis en een vraag kunnen niet worden samengevoegd: de weken ervoor zouden veranderen.",
            "Noise and a question cannot be merged: the weeks before would change.",
        ),
        (
            "money-1",
            "old",
            "R-7",
            "Kies een reden die in gebruik is.",
            "Choose a reason that is in use.",
        ),
    ],
)
def test_merge_that_would_break_what_was_measured_is_refused(
    tree, by, source, target, rule, dutch, english
):
    make.reason("noise", kind="noise")
    make.reason("old", valid_until=TODAY - timedelta(days=1))
    reasons = {reason.code: reason for reason in ContactReason.objects.all()}
    for language, message in (("nl", dutch), ("en", english)):
        with pytest.raises(Refusal) as refused:
            restructuring.merge_reasons(reasons[source], into=reasons[target], **by)
        assert (refused.value.rule, worded(refused, language)) == (rule, message)
    assert TreeChange.objects.count() == 0


# --- Splitting ---------------------------------------------------------------------------------


def test_split_without_heir_leaves_the_past_with_the_old_reason(tree, by):
    contacts("delivery-1", 3)
    restructuring.split_reason(tree["delivery-1"], parts=parts("lost", "late"), **by)
    assert counted() == {"delivery": 3, "delivery-1": 3}
    below = ReasonTree.load().children(tree["delivery"].pk)
    assert [node.code for node in below] == ["delivery-1", "lost", "late", "delivery-2"]
    assert offered(TODAY + timedelta(days=1)) == [
        "lost",
        "late",
        "delivery-2",
        "money-1",
        "money-2",
    ]


def test_split_with_heir_counts_the_past_with_it(tree, by):
    contacts("delivery-1", 3)
    made = restructuring.split_reason(
        tree["delivery-1"], parts=parts("lost", "late"), heir="late", **by
    )
    assert counted() == {"delivery": 3, "late": 3}
    assert [part.valid_from for part in made] == [TODAY, TODAY]


def test_parts_of_a_split_demand_what_the_old_reason_demanded(by):
    """C-8."""
    carrier = make.carrier("postnl")
    old = make.reason("not-delivered", make.reason("delivery"), requires=(carrier,))
    made = restructuring.split_reason(old, parts=parts("lost", "late"), **by)
    assert [list(part.required_dimensions.all()) for part in made] == [[carrier], [carrier]]


@pytest.mark.parametrize(
    ("codes", "dutch", "english"),
    [
        (
            ["lost"],
            "Splits een reden in minstens twee redenen.",
            "Split a reason into at least two.",
        ),
        (["lost", "money-1"], "Deze code bestaat al.", "This code already exists."),
    ],
)
def test_split_into_too_few_or_into_what_is_there_is_refused(tree, by, codes, dutch, english):
    for language, message in (("nl", dutch), ("en", english)):
        with pytest.raises(Refusal) as refused:
            restructuring.split_reason(tree["delivery-1"], parts=parts(*codes), **by)
        assert worded(refused, language) == message
    assert not ContactReason.objects.filter(code="lost").exists()


# --- Undoing -----------------------------------------------------------------------------------


def test_undone_merge_is_as_if_it_never_was(tree, by):
    contacts("delivery-1", 3)
    restructuring.merge_reasons(tree["delivery-1"], into=tree["money-1"], **by)
    undone = undoing.undo_change(TreeChange.objects.get(), **by)
    assert counted() == {"delivery": 3, "delivery-1": 3}
    assert offered() == ["delivery-1", "delivery-2", "money-1", "money-2"]
    assert (undone.kind, undone.name) == ("undone", "Delivery 1")


def test_undone_split_takes_the_unused_parts_away(tree, by):
    restructuring.split_reason(tree["delivery-1"], parts=parts("a", "b"), heir="a", **by)
    undoing.undo_change(TreeChange.objects.get(), **by)
    assert sorted(ContactReason.objects.values_list("code", flat=True)) == sorted(tree)
    assert offered() == ["delivery-1", "delivery-2", "money-1", "money-2"]


def test_split_whose_part_was_used_stays(tree, by):
    restructuring.split_reason(tree["delivery-1"], parts=parts("a", "b"), **by)
    make.contact(MONDAY, now=MONDAY + timedelta(hours=1), reason="a")
    for language, message in (
        (
            "nl",
            "Er is sindsdien iets met 'a' gedaan: dit kan niet meer ongedaan worden gemaakt.",
        ),
        ("en", "Something was done with 'a' since: this cannot be undone any more."),
    ):
        with pytest.raises(Refusal) as refused:
            undoing.undo_change(TreeChange.objects.get(), **by)
        assert (refused.value.rule, worded(refused, language)) == ("R-7", message)
    assert ContactReason.objects.filter(code__in=["a", "b"]).count() == 2


def test_change_that_a_later_one_builds_on_stays_until_that_is_undone(tree, by):
    restructuring.move_reason(tree["delivery-1"], parent=tree["money"], **by)
    moved = TreeChange.objects.get()
    tree["delivery-1"].refresh_from_db()
    restructuring.merge_reasons(tree["delivery-1"], into=tree["money-1"], **by)
    merged = TreeChange.objects.get(kind="merged")
    with pytest.raises(Refusal):
        undoing.undo_change(moved, **by)
    undoing.undo_change(merged, **by)
    undoing.undo_change(TreeChange.objects.get(pk=moved.pk), **by)
    assert ContactReason.objects.get(code="delivery-1").parent == tree["delivery"]
    with pytest.raises(Refusal) as refused:
        undoing.undo_change(TreeChange.objects.get(pk=moved.pk), **by)
    assert str(refused.value) == "Dit is al ongedaan gemaakt."


# --- Who, why and when -------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_tree_is_restructured_by_coordinator_and_administrator(tree, role):
    act = {"actor": people.user("x", role), "now": MONDAY, "why": WHY}
    if role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        restructuring.merge_reasons(tree["money-1"], into=tree["money-2"], **act)
    else:
        with pytest.raises(NotAllowed):
            restructuring.merge_reasons(tree["money-1"], into=tree["money-2"], **act)


def test_person_says_why(tree, by):
    with pytest.raises(Refusal) as refused:
        restructuring.merge_reasons(tree["money-1"], into=tree["money-2"], **{**by, "why": " "})
    assert refused.value.field == "why"
    assert worded(refused, "en") == "Say why you change the tree."
    with pytest.raises(Refusal) as refused:
        taxonomy.end_reason(tree["money-1"], last_day=TODAY, **{**by, "why": ""})
    assert str(refused.value) == "Geef aan waarom je de boom wijzigt."


def test_tree_of_before_is_found_back_by_day(tree, by):
    restructuring.move_reason(tree["delivery-1"], parent=tree["money"], **by)
    later = {**by, "now": MONDAY + timedelta(days=7)}
    restructuring.merge_reasons(tree["delivery-2"], into=tree["money-1"], **later)
    eras = TreeHistory.load(ReasonTree.load()).eras()
    delivery = tree["delivery"].pk
    found = [
        (era.since, sorted(era.tree.by_id[pk].code for pk in era.tree.branch_ids(delivery)))
        for era in eras
    ]
    assert [codes for _since, codes in found] == [
        ["delivery", "delivery-1", "delivery-2"],
        ["delivery", "delivery-2"],
        ["delivery"],
    ]
    assert [since for since, _codes in found[1:]] == [TODAY, TODAY + timedelta(days=7)]


def test_breaks_of_a_branch_are_what_came_in_and_what_went_out(tree, by):
    restructuring.move_reason(tree["delivery-1"], parent=tree["money"], **by)
    restructuring.merge_reasons(tree["money-2"], into=tree["delivery-2"], **by)
    reasons = ReasonTree.load()

    def breaks(code):
        found = tree_history.breaks(reasons.branch_ids(tree[code].pk))
        return [(change.kind, change.name) for change in found]

    moved, merged = ("moved", "Delivery 1"), ("merged", "Money 2")
    assert breaks("delivery") == [moved, merged]
    assert breaks("money") == [moved]
    assert breaks("delivery-2") == [merged]
    assert breaks("money-1") == []
