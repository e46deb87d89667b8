"""Writing the customer vision: a draft, its approval, and both in one step (V-1, V-2)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit, numbering
from raci import rules
from raci.models import CustomerVision, VisionPrinciple
from raci.services import steps

SEQUENCE = "customer_vision"
PRINCIPLE_LENGTH = 300


@transaction.atomic
def draft_vision(
    *, statement: str, principles: Sequence[str], actor: User, now: datetime
) -> CustomerVision:
    """Writes the draft, in the place of the one there was.

    A draft that changes is a new row: nobody approves a text that he has not seen.
    """
    if not rules.may_draft_vision(actor):
        raise NotAllowed
    draft = _written(statement, principles, actor)
    _record("vision_drafted", draft, actor, now)
    return draft


@transaction.atomic
def withdraw_draft(*, draft: CustomerVision, actor: User, now: datetime) -> None:
    """The draft disappears; only the audit trail tells that it was there."""
    if not rules.may_draft_vision(actor):
        raise NotAllowed
    if draft.approved_at is not None:
        raise Conflict
    _record("vision_draft_withdrawn", draft, actor, now)
    gone, _rows = CustomerVision.objects.filter(pk=draft.pk, approved_at=None).delete()
    if not gone:
        raise Conflict


@transaction.atomic
def approve_vision(*, draft: CustomerVision, actor: User, now: datetime) -> CustomerVision:
    """By directie: in force at once; older versions stay as they were (V-1, V-2)."""
    if not rules.may_publish_vision(actor):
        raise NotAllowed
    _approve(draft, actor, now)
    _record("vision_approved", draft, actor, now)
    return draft


@transaction.atomic
def publish_vision(
    *, statement: str, principles: Sequence[str], actor: User, now: datetime
) -> CustomerVision:
    """Writes and approves a new version in one step; it takes the place of a draft."""
    if not rules.may_publish_vision(actor):
        raise NotAllowed
    vision = _written(statement, principles, actor)
    _approve(vision, actor, now)
    _record("vision_published", vision, actor, now)
    return vision


def _written(statement: str, principles: Sequence[str], actor: User) -> CustomerVision:
    statement = steps.required(statement, "statement", "V-1")
    texts = _checked(principles)
    CustomerVision.objects.filter(approved_at=None).delete()
    newest = CustomerVision.objects.aggregate(newest=Max("version"))["newest"] or 0
    try:
        with transaction.atomic():
            draft = CustomerVision.objects.create(
                version=newest + 1, statement=statement, drafted_by=actor
            )
    except IntegrityError as error:
        raise Conflict from error
    VisionPrinciple.objects.bulk_create(
        VisionPrinciple(vision=draft, number=number, text=text)
        for number, text in enumerate(texts, start=1)
    )
    return draft


def _checked(principles: Sequence[str]) -> list[str]:
    texts = [text.strip() for text in principles if text.strip()]
    if not texts:
        raise Refusal(_("Give at least one principle."), field="principles", rule="V-1")
    if any(len(text) > PRINCIPLE_LENGTH for text in texts):
        message = _("A principle has at most %(limit)s characters.")
        raise Refusal(message, field="principles", rule="V-1", limit=PRINCIPLE_LENGTH)
    seen: set[str] = set()
    for text in texts:
        words = " ".join(text.casefold().split())
        if words in seen:
            message = _("This principle stands here twice: “%(text)s”")
            raise Refusal(message, field="principles", rule="V-1", text=text)
        seen.add(words)
    return texts


def _approve(draft: CustomerVision, actor: User, now: datetime) -> None:
    changes = {
        "version": numbering.next_number(SEQUENCE),
        "approved_by": actor,
        "approved_at": now,
    }
    if not CustomerVision.objects.filter(pk=draft.pk, approved_at=None).update(**changes):
        raise Conflict
    for name, value in changes.items():
        setattr(draft, name, value)


def _record(verb: str, vision: CustomerVision, actor: User, now: datetime) -> None:
    audit.record_event(verb=verb, subject=vision, actor=actor, now=now, version=vision.version)
