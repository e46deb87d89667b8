"""Undoing a change of the reason tree, as long as nothing depends on it (R-7)."""

from collections.abc import Mapping
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
    author = Author(actor, now, why)
    author.begin()
    change.refresh_from_db()
    check_undoable(change)
    revisions, noise = list(change.revisions.select_related("reason")), ReasonTree.load().noise_ids
    states = [(_reason(row), tree_changes.state_of(_reason(row))) for row in revisions]
    for row in revisions:
        if row.before:
            _restore(_reason(row), row.before)
    _check_same_noise(noise)
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
    made = change.reason if change.kind == TreeChangeKind.CREATED else None
    if later_changes(change).exists() or (made is not None and removal.is_used(made.pk)):
        raise Refusal(DEPENDED_ON, rule="R-7", name=change.name)


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
