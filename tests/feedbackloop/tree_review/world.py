"""A tree of which some things are wrong, and weeks that show it."""

from datetime import datetime, timedelta

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop.models import TreeReviewItem
from feedbackloop.services import tree_review
from reasons.enums import ReasonKind
from reasons.models import ContactReason
from tests.factories import feedbackloop as loop
from tests.factories import people, reasons
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10

FIRST = IsoWeek.parse("2026-W01")  # reported on Monday 5 January, the first of its quarter


def delivery() -> ContactReason:
    """Delivery with one choice and the rest beside it, and nothing else that is wrong with it."""
    reasons.channel("phone")
    parent = reasons.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    reasons.reason("late", parent, name_nl="Te laat bezorgd")
    reasons.reason("rest", parent, name_nl="Overig", kind=ReasonKind.CATCH_ALL)
    return parent


def weeks(*shares: tuple[int, int], last: IsoWeek = W10) -> None:
    """Consecutive weeks, each (contacts on the rest, contacts beside it)."""
    for place, (rest, late) in enumerate(reversed(shares)):
        loop.contacts(last.plus(-place), rest, reason="rest")
        loop.contacts(last.plus(-place), late, reason="late")


def told() -> list[tuple[str, str | None, str | None]]:
    """Every point: kind, reason and the other one."""
    rows = TreeReviewItem.objects.values_list("kind", "reason__code", "other__code")
    return sorted(rows, key=str)


def of_kind(kind: str) -> list[str | None]:
    return [code for name, code, _other in told() if name == kind]


def monday(week: IsoWeek) -> datetime:
    """The Monday on which the week is reported."""
    return week.end() + timedelta(hours=7)


def decided(
    item: TreeReviewItem, decision: str, *, now: datetime = MONDAY, actor: User | None = None
) -> TreeReviewItem:
    by = actor or User.objects.filter(username="regisseur").first() or people.coordinator()
    return tree_review.decide(item, decision=decision, why="Zo is het.", actor=by, now=now)


def listed(*weeks_run: IsoWeek) -> None:
    """The loop for these weeks."""
    for week in weeks_run:
        loop.run_loop(week)
