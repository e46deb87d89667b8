"""Making, changing and ending contact reasons (R-1 to R-7)."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.enums import ReasonKind
from reasons.models import Contact, ContactReason, Dimension
from reasons.queries.tree import ReasonTree
from reasons.services import changed_days, lists, reason_drafts, repeats
from reasons.services.reason_drafts import CATCH_ALL_NAMES, ReasonDraft, name_key

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
def create_reason(draft: ReasonDraft, *, actor: User | None, now: datetime) -> ContactReason:
    """A new reason, last among its siblings. `actor` is None for imports by command."""
    _check_editor(actor)
    if ContactReason.objects.filter(code=draft.code).exists():
        raise Refusal(_("This code already exists."), field="code", rule="R-2")
    reason = ContactReason(position=_next_position(draft.parent))
    return _save(reason, draft, "reason_created", actor, now)


@transaction.atomic
def update_reason(
    reason: ContactReason, draft: ReasonDraft, *, actor: User | None, now: datetime
) -> bool:
    """Makes the reason what the draft says; returns whether anything changed."""
    _check_editor(actor)
    before = draft_of(reason)
    wanted = {**vars(draft), "required_dimensions": _by_pk(draft.required_dimensions)}
    if ReasonDraft(**wanted) == before:
        return False
    if draft.code != reason.code:
        raise Refusal(_("The code of a reason never changes."), field="code", rule="R-7")
    if draft.valid_until is not None and draft.valid_until != before.valid_until:
        reason_drafts.check_catch_all_may_end(reason, draft.valid_until)
    moves = (draft.parent, draft.kind) != (before.parent, before.kind)
    tree = ReasonTree.load() if moves else None
    _save(reason, draft, "reason_changed", actor, now)
    if tree is not None:
        _regroup(reason, tree, ReasonTree.load())
    return True


@transaction.atomic
def ensure_catch_all(parent: ContactReason, *, actor: User | None, now: datetime) -> ContactReason:
    """The catch-all below a reason, made when there is none (R-3)."""
    found = parent.children.filter(kind=ReasonKind.CATCH_ALL).first()
    if found is not None:
        return found
    nl, en = CATCH_ALL_NAMES
    draft = ReasonDraft(
        code=_free_code(f"{parent.code}-{name_key(nl)}"[:90]),
        name_nl=nl,
        name_en=en,
        parent=parent,
        kind=ReasonKind.CATCH_ALL,
    )
    return create_reason(draft, actor=actor, now=now)


@transaction.atomic
def end_reason(
    reason: ContactReason, *, last_day: date, actor: User | None, now: datetime
) -> ContactReason:
    """A used reason is never deleted, it ends (R-7); `last_day` is the last day it may be used."""
    _check_editor(actor)
    reason_drafts.check_catch_all_may_end(reason, last_day)
    if reason.valid_from is not None and last_day < reason.valid_from:
        raise Refusal(_("The end date lies before the start date."), field="valid_until")
    lists.touch()
    reason.valid_until = last_day
    reason.save(update_fields=["valid_until"])
    audit.record_event(
        verb="reason_ended", subject=reason, actor=actor, now=now, last_day=str(last_day)
    )
    return reason


def _save(
    reason: ContactReason, draft: ReasonDraft, verb: str, actor: User | None, now: datetime
) -> ContactReason:
    lists.touch()
    reason_drafts.check(reason, draft)
    for field in fields(draft):
        if field.name not in ("synonyms", "required_dimensions"):
            setattr(reason, field.name, getattr(draft, field.name))
    reason.synonyms = list(draft.synonyms)
    reason.name_key = name_key(draft.name_nl)
    reason.save()
    reason.required_dimensions.set(draft.required_dimensions)
    audit.record_event(
        verb=verb, subject=reason, actor=actor, now=now, code=reason.code, name=reason.name_nl
    )
    return reason


def _regroup(reason: ContactReason, before: ReasonTree, after: ReasonTree) -> None:
    """Section 5: "the same reason" is told by place in the tree, and noise is no repeat."""
    branch = after.branch_ids(reason.pk)
    turned = {pk for pk in branch if before.is_noise(pk) != after.is_noise(pk)}
    level = settings.SAME_REASON_LEVEL
    moved = {pk for pk in branch if before.at_level(pk, level) != after.at_level(pk, level)}
    days = repeats.relink_reasons(turned | moved, tree=after) if turned | moved else set()
    counted = Contact.objects.filter(reason__in=turned)
    changed_days.mark(days.union(counted.values_list("local_date", flat=True).distinct()))


def _next_position(parent: ContactReason | None) -> int:
    last = ContactReason.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    return (last or 0) + 10


def _free_code(wanted: str) -> str:
    code, number = wanted, 1
    while ContactReason.objects.filter(code=code).exists():
        number += 1
        code = f"{wanted}-{number}"
    return code


def _by_pk(dimensions: Iterable[Dimension]) -> tuple[Dimension, ...]:
    return tuple(sorted(set(dimensions), key=lambda dimension: dimension.pk))


def _check_editor(actor: User | None) -> None:
    if actor is not None and not rules.may_edit_tree(actor):
        raise NotAllowed
