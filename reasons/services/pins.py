"""The reasons an agent keeps at hand, in places that never change by themselves."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.models import ContactReason, PinnedReason
from reasons.models.pin import SLOTS


@transaction.atomic
def pin(*, agent: User, slot: int, reason: str) -> None:
    """Gives a reason this place; it leaves the place it had, and what stood here goes. Without a
    reason the place becomes free."""
    _check_slot(slot)
    mine = _locked(agent)
    mine.filter(slot=slot).delete()
    if not reason:
        return
    pinned = ContactReason.objects.filter(code=reason, children=None).first()
    if pinned is None:
        message = _("This reason cannot be chosen (any more). Choose an active sub-reason.")
        raise Refusal(message, field="reason", rule="C-3")
    mine.filter(reason=pinned).delete()
    PinnedReason.objects.create(agent=agent, slot=slot, reason=pinned)


@transaction.atomic
def move(*, agent: User, slot: int, to: int) -> None:
    """Two places swap what stands there, or does not."""
    _check_slot(slot)
    _check_slot(to)
    both = _locked(agent).filter(slot__in=(slot, to))
    swapped = [
        PinnedReason(agent=agent, slot=slot + to - pin.slot, reason_id=pin.reason_id)
        for pin in both
    ]
    both.delete()
    PinnedReason.objects.bulk_create(swapped)


def _check_slot(slot: int) -> None:
    if not 1 <= slot <= SLOTS:
        raise Refusal(_("There are %(slots)s places."), field="slot", slots=SLOTS)


def _locked(agent: User) -> QuerySet[PinnedReason]:
    """Somebody's pins, of which one change is made at a time."""
    User.objects.select_for_update().get(pk=agent.pk)
    return PinnedReason.objects.filter(agent=agent)
