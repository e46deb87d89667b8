"""Moving, merging and splitting reasons (R-7). No contact is touched: each keeps the reason it was
tagged with, and the tree tells with which reason it is counted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.enums import ReasonKind, TreeChangeKind
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree
from reasons.services import ending, reason_drafts, taxonomy, tree_changes
from reasons.services.reason_drafts import ReasonDraft
from reasons.services.tree_changes import Author

STEP = 10


@transaction.atomic
def move_reason(
    reason: ContactReason,
    *,
    parent: ContactReason | None,
    after: ContactReason | None = None,
    with_catch_all: bool = False,
    actor: User,
    now: datetime,
    why: str,
) -> bool:
    """Puts a reason with all below it under a parent, behind `after` among its siblings (None:
    first). Returns whether anything changed.

    A parent that was a choice until now can no longer be chosen: `with_catch_all` makes the rest
    below it (R-3).
    """
    author = Author(actor, now, why)
    author.begin(reason, parent, after)
    if reason.merged_into_id is not None:
        raise Refusal(_("This reason was merged already."), field="after", rule="R-7")
    if (after.parent_id if after else _pk(parent)) != _pk(parent) or after == reason:
        raise Refusal(_("Choose a place below the same reason."), field="after", rule="R-2")
    siblings = _siblings(parent, without=reason)
    place = siblings.index(after) + 1 if after else 0
    is_there = _siblings(reason.parent, without=None).index(reason) == place
    if reason.parent_id == _pk(parent) and is_there:
        return False
    state, draft = tree_changes.state_of(reason), _moved(reason, parent)
    _check_new_parent(reason, draft)
    was_moved = reason.parent_id != _pk(parent)
    taxonomy.write(reason, draft, timezone.localdate(now))
    _number([*siblings[:place], reason, *siblings[place:]])
    kind = TreeChangeKind.MOVED if was_moved else TreeChangeKind.CHANGED
    tree_changes.record(kind, reason, [(reason, state)], author)
    if with_catch_all and parent is not None:
        taxonomy.ensure_catch_all(parent, actor=actor, now=now, why=why)
    return True


@transaction.atomic
def merge_reasons(
    reason: ContactReason, *, into: ContactReason, actor: User, now: datetime, why: str
) -> ContactReason:
    """Ends a leaf today and has its contacts counted with another leaf, those of before too."""
    author = Author(actor, now, why)
    author.begin(reason, into)
    today = timezone.localdate(now)
    tree = ReasonTree.load()
    check_mergeable(tree, reason, into, today)
    state = tree_changes.state_of(reason)
    _end_for(reason, into, today)
    tree_changes.record(TreeChangeKind.MERGED, reason, [(reason, state)], author)
    return into


@transaction.atomic
def split_reason(
    reason: ContactReason,
    *,
    parts: Sequence[ReasonDraft],
    heir: str = "",
    actor: User,
    now: datetime,
    why: str,
) -> list[ContactReason]:
    """Ends a leaf today and puts new reasons in its place, each below the same parent.

    `heir` is the code of the part that the contacts until now are counted with; without one they
    stay with the old reason, which nobody can choose any more.
    """
    author = Author(actor, now, why)
    author.begin(reason)
    today = timezone.localdate(now)
    check_splittable(reason, today)
    _check_parts(parts, heir)
    state, after = tree_changes.state_of(reason), _siblings(reason.parent, without=None)
    made = [_part(reason, draft, today, number) for number, draft in enumerate(parts, start=1)]
    place = after.index(reason) + 1
    _number([*after[:place], *made, *after[place:]])
    _end_for(reason, next((part for part in made if part.code == heir), None), today)
    revised = [(reason, state), *((part, {}) for part in made)]
    tree_changes.record(TreeChangeKind.SPLIT, reason, revised, author)
    return made


def check_movable(reason: ContactReason, parent: ContactReason | None) -> None:
    """Refuses a place that a reason cannot be moved to, before anybody says why."""
    if reason.merged_into_id is not None:
        raise Refusal(_("This reason was merged already."), field="after", rule="R-7")
    draft = _moved(reason, parent)
    reason_drafts.check_place(reason, draft)
    reason_drafts.check_siblings(reason, draft)
    _check_new_parent(reason, draft)


def check_mergeable(
    tree: ReasonTree, reason: ContactReason, into: ContactReason, today: date
) -> None:
    """Refuses two reasons that cannot be merged on that day."""
    if reason == into:
        raise Refusal(_("Choose another reason."), field="into", rule="R-7")
    if not (tree.is_leaf(reason.pk) and tree.is_leaf(into.pk)):
        message = _("Only reasons without sub-reasons can be merged. Move those first.")
        raise Refusal(message, field="into", rule="R-7")
    if reason.merged_into_id is not None or into.merged_into_id is not None:
        raise Refusal(_("This reason was merged already."), field="into", rule="R-7")
    if not into.is_active_on(today):
        raise Refusal(_("Choose a reason that is in use."), field="into", rule="R-7")
    if tree.is_noise(reason.pk) != tree.is_noise(into.pk):
        message = _("Noise and a question cannot be merged: the weeks before would change.")
        raise Refusal(message, field="into", rule="C-10")
    ending.check_may_end(reason, _last_day(reason, today))


def check_splittable(reason: ContactReason, today: date) -> None:
    """Refuses a reason that cannot be split on that day."""
    if reason.children.exists():
        message = _("Only a reason without sub-reasons can be split.")
        raise Refusal(message, field="parts", rule="R-7")
    if reason.kind == ReasonKind.CATCH_ALL:
        message = _("Make new reasons beside the catch-all instead of splitting it.")
        raise Refusal(message, field="parts", rule="R-3")
    if reason.merged_into_id is not None:
        raise Refusal(_("This reason was merged already."), field="parts", rule="R-7")
    if not reason.is_active_on(today):
        raise Refusal(_("Choose a reason that is in use."), field="parts", rule="R-7")
    ending.check_may_end(reason, _last_day(reason, today))


def _check_parts(parts: Sequence[ReasonDraft], heir: str) -> None:
    if len(parts) < 2:
        raise Refusal(_("Split a reason into at least two."), field="parts", rule="R-7")
    if heir and heir not in [part.code for part in parts]:
        raise Refusal(_("Choose one of the new reasons."), field="heir", rule="R-7")


def _check_new_parent(reason: ContactReason, draft: ReasonDraft) -> None:
    if reason.parent != draft.parent:
        reason_drafts.check_not_below_catch_all(draft.parent)
    taxonomy.check_noise_stays(reason, draft)


def _moved(reason: ContactReason, parent: ContactReason | None) -> ReasonDraft:
    return replace(taxonomy.draft_of(reason), parent=parent)


def _part(reason: ContactReason, draft: ReasonDraft, today: date, number: int) -> ContactReason:
    """One of the new reasons; a refusal of its name tells the number of the part."""
    if ContactReason.objects.filter(code=draft.code).exists():
        raise Refusal(_("This code already exists."), field="code", rule="R-2")
    part = ContactReason()
    demanded = tuple(reason.required_dimensions.all())
    wanted = replace(draft, parent=reason.parent, kind=reason.kind, valid_from=today)
    try:
        taxonomy.write(part, replace(wanted, required_dimensions=demanded), today)
    except Refusal as refusal:
        refusal.field = f"{refusal.field}_{number}"
        raise
    return part


def _end_for(reason: ContactReason, heir: ContactReason | None, today: date) -> None:
    reason.valid_until = _last_day(reason, today)
    reason.merged_into = heir
    reason.save(update_fields=["valid_until", "merged_into"])


def _last_day(reason: ContactReason, today: date) -> date:
    return min(reason.valid_until or today, today)


def _siblings(
    parent: ContactReason | None, *, without: ContactReason | None
) -> list[ContactReason]:
    found = ContactReason.objects.without_tree_fields().filter(parent=parent)
    return [row for row in found.order_by("position", "code") if row != without]


def _number(siblings: Sequence[ContactReason]) -> None:
    """Positions with room between them, in this order."""
    for place, sibling in enumerate(siblings, start=1):
        sibling.position = place * STEP
    ContactReason.objects.bulk_update(siblings, ["position"])


def _pk(reason: ContactReason | None) -> int | None:
    return reason.pk if reason else None
