"""Denominators, kept by the administrator."""

from datetime import datetime

from django.db import transaction

from contactreductie.core import locks
from contactreductie.core.models import User
from contactreductie.core.services import audit
from feedbackloop.models import Denominator
from feedbackloop.services.volumes import LOCK


@transaction.atomic
def save_denominator(denominator: Denominator, *, actor: User | None, now: datetime) -> Denominator:
    """Saves a new or changed denominator; a new default takes the place of the one before."""
    locks.hold([LOCK])  # a delivery chooses a default too
    is_new = denominator._state.adding
    others = Denominator.objects.filter(is_default=True).exclude(pk=denominator.pk)
    before = others.values_list("code", flat=True).first()
    if denominator.is_default:
        others.update(is_default=False)
    denominator.save()
    audit.record_event(
        verb="denominator_created" if is_new else "denominator_changed",
        subject=denominator,
        actor=actor,
        now=now,
        code=denominator.code,
        is_default=denominator.is_default,
        default_before=before,
    )
    return denominator
