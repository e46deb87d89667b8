"""Making, changing and ending contact reasons (R-1 to R-7). Moving, merging and splitting are in
`restructuring`; what is done is kept by `tree_changes`."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date, datetime

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
from reasons.services import lists, reason_drafts, tree_changes
from reasons.services.reason_drafts import CATCH_ALL_NAMES, ReasonDraft, name_key
from reasons.services.tree_changes import Author

CODE_LENGTH = 90  # leaves room for a number behind it
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
    draft: ReasonDraft, *, actor: User | None, now: datetime, why: str = ""
) -> ContactReason:
    """A new reason, last among its siblings. `actor` is None for imports by command; a person
    says why."""
    author = Author(actor, now, why)
    author.check()
    if ContactReason.objects.filter(code=draft.code).exists():
        raise Refusal(_("This code already exists."), field="code", rule="R-2")
    reason = ContactReason(position=_next_position(draft.parent))
    write(reason, draft, timezone.localdate(now))
    tree_changes.record(TreeChangeKind.CREATED, reason, [(reason, {})], author)
    return reason


@transaction.atomic
def update_reason(
    reason: ContactReason, draft: ReasonDraft, *, actor: User | None, now: datetime, why: str = ""
) -> bool:
    """Makes the reason what the draft says; returns whether anything changed."""
    author = Author(actor, now, why)
    author.check()
    before, state = draft_of(reason), tree_changes.state_of(reason)
    wanted = {**vars(draft), "required_dimensions": _by_pk(draft.required_dimensions)}
    if ReasonDraft(**wanted) == before:
        return False
    if draft.code != reason.code:
        raise Refusal(_("The code of a reason never changes."), field="code", rule="R-7")
    if draft.valid_until is not None and draft.valid_until != before.valid_until:
        reason_drafts.check_catch_all_may_end(reason, draft.valid_until)
    moves = draft.parent != before.parent
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
    """The catch-all below a reason, made when there is none (R-3)."""
    found = parent.children.filter(kind=ReasonKind.CATCH_ALL).first()
    if found is not None:
        return found
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
    reason: ContactReason, *, last_day: date, actor: User | None, now: datetime, why: str = ""
) -> ContactReason:
    """A used reason is never deleted, it ends (R-7); `last_day` is the last day it may be used."""
    author = Author(actor, now, why)
    author.check()
    state = tree_changes.state_of(reason)
    check_may_end(reason, last_day)
    lists.touch()
    reason.valid_until = last_day
    reason.save(update_fields=["valid_until"])
    tree_changes.record(TreeChangeKind.ENDED, reason, [(reason, state)], author)
    return reason


def check_may_end(reason: ContactReason, last_day: date) -> None:
    reason_drafts.check_catch_all_may_end(reason, last_day)
    if reason.valid_from is not None and last_day < reason.valid_from:
        raise Refusal(_("The end date lies before the start date."), field="valid_until")


def check_noise_stays(reason: ContactReason, draft: ReasonDraft) -> None:
    """C-10: contacts that were counted stay counted, and noise stays noise. A used reason that
    crossed over would change every week before it."""
    tree = ReasonTree.load()
    is_noise = draft.kind == ReasonKind.NOISE or (
        draft.parent is not None and tree.is_noise(draft.parent.pk)
    )
    if is_noise == tree.is_noise(reason.pk):
        return
    if Contact.objects.filter(reason__in=tree.branch_ids(reason.pk)).exists():
        message = _(
            "This reason is used. From or to noise it would change the weeks before: end it and "
            "make a new one."
        )
        raise Refusal(message, field="parent_code", rule="R-7")


def write(reason: ContactReason, draft: ReasonDraft, today: date) -> None:
    """Checks a draft and makes the reason what it says."""
    lists.touch()
    reason_drafts.check(reason, draft, today)
    for field in fields(draft):
        if field.name not in ("synonyms", "required_dimensions"):
            setattr(reason, field.name, getattr(draft, field.name))
    reason.synonyms = list(draft.synonyms)
    reason.name_key = name_key(draft.name_nl)
    reason.save()
    reason.required_dimensions.set(draft.required_dimensions)


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
