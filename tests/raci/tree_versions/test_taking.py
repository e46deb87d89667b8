"""Taking a version over: what was decided, all of it or nothing (R-1 to R-7)."""

from datetime import timedelta

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci.models import ReasonResponsibility, TreeVersion
from raci.services import tree_versions
from reasons.models import Contact, ContactReason, TreeChange
from reasons.queries.tree import ReasonTree
from reasons.services import taxonomy, undoing
from tests.factories import people, raci
from tests.factories import reasons as make
from tests.factories import tree_versions as versions
from tests.factories.clock import MONDAY
from tests.factories.tree_versions import WHY, file, row
from tests.raci.tree_versions.test_differences import SAME, recoded, without
from tests.refusals import worded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]
TODAY = MONDAY.date()


def take(actor, *cells, **options):
    return versions.apply(versions.version(actor, file(*cells)), actor, **options)


def reason(code):
    return ContactReason.objects.select_related("parent", "merged_into").get(code=code)


def changes():
    return [(row.kind, row.name) for row in TreeChange.objects.order_by("pk")]


def refusal_of(actor, *cells, **options):
    standing = versions.version(actor, file(*cells))
    with pytest.raises(Refusal) as refused:
        versions.apply(standing, actor, **options)
    assert TreeVersion.objects.get(pk=standing.pk).applied_at is None
    return refused


def test_everything_is_taken_over_in_one_go_by_author_and_reason(keeper):
    raci.department("logistics")
    outcome = take(
        keeper,
        *without("lost", "late", "invoice"),
        row("lost", "new-main", "Waar is mijn pakje?"),
        row("new-main", name="Pakketten"),
        row("late", "delivery", "Te laat bezorgd"),
        row("fresh", "new-main", "Kan ik ruilen?", department_code="logistics"),
    )
    assert outcome == {"moved": 1, "renamed": 1, "new": 2, "ended": 1}
    assert (reason("lost").parent.code, reason("lost").name_nl) == (
        "new-main",
        "Waar is mijn pakje?",
    )
    assert reason("invoice").valid_until == TODAY
    assert ReasonResponsibility.objects.get().reason.code == "fresh"
    assert set(TreeChange.objects.values_list("actor", "why")) == {(keeper.pk, WHY)}
    version = TreeVersion.objects.get()
    (given,) = version.outcome.pop("owners")
    assert (given["reason"], given["department"], given["person"]) == (
        reason("fresh").pk,
        None,
        None,
    )
    assert (version.applied_at, version.applied_by, version.why, version.outcome) == (
        MONDAY,
        keeper,
        WHY,
        outcome,
    )
    assert AuditEvent.objects.get(verb="tree_version_applied").details["ended"] == 1


def test_what_is_left_stays_as_it_is(keeper):
    outcome = take(
        keeper,
        *without("late"),
        row("fresh", "money", "Kan ik ruilen?"),
        left=["fresh"],
        gone={"late": "keep"},
    )
    assert outcome == {"left": 2}
    assert changes() == []


def test_reason_that_goes_on_under_another_name_keeps_code_and_contacts(keeper):
    make.channel()
    contact = make.contact(MONDAY - timedelta(days=1), reason="late")
    cells = [*without("late"), row("x-9", "money", "Komt het nog?")]
    assert take(keeper, *cells, gone={"late": "same:x-9"}) == {"renamed": 1}
    assert (reason("late").name_nl, reason("late").parent.code) == ("Komt het nog?", "money")
    assert Contact.objects.get(pk=contact.pk).reason.code == "late"
    assert not ContactReason.objects.filter(code="x-9").exists()
    assert changes() == [("moved", "Komt het nog?")]


def test_branch_under_another_name_and_code_keeps_what_lies_below_it(keeper):
    """It is recognised by that; then its rest is, too."""
    renamed = row("x-delivery", name="Bezorgingen", name_en="Delivery")
    rest = [cells for cells in map(recoded, SAME) if cells["code"] != "x-delivery"]
    assert take(keeper, renamed, *rest) == {"renamed": 1}
    assert changes() == [("changed", "Bezorgingen")]
    assert reason("late").parent.code == "delivery"


