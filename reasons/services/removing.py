"""Taking away a reason that was never used (R-7)."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.enums import TreeChangeKind
from reasons.models import ContactReason
from reasons.queries import removal
from reasons.services import tree_changes
from reasons.services.tree_changes import Author

USED = _("This reason is used. End or merge it.")


@transaction.atomic
def remove_reason(reason: ContactReason, *, actor: User, now: datetime, why: str) -> None:
    """Deletes a leaf that nothing refers to: no contact, no owner, no action. A used reason is
    never deleted; nor does a removed one come back, it is made anew."""
    author = Author(actor, now, why)
    author.begin(reason)
    check_removable(reason)
    tree_changes.record(TreeChangeKind.REMOVED, reason, [], author)
    take_away(reason, Refusal(USED, rule="R-7"))


def check_removable(reason: ContactReason) -> None:
    """Refuses what lies above others or was used."""
    if reason.children.exists():
        message = _("Only a reason without sub-reasons can be removed.")
        raise Refusal(message, rule="R-7")
    if removal.is_used(reason.pk):
        raise Refusal(USED, rule="R-7")


def take_away(reason: ContactReason, refusal: Refusal) -> None:
    """Raises the refusal when anything refers to the reason."""
    try:
        reason.required_dimensions.clear()
        reason.delete()
    except ProtectedError:
        raise refusal from None
