"""What the tree refuses, by its rule and in the words of both readers (R-1 to R-7)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from contactreductie.core.refusals import Refusal
from reasons.enums import ReasonKind
from reasons.models import ContactReason, TreeChange
from reasons.services import removing, restructuring, taxonomy, undoing
from reasons.services.reason_drafts import ReasonDraft
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.refusals import worded

pytestmark = pytest.mark.django_db
DAY_BEFORE = f"{MONDAY - timedelta(days=1):%d-%m-%Y}"
By = dict[str, Any]
Does = Callable[[By], Any]


@pytest.fixture
def by() -> By:
    """Two main reasons with two leaves each; below the first a rest as well."""
    for main in ("bezorging", "geld"):
        parent = make.reason(main)
        for place in (1, 2):
            make.reason(f"{main}-{place}", parent, position=place * 10)
    make.reason("rest", of("bezorging"), kind=ReasonKind.CATCH_ALL)
    make.carrier("PostNL")
    make.channel("phone")
    return {"actor": people.coordinator(), "now": MONDAY, "why": "Het moest anders."}


def of(code: str) -> ContactReason:
    return ContactReason.objects.get(code=code)


def new(by: By, code: str = "nieuw", **fields: Any) -> ContactReason:
    draft = ReasonDraft(code=code, name_nl=fields.pop("name", code), **fields)
    return taxonomy.create_reason(draft, **by)


def change(by: By, reason: ContactReason, **fields: Any) -> bool:
    return taxonomy.update_reason(reason, replace(taxonomy.draft_of(reason), **fields), **by)


def split(by: By, code: str, *, heir: str = "") -> list[ContactReason]:
    parts = [ReasonDraft(code=name, name_nl=name) for name in ("een", "twee")]
    return restructuring.split_reason(of(code), parts=parts, heir=heir, **by)


def below_itself(by: By) -> Any:
    return restructuring.move_reason(of("geld"), parent=of("geld-1"), **by)


def same_name(by: By) -> Any:
    return new(by, name=" BEZORGING  1", parent=of("bezorging"))


def behind_a_stranger(by: By) -> Any:
    return restructuring.move_reason(of("geld-1"), parent=of("bezorging"), after=of("geld-2"), **by)


def second_rest(by: By) -> Any:
    return new(by, parent=of("bezorging"), kind=ReasonKind.CATCH_ALL)


def below_the_rest(by: By) -> Any:
    return new(by, parent=of("rest"))


def move_below_the_rest(by: By) -> Any:
    return restructuring.move_reason(of("geld-1"), parent=of("rest"), **by)


def end_before_its_contacts(by: By) -> Any:
    make.contact(MONDAY - timedelta(days=3), reason="geld-1")
    make.contact(MONDAY - timedelta(days=1), reason="geld-1")
    last_day = MONDAY.date() - timedelta(days=2)
    return taxonomy.end_reason(of("geld-1"), last_day=last_day, **by)


def end_the_rest(by: By) -> Any:
    last_day = MONDAY.date()
    return taxonomy.end_reason(of("rest"), last_day=last_day, **by)


def split_the_rest(by: By) -> Any:
    return split(by, "rest")


def split_a_parent(by: By) -> Any:
    return split(by, "geld")


def split_without_that_heir(by: By) -> Any:
    return split(by, "geld-1", heir="drie")


def carrier_in_the_name(by: By) -> Any:
    return new(by, name="Niet bezorgd – PostNL")


def merge_twice(by: By) -> Any:
    restructuring.merge_reasons(of("geld-1"), into=of("geld-2"), **by)
    return restructuring.merge_reasons(of("geld-1"), into=of("bezorging-1"), **by)


def below_what_was_merged(by: By) -> Any:
    restructuring.merge_reasons(of("geld-1"), into=of("geld-2"), **by)
    return new(by, parent=of("geld-1"))


def another_code(by: By) -> Any:
    return change(by, of("geld-1"), code="anders")


def undo_twice(by: By) -> Any:
    change(by, of("geld-1"), name_nl="Anders")
    done = TreeChange.objects.get()
    undoing.undo_change(done, **by)
    return undoing.undo_change(TreeChange.objects.get(pk=done.pk), **by)


def remove_a_parent(by: By) -> Any:
    return removing.remove_reason(of("geld"), **by)


def remove_what_is_used(by: By) -> Any:
    make.contact(MONDAY - timedelta(days=1), reason="geld-1")
    return removing.remove_reason(of("geld-1"), **by)


def undo_a_removal(by: By) -> Any:
    removing.remove_reason(of("geld-1"), **by)
    return undoing.undo_change(TreeChange.objects.get(), **by)


@pytest.mark.parametrize("language", ["nl", "en-gb"])
@pytest.mark.parametrize(
    ("does", "rule", "dutch", "english"),
    [
        (
            below_itself,
            "R-1",
            "Een contactreden kan niet onder zichzelf liggen.",
            "A reason cannot lie below itself.",
        ),
        (
            same_name,
            "R-2",
            "Deze reden bestaat al onder deze hoofdreden.",
            "This reason already exists under this main reason.",
        ),
        (
            behind_a_stranger,
            "R-2",
            "Kies een plaats onder dezelfde reden.",
            "Choose a place below the same reason.",
        ),
        (
            second_rest,
            "R-3",
            "Een reden heeft hooguit één 'Overig' onder zich.",
            "A reason has at most one catch-all below it.",
        ),
        (
            below_the_rest,
            "R-3",
            "'Rest' vangt de rest op: zet de reden ernaast, niet eronder.",
            "'Rest' is a catch-all: put the reason beside it, not below it.",
        ),
        (
            move_below_the_rest,
            "R-3",
            "'Rest' vangt de rest op: zet de reden ernaast, niet eronder.",
            "'Rest' is a catch-all: put the reason beside it, not below it.",
        ),
        (
            end_before_its_contacts,
            "R-7",
            f"Bij 'Geld 1' zijn contacten tot en met {DAY_BEFORE}: kies die dag of later.",
            f"'Geld 1' has contacts up to and including {DAY_BEFORE}: choose that day or later.",
        ),
        (
            end_the_rest,
            "R-3",
            "'Rest' kan niet worden beëindigd zolang er subredenen naast staan.",
            "'Rest' cannot be ended while there are sub-reasons beside it.",
        ),
        (
            split_the_rest,
            "R-3",
            "Maak nieuwe redenen naast 'Overig' in plaats van die te splitsen.",
            "Make new reasons beside the catch-all instead of splitting it.",
        ),
        (
            carrier_in_the_name,
            "R-6",
            "Gebruik de dimensie bezorgdienst in plaats van een aparte reden.",
            "Use the dimension carrier instead of a separate reason.",
        ),
        (
            split_a_parent,
            "R-7",
            "Alleen een reden zonder subredenen kan worden gesplitst.",
            "Only a reason without sub-reasons can be split.",
        ),
        (
            split_without_that_heir,
            "R-7",
            "Kies een van de nieuwe redenen.",
            "Choose one of the new reasons.",
        ),
        (
            merge_twice,
            "R-7",
            "Deze reden is al samengevoegd.",
            "This reason was merged already.",
        ),
        (
            below_what_was_merged,
            "R-7",
            "'Geld 1' is samengevoegd: daar kan niets onder staan.",
            "'Geld 1' was merged: nothing can be put below it.",
        ),
        (
            another_code,
            "R-7",
            "De code van een contactreden verandert nooit.",
            "The code of a reason never changes.",
        ),
        (
            remove_a_parent,
            "R-7",
            "Alleen een reden zonder subredenen kan worden verwijderd.",
            "Only a reason without sub-reasons can be removed.",
        ),
        (
            remove_what_is_used,
            "R-7",
            "Deze reden is gebruikt. Beëindig of voeg samen.",
            "This reason is used. End or merge it.",
        ),
        (
            undo_a_removal,
            "R-7",
            "Een verwijderde reden komt niet terug: maak haar opnieuw.",
            "A removed reason does not come back: make it anew.",
        ),
        (undo_twice, "R-7", "Dit is al ongedaan gemaakt.", "This was undone already."),
    ],
)
def test_tree_refuses(
    by: By, does: Does, rule: str, dutch: str, english: str, language: str
) -> None:
    with translation.override(language), pytest.raises(Refusal) as refused:
        does(by)
    message = dutch if language == "nl" else english
    assert (refused.value.rule, worded(refused, language)) == (rule, message)
