"""R-7: whatever is done to the tree, every contact is counted once, in the week it was made."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from contactreductie.core.refusals import Refusal
from reasons.models import Contact, ContactReason, TreeChange
from reasons.queries.tree import ReasonTree
from reasons.queries.tree_history import TreeHistory
from reasons.services import restructuring, taxonomy, undoing
from reasons.services.reason_drafts import ReasonDraft
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY

LEAVES = ("lost", "late", "broken", "invoice", "payment", "spam-mail")
WEEKS = 3
pytestmark = pytest.mark.django_db


def plant() -> None:
    """Two questions with leaves, noise beside them, and contacts of three weeks on each leaf."""
    delivery, money = make.reason("delivery"), make.reason("money")
    noise = make.reason("noise", kind="noise")
    parents = [delivery] * 3 + [money] * 2 + [noise]
    for code, parent in zip(LEAVES, parents, strict=True):
        make.reason(code, parent)
    make.channel("phone")
    make.contacts_in_bulk(
        [
            make.draft(MONDAY - timedelta(weeks=week, hours=place), reason=code)
            for week in range(1, WEEKS + 1)
            for place, code in enumerate(LEAVES)
            for _each in range(place % 3 + 1)
        ]
    )


def weekly_totals(tree: ReasonTree) -> dict[tuple[int, bool], int]:
    """Contacts per ISO week and whether they are noise, summed from the top of the tree."""
    counts: dict[tuple[int, bool], Counter[int]] = {}
    for reason_id, day in Contact.objects.values_list("reason_id", "local_date"):
        key = day.isocalendar().week, tree.is_noise(reason_id)
        counts.setdefault(key, Counter())[reason_id] += 1
    mains = [main.id for main in tree.children(None)]
    folded = {key: tree.fold(by_reason) for key, by_reason in counts.items()}
    return {key: sum(totals[main] for main in mains) for key, totals in folded.items()}


def branch_totals(tree: ReasonTree) -> dict[str, int]:
    """Contacts of each branch by the ids that belong to it: the other way to count."""
    return {
        node.code: Contact.objects.filter(reason__in=tree.branch_ids(node.id)).count()
        for node in tree.nodes
        if node.merged_into_id is None
    }


def reason(data, what: str) -> ContactReason:
    codes = sorted(ContactReason.objects.values_list("code", flat=True))
    return ContactReason.objects.get(code=data.draw(st.sampled_from(codes), label=what))


def rename(data, author) -> None:
    found = reason(data, "renamed")
    draft = taxonomy.draft_of(found)
    name = data.draw(st.sampled_from(["Anders", "Nieuw", found.name_nl]), label="name")
    taxonomy.update_reason(found, ReasonDraft(**{**vars(draft), "name_nl": name}), **author)


def move(data, author) -> None:
    parent = data.draw(st.none() | st.just(reason(data, "below")), label="parent")
    restructuring.move_reason(reason(data, "moved"), parent=parent, **author)


def merge(data, author) -> None:
    restructuring.merge_reasons(reason(data, "merged"), into=reason(data, "into"), **author)


def split(data, author) -> None:
    found = reason(data, "split")
    codes = [f"{found.code}-{TreeChange.objects.count()}{part}" for part in "ab"]
    parts = [ReasonDraft(code=code, name_nl=code) for code in codes]
    heir = data.draw(st.sampled_from(["", *codes]), label="heir")
    restructuring.split_reason(found, parts=parts, heir=heir, **author)


def end(data, author) -> None:
    taxonomy.end_reason(reason(data, "ended"), last_day=author["now"].date(), **author)


def undo(data, author) -> None:
    changes = list(TreeChange.objects.order_by("pk"))
    if changes:
        undoing.undo_change(data.draw(st.sampled_from(changes), label="change"), **author)


class AnyChanges(TestCase):
    @settings(max_examples=40)
    @given(data=st.data())
    def test_totals_per_week_stay_after_any_changes(self, data) -> None:
        plant()
        person = people.coordinator()
        before = weekly_totals(ReasonTree.load())
        tagged = dict(Contact.objects.values_list("pk", "reason_id"))
        for number in range(data.draw(st.integers(1, 8), label="changes")):
            act = data.draw(st.sampled_from([rename, move, merge, split, end, undo]), label="act")
            moment = timezone.now() + timedelta(days=number)
            with suppress(Refusal):
                act(data, {"actor": person, "now": moment, "why": "Beter te kiezen"})
            tree = ReasonTree.load()
            assert weekly_totals(tree) == before
            folded = tree.fold(Counter(Contact.objects.values_list("reason_id", flat=True)))
            assert branch_totals(tree) == {
                code: folded[tree.by_code[code].id] for code in branch_totals(tree)
            }
        assert dict(Contact.objects.values_list("pk", "reason_id")) == tagged
        for era in TreeHistory.load(ReasonTree.load()).eras():
            assert weekly_totals(era.tree) == before