def test_reason_is_counted_with_one_that_the_same_version_brings(keeper):
    """R-7: of before too, and no contact is touched."""
    make.channel()
    contact = make.contact(MONDAY - timedelta(days=1), reason="late")
    cells = [*without("late"), row("eta", "delivery", "Wanneer komt het?")]
    assert take(keeper, *cells, gone={"late": "into:eta"}) == {"new": 1, "merged": 1}
    tree = ReasonTree.load()
    assert tree.home(contact.reason_id) == tree.by_code["eta"].id
    assert Contact.objects.get(pk=contact.pk).reason.code == "late"


def test_branch_ends_from_below_and_its_rest_after_the_others(keeper):
    """R-3."""
    take(keeper, *without("delivery", "lost", "late", "rest"))
    assert [name for _kind, name in changes()] == [
        "Waar blijft mijn pakket?",
        "Te laat",
        "Overig",
        "Bezorging",
    ]


@pytest.mark.parametrize(
    ("cells", "options", "code", "nl", "en"),
    [
        (
            without("rest"),
            {"gone": {"rest": "end"}},
            "rest",
            "'Overig' kan niet worden beëindigd zolang er subredenen naast staan.",
            "'Overig' cannot be ended while there are sub-reasons beside it.",
        ),
        (
            [*SAME, row("a", name="Nieuw"), row("b", "a", "Onder nieuw")],
            {"left": ["a"]},
            "b",
            "Neem ook de reden erboven over.",
            "Take over the reason above it as well.",
        ),
        (
            [*without("late"), row("a", "money", "Nieuw")],
            {"gone": {"late": "into:a"}, "left": ["a"]},
            "late",
            "Neem ook de reden over waarbij deze gaat meetellen.",
            "Take over the reason that goes on with it as well.",
        ),
        (
            [*without("late", "lost"), row("a", "money", "Nieuw")],
            {"gone": {"late": "same:a", "lost": "same:a"}},
            "late",
            "Een andere reden is deze al geworden: kies hier “Telt mee bij”.",
            "Another reason became this one already: merge this one into it.",
        ),
        (
            [*without("lost", "late"), row("lost", "delivery", "Te laat")],
            {"gone": {"late": "keep"}},
            "lost",
            "Deze reden bestaat al onder deze hoofdreden.",
            "This reason already exists under this main reason.",
        ),
    ],
)
def test_refused_line_refuses_the_whole_and_is_named(keeper, cells, options, code, nl, en):
    """R-2, R-3, R-7."""
    new = row("fresh", "money", "Kan ik ruilen?")
    refused = refusal_of(keeper, *cells, new, **options)
    difference = versions.difference(file(*cells, new))
    keys = {line.delivered.code: line.key for line in difference.lines}
    keys |= {gone.reason.code: gone.key for gone in difference.gone}
    assert refused.value.field == keys[code]
    assert (worded(refused, "nl"), worded(refused, "en")) == (nl, en)
    assert changes() == []
    assert not ContactReason.objects.filter(code="fresh").exists()


def test_reason_with_contacts_does_not_become_noise(keeper):
    """C-10, R-7."""
    make.channel()
    make.contact(MONDAY - timedelta(days=1), reason="late")
    refused = refusal_of(keeper, *without("late"), row("late", "delivery", "Te laat", kind="noise"))
    assert worded(refused, "nl").startswith("Deze reden is gebruikt.")


def test_version_is_taken_over_once(keeper):
    standing = versions.version(keeper, file(*without("late")))
    versions.apply(standing, keeper)
    for step in (lambda: versions.apply(standing, keeper), lambda: drop(standing, keeper)):
        with pytest.raises(Conflict) as refused:
            step()
        assert worded(refused, "nl") == "Deze versie is al overgenomen."
        assert worded(refused, "en") == "This version was taken over already."
    assert changes() == [("ended", "Te laat")]


def drop(standing, actor):
    tree_versions.drop(standing, actor=actor, now=MONDAY)


