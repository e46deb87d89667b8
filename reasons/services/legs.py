"""Promises kept: a further leg of a contact that is done (C-4)."""

from datetime import datetime

from django.db import transaction

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed
from contactreductie.core.services import audit
from reasons import rules
from reasons.models import ContactLeg


@transaction.atomic
def finish_leg(leg: ContactLeg, *, actor: User, now: datetime) -> bool:
    """Notes that it is done and by whom; false when somebody did so before. Any registrar may:
    whoever speaks to the customer is the one who knows. NotAllowed outside that role."""
    if not rules.may_register(actor):
        raise NotAllowed
    is_first = ContactLeg.objects.filter(pk=leg.pk, done_at=None).update(done_at=now, done_by=actor)
    if is_first:
        contact = str(leg.contact_id)
        audit.record_event(
            verb="leg_finished", subject=leg, actor=actor, now=now, contact=contact, kind=leg.kind
        )
    return bool(is_first)
