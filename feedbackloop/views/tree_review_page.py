"""The points of the review list, ready to be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import QueryDict

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.enums import ReviewKind
from feedbackloop.forms import TreeReviewForm
from feedbackloop.models import TreeReviewItem
from feedbackloop.queries import reports
from feedbackloop.reports import tree_signs
from feedbackloop.reports.tree_signs import Subject
from feedbackloop.views.tree_quality import named
from reasons.enums import BroughtUp
from reasons.queries import signals as signal_queries
from reasons.queries.tree import ReasonTree


@dataclass(frozen=True)
class Point:
    """One point with the names of today. `still_so`: whether it would be found now as well."""

    item: TreeReviewItem
    one: dict[str, str] | None
    other: dict[str, str] | None
    week: IsoWeek | None
    still_so: bool = True
    form: TreeReviewForm | None = None


@dataclass(frozen=True)
class Group:
    """The open points of one kind."""

    kind: ReviewKind
    points: list[Point]

    @property
    def is_full(self) -> bool:
        """Whether more was found, perhaps, than stands here."""
        return len(self.points) >= settings.TREE_REVIEW_MOST


def groups(
    tree: ReasonTree,
    items: Iterable[TreeReviewItem],
    *,
    today: date,
    language: str,
    sent: TreeReviewForm | None,
) -> list[Group]:
    """In the order of the kinds; empty ones are left out."""
    by_kind: dict[str, list[Point]] = {kind: [] for kind in ReviewKind.values}
    found = _found_now(tree, today)
    for item in items:
        form = decision_form(item.pk)
        shown = point(
            tree,
            item,
            language,
            still_so=(item.kind, item.reason_id, item.other_id) in found,
            form=sent if sent is not None and sent.prefix == form.prefix else form,
        )
        by_kind[item.kind].append(shown)
    return [Group(ReviewKind(kind), points) for kind, points in by_kind.items() if points]


def point(
    tree: ReasonTree,
    item: TreeReviewItem,
    language: str,
    *,
    still_so: bool = True,
    form: TreeReviewForm | None = None,
) -> Point:
    one, other = (
        named(tree, tree.by_id[pk], language) if pk else None
        for pk in (item.reason_id, item.other_id)
    )
    week = IsoWeek(item.week) if item.week else None
    return Point(item, one, other, week, still_so, form)


def decision_form(pk: int, data: QueryDict | None = None) -> TreeReviewForm:
    return TreeReviewForm(data, prefix=f"point-{pk}")


def proposal_count() -> int:
    """How many proposals of agents wait for an answer."""
    return signal_queries.answerable([BroughtUp.REASON_PROPOSAL], signal_queries.OPEN).count()


def _found_now(tree: ReasonTree, today: date) -> set[Subject]:
    newest = reports.published().defer("document").order_by("-week_start").first()
    signs = tree_signs.of_tree(tree, today=today)
    weekly = tree_signs.of_report(newest) if newest else []
    return {sign.subject for sign in [*signs, *weekly]}
