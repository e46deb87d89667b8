"""Two people in the tree at once: what the second one holds was read before the first was done
(R-1, R-7, C-10)."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from contactreductie.core.refusals import Conflict, Refusal
from reasons.enums import ReasonKind
from reasons.models import ContactReason, TreeChange
from reasons.queries.tree import ReasonTree
from reasons.services import removing, restructuring, taxonomy, undoing
from reasons.services.reason_drafts import ReasonDraft
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.refusals import in_both

pytestmark = pytest.mark.django_db
By = dict[str, Any]


@pytest.fixture
def by() -> By:
    """Two main reasons with two leaves each."""
    for main in ("bezorging", "geld"):
        parent = make.reason(main)
        for place in (1, 2):
            make.reason(f"{main}-{place}", parent, position=place * 10)
    return {"actor": people.coordinator(), "now": MONDAY, "why": "Het moest anders."}


def of(code: str) -> ContactReason:
    """Read now, with its parent: what a page holds in its hand."""
    return ContactReason.objects.select_related("parent").get(code=code)


def change(reason: ContactReason, by: By, **fields: Any) -> bool:
    return taxonomy.update_reason(reason, replace(taxonomy.draft_of(reason), **fields), **by)


def split(reason: ContactReason, by: By, *names: str) -> list[ContactReason]:
    parts = [ReasonDraft(code=name, name_nl=name) for name in names]
    return restructuring.split_reason(reason, parts=parts, heir=names[0], **by)


def test_two_reasons_never_merge_into_each_other(by: By) -> None:
    """R-7: nobody would ever find the end of it."""
    one, other = of("geld-1"), of("geld-2")
    restructuring.merge_reasons(of("geld-1"), into=of("geld-2"), **by)
    with pytest.raises(Refusal) as refused:
        restructuring.merge_reasons(other, into=one, **by)
    assert in_both(refused.value)[0] == "Deze reden is al samengevoegd."
    assert of("geld-2").merged_into is None


def test_two_branches_never_go_below_each_other(by: By) -> None:
    """R-1: both would hang in the air, with all their contacts."""
    one, other = of("bezorging"), of("geld-1")
    other.parent.parent_id  # noqa: B018 - what is above it is known as it was
    restructuring.move_reason(of("geld"), parent=of("bezorging-1"), **by)
    with pytest.raises(Refusal) as refused:
        restructuring.move_reason(one, parent=other, **by)
    assert refused.value.rule == "R-1"
    assert len(ReasonTree.load().nodes) == 6


def test_description_of_before_undoes_no_merge(by: By) -> None:
    """R-7."""
    seen = of("geld-1")
    restructuring.merge_reasons(of("geld-1"), into=of("geld-2"), **by)
    assert change(seen, by, name_nl="Anders")
    now = of("geld-1")
    assert (now.name_nl, now.merged_into, now.valid_until) == (
        "Anders",
        of("geld-2"),
        MONDAY.date(),
    )


def test_move_of_before_undoes_no_end(by: By) -> None:
    seen = of("geld-1")
    taxonomy.end_reason(of("geld-1"), last_day=MONDAY.date(), **by)
    assert restructuring.move_reason(seen, parent=of("bezorging"), **by)
    assert of("geld-1").valid_until == MONDAY.date()


@pytest.mark.parametrize(
    "does",
    [
        lambda seen, by: change(seen, by, name_nl="Anders"),
        lambda seen, by: restructuring.move_reason(seen, parent=of("bezorging"), **by),
        lambda seen, by: restructuring.move_reason(of("geld-2"), parent=seen, **by),
        lambda seen, by: restructuring.merge_reasons(of("geld-2"), into=seen, **by),
        lambda seen, by: split(seen, by, "een", "twee"),
        lambda seen, by: taxonomy.end_reason(seen, last_day=MONDAY.date(), **by),
        lambda seen, by: taxonomy.create_reason(ReasonDraft("x", "X", parent=seen), **by),
        lambda seen, by: removing.remove_reason(seen, **by),
    ],
)
def test_removed_reason_never_comes_back(by: By, does: Callable[[ContactReason, By], Any]) -> None:
    """R-7."""
    seen = of("geld-1")
    removing.remove_reason(of("geld-1"), **by)
    with pytest.raises(Conflict):
        does(seen, by)
    assert not ContactReason.objects.filter(code="geld-1").exists()


def test_reason_is_split_once(by: By) -> None:
    """R-7: the first heir keeps the contacts."""
    seen = of("geld-1")
    split(of("geld-1"), by, "een", "twee")
    with pytest.raises(Refusal):
        split(seen, by, "drie", "vier")
    assert of("geld-1").merged_into == of("een")
    assert not ContactReason.objects.filter(code="drie").exists()


def test_reason_that_ended_is_not_split(by: By) -> None:
    """R-7."""
    taxonomy.end_reason(of("geld-1"), last_day=MONDAY.date().replace(day=1), **by)
    with pytest.raises(Refusal) as refused:
        split(of("geld-1"), by, "een", "twee")
    assert in_both(refused.value) == [
        "Kies een reden die in gebruik is.",
        "Choose a reason that is in use.",
    ]


def test_merged_reason_is_neither_ended_nor_moved(by: By) -> None:
    """R-7: the end of a merged reason is the day of the merge."""
    restructuring.merge_reasons(of("geld-1"), into=of("geld-2"), **by)
    for does in (
        lambda: taxonomy.end_reason(of("geld-1"), last_day=MONDAY.date().replace(year=2099), **by),
        lambda: restructuring.move_reason(of("geld-1"), parent=of("bezorging"), **by),
    ):
        with pytest.raises(Refusal) as refused:
            does()
        assert in_both(refused.value) == [
            "Deze reden is al samengevoegd.",
            "This reason was merged already.",
        ]


def test_end_on_the_same_day_is_no_change(by: By) -> None:
    for _twice in range(2):
        taxonomy.end_reason(of("geld-1"), last_day=MONDAY.date(), **by)
    assert TreeChange.objects.count() == 1


def test_change_is_undone_once(by: By) -> None:
    change(of("geld-1"), by, name_nl="Anders")
    seen = TreeChange.objects.get()
    undoing.undo_change(TreeChange.objects.get(), **by)
    with pytest.raises(Refusal) as refused:
        undoing.undo_change(seen, **by)
    assert in_both(refused.value)[1] == "This was undone already."


def test_undoing_takes_no_contact_across_the_border_of_noise(by: By) -> None:
    """C-10: the way back is as closed as the way there."""
    noise = make.reason("ruis", kind=ReasonKind.NOISE)
    make.channel("phone")
    new = taxonomy.create_reason(ReasonDraft("nieuw", "Nieuw", parent=noise), **by)
    restructuring.move_reason(new, parent=of("geld"), **by)
    moved = TreeChange.objects.get(kind="moved")
    make.contact(MONDAY, reason="nieuw")
    with pytest.raises(Refusal) as refused:
        undoing.undo_change(moved, **by)
    assert in_both(refused.value)[0].startswith("Deze reden is gebruikt. Van of naar ruis")
    assert of("nieuw").parent == of("geld")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "geld-1",
            [
                "Alleen een reden met subredenen heeft een 'Overig'.",
                "Only a reason with sub-reasons has a catch-all.",
            ],
        ),
        (
            "ruis",
            [
                "Onder ruis staat geen 'Overig': daar hoeft niets te passen.",
                "Among noise there is no catch-all: nothing has to fit there.",
            ],
        ),
    ],
)
def test_catch_all_stands_beside_choices_only(by: By, code: str, said: list[str]) -> None:
    """R-3: below a choice it would take the choice away."""
    make.reason("spam", make.reason("ruis", kind=ReasonKind.NOISE))
    with pytest.raises(Refusal) as refused:
        taxonomy.ensure_catch_all(of(code), **by)
    assert (refused.value.rule, in_both(refused.value)) == ("R-3", said)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"synonyms": tuple(f"woord {i}" for i in range(51))},
            ["Hooguit 50 synoniemen.", "At most 50 synonyms."],
        ),
        ({"synonyms": ("x" * 101,)}, ["Maximaal 100 tekens.", "At most 100 characters."]),
        (
            {"synonyms": ("a\u202eb",)},
            ["Deze tekst bevat stuurtekens.", "This text holds control characters."],
        ),
        (
            {"code": "a/../b"},
            ["Deze code kan niet in een adres staan.", "This code cannot stand in an address."],
        ),
    ],
)
def test_reason_that_others_could_not_carry_is_refused(
    by: By, fields: dict[str, Any], said: list[str]
) -> None:
    draft = replace(ReasonDraft("nieuw", "Nieuw"), **fields)
    with pytest.raises(Refusal) as refused:
        taxonomy.create_reason(draft, **by)
    assert in_both(refused.value) == said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_of_two_merges_at_the_same_moment_one_is_refused(by: By, _round: int) -> None:
    """R-7, on the real engine: four hands, one lock."""
    ready, outcomes = Barrier(2), []

    def merge(code: str, into: str) -> None:
        reason, target = of(code), of(into)
        ready.wait()
        try:
            restructuring.merge_reasons(reason, into=target, **by)
            outcomes.append("merged")
        except Refusal:
            outcomes.append("refused")
        finally:
            connection.close()

    hands = [
        Thread(target=merge, args=pair) for pair in (("geld-1", "geld-2"), ("geld-2", "geld-1"))
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(outcomes) == ["merged", "refused"]
    assert ContactReason.objects.exclude(merged_into=None).count() == 1
