"""Undoing a change of the reason tree, as long as nothing depends on it (R-7)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.enums import TreeChangeKind
from reasons.models import Contact, ContactReason, Dimension, ReasonRevision, TreeChange
from reasons.queries import removal
from reasons.queries.tree import ReasonTree
from reasons.services import reason_drafts, removing, taxonomy, tree_changes
from reasons.services.tree_changes import DAYS, PLAIN, Author

DEPENDED_ON = _("Something was done with '%(name)s' since: this cannot be undone any more.")


@transaction.atomic
def undo_change(change: TreeChange, *, actor: User, now: datetime, why: str) -> TreeChange:
    """Makes every reason of a change what it was before. Reasons that it made are taken away when
    nothing refers to them. Undoing is a change of its own, so the history tells both."""
    return undo_changes([change], actor=actor, now=now, why=why)[0]


@transaction.atomic
def undo_changes(
    changes: Sequence[TreeChange], *, actor: User, now: datetime, why: str
) -> list[TreeChange]:
    """One after the other, all of them or none."""
    author = Author(actor, now, why)
    author.begin()
    noise = ReasonTree.load().noise_ids
    undone = [_undo(change, author) for change in changes]
    _check_same_noise(noise)
    return undone


def _undo(change: TreeChange, author: Author) -> TreeChange:
    change.refresh_from_db()
    check_undoable(change)
    revisions = list(change.revisions.select_related("reason"))
    states = [(_reason(row), tree_changes.state_of(_reason(row))) for row in revisions]
    for row in revisions:
        if row.before:
            _restore(_reason(row), row.before)
    undone = tree_changes.record(
        TreeChangeKind.UNDONE, _subject(change, revisions), states, author, undoes=change
    )
    for row in revisions:
        if not row.before:
            made = _reason(row)
            removing.take_away(made, Refusal(DEPENDED_ON, rule="R-7", name=made.name))
    return undone


def check_undoable(change: TreeChange) -> None:
    """Refuses what is undone already, what was an undoing, and what later changes build on."""
    if change.kind == TreeChangeKind.UNDONE or hasattr(change, "undone_by"):
        raise Refusal(_("This was undone already."), rule="R-7")
    if change.kind == TreeChangeKind.REMOVED:
        raise Refusal(_("A removed reason does not come back: make it anew."), rule="R-7")
    if _leads_nowhere(change):
        raise Refusal(DEPENDED_ON, rule="R-7", name=change.name)
    made = change.reason if change.kind == TreeChangeKind.CREATED else None
    if later_changes(change).exists() or (made is not None and removal.is_used(made.pk)):
        raise Refusal(DEPENDED_ON, rule="R-7", name=change.name)


def _leads_nowhere(change: TreeChange) -> bool:
    """Whether a reason of the change, or where one of them was before it, was removed since."""
    revisions = list(change.revisions.all())
    places = {row.before.get(name) for row in revisions for name in ("parent_id", "merged_into_id")}
    wanted = places - {None}
    there = ContactReason.objects.filter(pk__in=wanted).count()
    return there < len(wanted) or any(row.reason_id is None for row in revisions)


def later_changes(change: TreeChange) -> QuerySet[TreeChange]:
    """Changes after it that touched the same reasons and still stand."""
    later = Q(at__gt=change.at) | Q(at=change.at, pk__gt=change.pk)
    touched = ReasonRevision.objects.filter(change=change).values("reason")
    standing = TreeChange.objects.filter(later, undone_by=None)
    return standing.exclude(kind=TreeChangeKind.UNDONE).filter(revisions__reason__in=touched)


def _check_same_noise(before: set[int]) -> None:
    """C-10: what was counted stays counted, and noise stays noise, by no way back either."""
    crossed = before ^ ReasonTree.load().noise_ids
    if Contact.objects.filter(reason__in=crossed).exists():
        raise Refusal(taxonomy.NOISE_CROSSED, rule="R-7")


def _restore(reason: ContactReason, before: Mapping[str, Any]) -> None:
    for name in (name for name in before if name in PLAIN):
        setattr(reason, name, before[name])
    for name in (name for name in before if name in DAYS):
        setattr(reason, name, before[name] and date.fromisoformat(before[name]))
    reason.name_key = taxonomy.name_key(reason.name_nl)
    draft = taxonomy.draft_of(reason)
    reason_drafts.check_place(reason, draft)
    reason_drafts.check_siblings(reason, draft)
    reason.save()
    if "required_dimensions" in before:
        still_there = Dimension.objects.filter(pk__in=before["required_dimensions"])
        reason.required_dimensions.set(still_there)


def _reason(revision: ReasonRevision) -> ContactReason:
    if revision.reason is None:
        raise Refusal(DEPENDED_ON, rule="R-7", name=revision.change.name)
    return revision.reason


def _subject(change: TreeChange, revisions: list[ReasonRevision]) -> ContactReason:
    return change.reason or _reason(revisions[0])
