"""A version of the tree that is taken back as a whole (R-7)."""

from datetime import timedelta

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci.models import ReasonResponsibility
from raci.services import responsibilities, tree_undoing
from reasons.models import ContactReason, TreeChange
from reasons.queries.tree import ReasonTree
from reasons.services import undoing
from tests.factories import people, raci, signalen
from tests.factories import reasons as make
from tests.factories import tree_versions as versions
from tests.factories.clock import MONDAY
from tests.factories.tree_versions import file, row
from tests.raci.tree_versions.test_differences import without
from tests.refusals import worded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]
BY = {"now": MONDAY, "why": "Verkeerd bestand"}
NEWER = file(
    *without("late", "lost", "invoice"),
    row("lost", "money", "Waar blijft mijn pakket?"),
    row("invoice", "money", "Factuur", department_code="finance"),
    row("fresh", "money", "Kan ik ruilen?", department_code="logistics"),
)


@pytest.fixture
def taken(keeper):
    """One moved, one ended, one new with an owner, one whose owner changes."""
    logistics, _finance = raci.department("logistics"), raci.department("finance")
    own("invoice", logistics, keeper)
    standing = versions.version(keeper, NEWER)
    versions.apply(standing, keeper)
    return standing


def own(code, department, actor):
    reason = ContactReason.objects.get(code=code)
    given = {"reason": reason, "role": "A", "department": department}
    responsibilities.assign_responsibility(**given, actor=actor, now=MONDAY)


def owners():
    return dict(ReasonResponsibility.objects.values_list("reason__code", "department__code"))


def test_everything_is_as_it_was_owners_too(keeper, request):
    before = ReasonTree.load().nodes
    taken = request.getfixturevalue("taken")
    assert owners() == {"invoice": "finance", "fresh": "logistics"}
    assert tree_undoing.undo(taken, actor=keeper, **BY) == TreeChange.objects.count() // 2
    assert ReasonTree.load().nodes == before
    assert owners() == {"invoice": "logistics"}
    assert AuditEvent.objects.filter(verb="tree_version_undone").count() == 1


def test_real_tree_goes_back_to_the_one_before(keeper):
    """R-7: Signalen 2023 over 2018, with what was moved, renamed, ended and new."""
    signalen.departments()
    versions.apply(versions.version(keeper, tree_of(2018)), keeper)
    before = ReasonTree.load().nodes
    newer = versions.version(keeper, tree_of(2023))
    versions.apply(newer, keeper, now=MONDAY + timedelta(days=1))
    assert ReasonTree.load().nodes != before
    tree_undoing.undo(newer, actor=keeper, now=MONDAY + timedelta(days=2), why="Toch niet")
    assert ReasonTree.load().nodes == before


def tree_of(year):
    rows = signalen.subs(year)
    if year == 2023:
        rows = signalen.with_one_department(rows)
    return signalen.as_csv(signalen.converted(rows, prefix=f"y{year}"))


def test_what_was_undone_by_hand_stays_so(keeper, taken):
    change = TreeChange.objects.get(name="Te laat")
    undoing.undo_change(change, actor=keeper, **BY)
    tree_undoing.undo(taken, actor=keeper, **BY)
    assert not ContactReason.objects.filter(code="fresh").exists()


def test_version_is_undone_once(keeper, taken):
    tree_undoing.undo(taken, actor=keeper, **BY)
    with pytest.raises(Conflict) as refused:
        tree_undoing.undo(taken, actor=keeper, **BY)
    assert worded(refused, "nl") == "Deze versie is al ongedaan gemaakt."
    assert worded(refused, "en-gb") == "This version was undone already."


def test_version_that_something_builds_on_is_not_undone_at_all(keeper, taken):
    make.channel("phone")
    make.contact(MONDAY, reason="fresh")
    changes = TreeChange.objects.count()
    with pytest.raises(Refusal) as refused:
        tree_undoing.undo(taken, actor=keeper, **BY)
    assert "Kan ik ruilen?" in worded(refused, "nl")
    assert TreeChange.objects.count() == changes
    assert owners() == {"invoice": "finance", "fresh": "logistics"}


def test_owner_that_changed_since_is_not_overwritten(keeper, taken):
    own("invoice", raci.department("marketing"), keeper)
    with pytest.raises(Refusal) as refused:
        tree_undoing.undo(taken, actor=keeper, **BY)
    assert refused.value.rule == "R-7"
    assert worded(refused, "nl") == (
        "De eigenaar van “Factuur” is sindsdien gewijzigd: "
        "maak de wijzigingen één voor één ongedaan."
    )
    assert worded(refused, "en-gb") == (
        "The owner of “Factuur” changed since: undo the changes one by one."
    )
    assert owners()["invoice"] == "marketing"


def test_undoing_is_for_who_keeps_tree_and_owners(taken):
    for role in (Role.AGENT, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            tree_undoing.undo(taken, actor=people.user(f"een-{role}", role), **BY)