def test_version_that_was_dropped_is_gone(keeper):
    standing = versions.version(keeper, file(*without("late")))
    drop(standing, keeper)
    with pytest.raises(Conflict):
        versions.apply(standing, keeper)
    assert TreeVersion.objects.count() == 0
    verbs = AuditEvent.objects.filter(verb__startswith="tree_version").values_list(
        "verb", flat=True
    )
    assert list(verbs.order_by("pk")) == ["tree_version_delivered", "tree_version_dropped"]


def test_tree_that_changed_since_is_not_written_over(keeper):
    standing = versions.version(keeper, file(*without("late")))
    seen = tree_versions.Seen(versions.difference(standing.content).fingerprint, [])
    with pytest.raises(Conflict) as refused:
        tree_versions.apply(standing, seen, actor=keeper, now=MONDAY, why=WHY)
    assert worded(refused, "nl") == (
        "Iemand heeft dit zojuist gewijzigd. Herlaad en probeer opnieuw."
    )


@pytest.mark.parametrize(
    ("why", "nl", "en"),
    [
        (" ", "Geef aan waarom je de boom wijzigt.", "Say why you change the tree."),
        ("x" * 301, "Maximaal 300 tekens.", "At most 300 characters."),
    ],
)
def test_why_is_said(keeper, why, nl, en):
    """R-7."""
    refused = refusal_of(keeper, *without("late"), why=why)
    assert refused.value.field == "why"
    assert (worded(refused, "nl"), worded(refused, "en")) == (nl, en)


def test_only_who_keeps_the_tree_hands_in_takes_over_and_drops(keeper):
    standing, agent = versions.version(keeper, file(*without("late"))), people.agent()
    for step in (
        lambda: versions.version(agent, file(*SAME)),
        lambda: versions.apply(standing, agent),
        lambda: drop(standing, agent),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert changes() == []


def test_administrator_takes_over_the_tree_and_no_owners():
    """Section 2: who keeps the lists does not set the RACI."""
    raci.department("logistics")
    administrator = people.user("beheerder", Role.ADMINISTRATOR)
    cells = row("fresh", "money", "Kan ik ruilen?", department_code="logistics")
    assert take(administrator, *SAME, cells) == {"new": 1}
    assert not ReasonResponsibility.objects.exists()


def test_each_change_can_be_undone(keeper):
    before = ReasonTree.load().nodes
    take(keeper, *without("late", "lost"), row("lost", "money", "Waar blijft mijn pakket?"))
    for change in TreeChange.objects.order_by("-pk"):
        undoing.undo_change(change, actor=keeper, now=MONDAY, why="Toch niet")
    assert ReasonTree.load().nodes == before


def test_place_of_a_catch_all_is_free_before_another_takes_it(keeper):
    """R-3: at most one, at every moment."""
    cells = [*without("rest", "late"), row("rest", "delivery", "Overig")]
    take(keeper, row("late", "delivery", "Te laat", kind="catch_all"), *cells)
    assert (reason("late").kind, reason("rest").kind) == ("catch_all", "normal")


def test_name_is_free_once_the_line_behind_has_left_it(keeper):
    """R-2: the order of the file does not matter, nor what lies below the one that waits."""
    outcome = take(
        keeper,
        row("x", "delivery", "Te laat"),
        row("y", "x", "Een dag"),
        row("late", "money", "Te laat"),
        *without("late"),
    )
    assert outcome == {"moved": 1, "new": 2}
    assert (reason("y").parent.code, reason("late").parent.code) == ("x", "money")


def test_levels_that_change_places_are_taken_over(keeper):
    cells = without("money", "invoice")
    take(keeper, *cells, row("invoice", name="Factuur"), row("money", "invoice", "Geld"))
    assert reason("money").parent.code == "invoice"
    assert reason("invoice").parent is None


def test_reason_ended_by_hand_since_is_no_difference(keeper):
    late = reason("late")
    taxonomy.end_reason(late, last_day=TODAY, actor=keeper, now=MONDAY, why="Weg")
    assert take(keeper, *without("late")) == {}
