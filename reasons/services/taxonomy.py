"""Making, changing and ending contact reasons (R-1 to R-7). Moving, merging and splitting are in
`restructuring`; what is done is kept by `tree_changes`."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.enums import ReasonKind, TreeChangeKind
from reasons.models import Contact, ContactReason, Dimension
from reasons.queries.tree import ReasonTree
from reasons.services import ending, reason_drafts, tree_changes
from reasons.services.reason_drafts import CATCH_ALL_NAMES, ReasonDraft, name_key
from reasons.services.tree_changes import Author

CODE_LENGTH = 90  # leaves room for a number behind it
NOISE_CROSSED = _(
    "This reason is used. From or to noise it would change the weeks before: end it and make a "
    "new one."
)
__all__ = [
    "CATCH_ALL_NAMES",
    "ReasonDraft",
    "create_reason",
    "draft_of",
    "end_reason",
    "ensure_catch_all",
    "name_key",
    "update_reason",
]


def draft_of(reason: ContactReason) -> ReasonDraft:
    """The reason as it stands, to change one thing about it."""
    return ReasonDraft(
        code=reason.code,
        name_nl=reason.name_nl,
        name_en=reason.name_en,
        parent=reason.parent,
        kind=reason.kind,
        synonyms=tuple(reason.synonyms),
        explanation_nl=reason.explanation_nl,
        explanation_en=reason.explanation_en,
        required_dimensions=_by_pk(reason.required_dimensions.all()),
        valid_from=reason.valid_from,
        valid_until=reason.valid_until,
    )


@transaction.atomic
def create_reason(
    draft: ReasonDraft,
    *,
    below_catch_all: bool = False,
    with_catch_all: bool = False,
    actor: User | None,
    now: datetime,
    why: str = "",
) -> ContactReason:
    """A new reason, last among its siblings. `actor` is None for imports by command; a person
    says why. `below_catch_all`: contacts are read whose files leave a level in the middle empty.
    `with_catch_all`: the parent can no longer be chosen, so the rest is made as well (R-3).
    """
    author = Author(actor, now, why)
    author.begin(draft.parent)
    if not below_catch_all:
        reason_drafts.check_not_below_catch_all(draft.parent)
    if ContactReason.objects.filter(code=draft.code).exists():
        raise Refusal(_("This code already exists."), field="code", rule="R-2")
    reason = ContactReason(position=_next_position(draft.parent))
    write(reason, draft, timezone.localdate(now))
    tree_changes.record(TreeChangeKind.CREATED, reason, [(reason, {})], author)
    if with_catch_all and draft.parent is not None:
        ensure_catch_all(draft.parent, actor=actor, now=now, why=why)
    return reason


@transaction.atomic
def update_reason(
    reason: ContactReason, draft: ReasonDraft, *, actor: User | None, now: datetime, why: str = ""
) -> bool:
    """Makes the reason what the draft says; returns whether anything changed."""
    author = Author(actor, now, why)
    author.check()
    changes = _changes(draft_of(reason), draft)
    if not changes:
        return False
    author.begin(reason, draft.parent)
    before, state = draft_of(reason), tree_changes.state_of(reason)
    draft = replace(before, **changes)
    if draft.code != reason.code:
        raise Refusal(_("The code of a reason never changes."), field="code", rule="R-7")
    if draft.valid_until is not None and draft.valid_until != before.valid_until:
        reason_drafts.check_catch_all_may_end(reason, draft.valid_until)
    moves = draft.parent != before.parent
    if moves:
        reason_drafts.check_not_below_catch_all(draft.parent)
    if moves or draft.kind != before.kind:
        check_noise_stays(reason, draft)
    write(reason, draft, timezone.localdate(now))
    kind = TreeChangeKind.MOVED if moves else TreeChangeKind.CHANGED
    tree_changes.record(kind, reason, [(reason, state)], author)
    return True


@transaction.atomic
def ensure_catch_all(
    parent: ContactReason, *, actor: User | None, now: datetime, why: str = ""
) -> ContactReason:
    """The catch-all beside the choices below a reason, made when there is none (R-3)."""
    found = parent.children.filter(kind=ReasonKind.CATCH_ALL).first()
    if found is not None:
        in_use = replace(draft_of(found), valid_until=None)  # one that ended is taken up again
        update_reason(found, in_use, actor=actor, now=now, why=why)
        return found
    if not parent.children.exists():
        message = _("Only a reason with sub-reasons has a catch-all.")
        raise Refusal(message, field="parent_code", rule="R-3")
    if ReasonTree.load().is_noise(parent.pk):
        message = _("Among noise there is no catch-all: nothing has to fit there.")
        raise Refusal(message, field="parent_code", rule="R-3")
    nl, en = CATCH_ALL_NAMES
    draft = ReasonDraft(
        code=free_code(f"{parent.code}-{name_key(nl)}"[:90]),
        name_nl=nl,
        name_en=en,
        parent=parent,
        kind=ReasonKind.CATCH_ALL,
    )
    return create_reason(draft, actor=actor, now=now, why=why)


@transaction.atomic
def end_reason(
    reason: ContactReason,
    *,
    last_day: date,
    with_below: bool = False,
    actor: User | None,
    now: datetime,
    why: str = "",
) -> ContactReason:
    """A used reason is never deleted, it ends (R-7); `last_day` is the last day it may be used.

    `with_below`: what lies below it and is still in use then ends with it, as one change.
    """
    author = Author(actor, now, why)
    author.begin(reason)
    leaving = [*(ending.in_use_below(reason, last_day) if with_below else []), reason]
    if all(one.valid_until == last_day for one in leaving):
        return reason
    states = [(one, tree_changes.state_of(one)) for one in leaving]
    for one in leaving:
        ending.check_may_end(one, last_day, below=one != reason)
        if actor is not None:
            ending.check_no_later_contact(one, last_day)
        one.valid_until = last_day
        one.save(update_fields=["valid_until"])
    tree_changes.record(TreeChangeKind.ENDED, reason, states, author)
    return reason


def check_noise_stays(reason: ContactReason, draft: ReasonDraft) -> None:
    """C-10: contacts that were counted stay counted, and noise stays noise. A used reason that
    crossed over would change every week before it."""
    was, above = reason_drafts.upwards(reason), reason_drafts.upwards(draft.parent)
    kinds = {draft.kind, *(step.kind for step in above)}
    if (ReasonKind.NOISE in kinds) == any(step.kind == ReasonKind.NOISE for step in was):
        return
    tree = ReasonTree.load()
    if Contact.objects.filter(reason__in=tree.branch_ids(reason.pk)).exists():
        raise Refusal(NOISE_CROSSED, field="parent_code", rule="R-7")


def write(reason: ContactReason, draft: ReasonDraft, today: date) -> None:
    """Checks a draft and makes the reason what it says."""
    reason_drafts.check(reason, draft, today)
    for field in fields(draft):
        if field.name not in ("synonyms", "required_dimensions"):
            setattr(reason, field.name, getattr(draft, field.name))
    reason.synonyms = list(draft.synonyms)
    reason.name_key = name_key(draft.name_nl)
    reason.save()
    reason.required_dimensions.set(draft.required_dimensions)


def _changes(before: ReasonDraft, after: ReasonDraft) -> dict[str, Any]:
    """What somebody changes about a reason, and no more: the rest may be another by now."""
    wanted = replace(after, required_dimensions=_by_pk(after.required_dimensions))
    pairs = ((field.name, getattr(wanted, field.name)) for field in fields(wanted))
    return {name: value for name, value in pairs if value != getattr(before, name)}


def _next_position(parent: ContactReason | None) -> int:
    last = ContactReason.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    return (last or 0) + 10


def code_of(name: str, otherwise: str = "reason") -> str:
    """A code made of a name, for who keeps a list by hand; `otherwise` for one without letters."""
    return slugify(name)[:CODE_LENGTH].strip("-") or otherwise


def free_code(wanted: str) -> str:
    return numbered(wanted, lambda code: ContactReason.objects.filter(code=code).exists())


def numbered(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """The code that is wanted, or with the first number that makes it free."""
    code, number = wanted, 1
    while is_taken(code):
        number += 1
        code = f"{wanted}-{number}"
    return code


def _by_pk(dimensions: Iterable[Dimension]) -> tuple[Dimension, ...]:
    return tuple(sorted(set(dimensions), key=lambda dimension: dimension.pk))
