"""The tree of Signalen of 2018 becomes that of 2023, with figures that others counted in both."""

from collections import Counter
from datetime import timedelta

import pytest

from contactreductie.core.iso_week import IsoWeek
from raci.enums import RaciRole
from raci.ingest import tree_versions as ingest
from raci.models import ReasonResponsibility
from raci.queries.tree_versions import Part
from reasons.models import Contact, ContactReason, TreeChange
from reasons.queries.tree import ReasonTree
from tests.factories import people, signalen
from tests.factories import reasons as make
from tests.factories import tree_versions as versions
from tests.factories.clock import MONDAY
from tests.factories.signalen import EXPECTED, converted, subs

pytestmark = pytest.mark.django_db


def take(year_rows, actor, **options):
    standing = versions.version(actor, signalen.as_csv(year_rows))
    return versions.apply(standing, actor, **options)


def mains(year):
    return {row["main"] for row in subs(year)}


@pytest.fixture
def keeper():
    signalen.departments()
    return people.coordinator()


def test_by_name_the_figures_are_those_of_the_names(keeper):
    """Every code is another one: 49 in both, 6 of them elsewhere, 28 gone and the rest new; and
    the main reasons beside them."""
    take(converted(subs(2018), rests=False), keeper)
    newer = signalen.without_departments(subs(2023))
    content = signalen.as_csv(converted(newer, prefix="new", rests=False))

    counts = versions.difference(content).counts

    moved = len(EXPECTED["same_name_other_main"])
    both, new_mains = mains(2018) & mains(2023), mains(2023) - mains(2018)
    assert counts == {
        Part.SAME: EXPECTED["same_name_in_both"] - moved + len(both),
        Part.MOVED: moved,
        Part.RENAMED: 0,
        Part.CHANGED: 0,
        Part.NEW: EXPECTED["v2023"]["sub"] - EXPECTED["same_name_in_both"] + len(new_mains),
        Part.GONE: EXPECTED["names_only_in_2018"],
    }
    assert mains(2018) <= mains(2023)


def test_by_code_the_figures_are_those_of_the_numbers(keeper):
    take(converted(subs(2018)), keeper)
    newer = signalen.without_departments(subs(2023))

    counts = versions.difference(signalen.as_csv(converted(newer))).counts

    # Three that are gone by number are there by name under a new number.
    numbers = {row["id"] for row in newer}
    names = {(row["main"], row["name"]) for row in newer}
    gone = [row for row in subs(2018) if row["id"] not in numbers]
    back = [row for row in gone if (row["main"], row["name"]) in names]
    assert counts[Part.RENAMED] == EXPECTED["renamed"]
    assert counts[Part.SAME] + counts[Part.RENAMED] + counts[Part.MOVED] == (
        EXPECTED["same_id_in_both"] + len(mains(2018)) + len(back) + counts[Part.MOVED]
    )
    assert counts[Part.GONE] == len(gone) - len(back) - counts[Part.MOVED]


def test_catch_all_is_recognised_by_being_one(keeper):
    """R-3: "Overig boten" and "Overige boten" are both the rest below the same main reason."""
    take(converted(subs(2018)), keeper)
    content = signalen.as_csv(converted(signalen.without_departments(subs(2023)), prefix="new"))

    renamed = versions.difference(content).of(Part.RENAMED)

    assert {(line.name, line.new_name) for line in renamed} == {
        ("Overig horeca/bedrijven", "Overig bedrijven / horeca"),
        ("Overig boten", "Overige boten"),
    }


def test_clear_successors_are_proposed_as_another_name(keeper):
    take(converted(subs(2018)), keeper)
    content = signalen.as_csv(converted(signalen.without_departments(subs(2023)), prefix="new"))

    difference = versions.difference(content)

    new = {line.key: line.new_name for line in difference.of(Part.NEW)}
    proposed = {
        gone.name: new[gone.suggestion.partition(":")[2]]
        for gone in difference.gone
        if gone.suggestion.startswith("same:")
    }
    renamed = {before: after for _number, before, after in EXPECTED["renamed_examples"]}
    assert proposed.items() <= renamed.items()
    assert proposed["Puin / sloopafval"] == "Puin- / sloopafval"
    assert Counter(proposed.values()).most_common(1)[0][1] == 1


def test_tree_of_2023_over_that_of_2018_leaves_the_total_of_every_week(keeper):
    """R-7: gone, moved, renamed and merged reasons had contacts; not one is touched."""
    take(converted(subs(2018)), keeper)
    make.channel()
    codes = [f"sia-{row['id']}" for row in subs(2018)]
    make.contacts_in_bulk(
        [
            make.draft(MONDAY - timedelta(days=1 + place % 60), reason=code)
            for place, code in enumerate(codes * 2)
        ]
    )
    before, tags = totals(), dict(Contact.objects.values_list("pk", "reason_id"))
    newer = converted(signalen.with_one_department(subs(2023)), prefix="new")

    outcome = take(newer, keeper, gone={"sia-4": "into:new-3", "sia-36": "into:new-139"})

    assert totals() == before
    assert dict(Contact.objects.values_list("pk", "reason_id")) == tags
    assert outcome["merged"] == 2
    tree = ReasonTree.load()
    today = MONDAY.date()
    children = {
        node.name_nl: sum(c.is_active_on(today) for c in tree.children(node.id)) - ending(node)
        for node in tree.children(None)
    }
    assert children == EXPECTED["v2023"]["per_main"]
    owned = ReasonResponsibility.objects.filter(role=RaciRole.ACCOUNTABLE).count()
    assert owned == EXPECTED["v2023"]["sub"]
    assert set(TreeChange.objects.values_list("why", flat=True)) == {versions.WHY}
    assert set(TreeChange.objects.values_list("actor", flat=True)) == {keeper.pk}


def test_tree_of_2023_again_tells_no_difference(keeper):
    newer = converted(signalen.with_one_department(subs(2023)), prefix="new")
    take(converted(subs(2018)), keeper)
    take(newer, keeper)

    difference = versions.difference(signalen.as_csv(newer), now=MONDAY + timedelta(days=1))

    assert difference.counts[Part.SAME] == EXPECTED["v2023"]["sub"] + EXPECTED["v2023"]["main"]
    assert difference.gone == ()
    assert sum(difference.counts.values()) == difference.counts[Part.SAME]


def test_reasons_of_rows_with_two_owners_are_told_and_stay(keeper):
    take(converted(subs(2018)), keeper)
    content = signalen.as_csv(converted(subs(2023), prefix="new"))

    delivery = ingest.parse(content, today=MONDAY.date())
    difference = versions.difference(content)

    assert len(delivery.rejected) == EXPECTED["v2023"]["more_than_one_responsible"]
    gone = {gone.name for gone in difference.gone}
    assert not gone & {row["name"] for row in subs(2023)}


def totals():
    """Contacts per week with a branch of their own among the main reasons, as now counted."""
    tree, counted = ReasonTree.load(), Counter[str]()
    for reason_id, moment in Contact.objects.values_list("reason_id", "occurred_at"):
        assert tree.path(tree.by_id[tree.home(reason_id)])
        if not tree.is_noise(reason_id):
            counted[str(IsoWeek.of(moment.date()))] += 1
    return counted


def ending(node):
    """Children that may be chosen for the last time today."""
    below = ContactReason.objects.filter(parent=node.id, valid_until=MONDAY.date())
    return below.count()
