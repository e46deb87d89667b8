"""Adopting the customer vision."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from contactreductie.core.services import audit, numbering
from raci import rules
from raci.models import CustomerVision, VisionPrinciple
from raci.services import steps

SEQUENCE = "customer_vision"
PRINCIPLE_LENGTH = 300


@transaction.atomic
def publish_vision(
    *, statement: str, principles: Sequence[str], actor: User, now: datetime
) -> CustomerVision:
    """A new version, in force at once; older versions stay as they were (V-1, V-2)."""
    if not rules.may_publish_vision(actor):
        raise NotAllowed
    statement = steps.required(statement, "statement", "V-1")
    texts = [text.strip() for text in principles if text.strip()]
    if not texts:
        raise Refusal(_("Give at least one principle."), field="principles", rule="V-1")
    if any(len(text) > PRINCIPLE_LENGTH for text in texts):
        message = _("A principle has at most %(limit)s characters.")
        raise Refusal(message, field="principles", rule="V-1", limit=PRINCIPLE_LENGTH)
    vision = CustomerVision.objects.create(
        version=numbering.next_number(SEQUENCE),
        statement=statement,
        approved_by=actor,
        approved_at=now,
    )
    VisionPrinciple.objects.bulk_create(
        VisionPrinciple(vision=vision, number=number, text=text)
        for number, text in enumerate(texts, start=1)
    )
    audit.record_event(
        verb="vision_published", subject=vision, actor=actor, now=now, version=vision.version
    )
    return vision
