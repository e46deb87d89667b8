"""The customer vision that is in force (V-1, V-2)."""

from django.db.models import QuerySet

from raci.models import CustomerVision, ImprovementAction
from raci.queries import actions


def active() -> CustomerVision | None:
    """The newest version, with its principles; None before the first."""
    return CustomerVision.objects.prefetch_related("principles").order_by("-version").first()


def to_recheck(vision: CustomerVision) -> QuerySet[ImprovementAction]:
    """Open actions planned under an older version (V-2): the history stays, the plan is reread."""
    planned = ImprovementAction.objects.filter(actions.is_open(), principle__isnull=False)
    return planned.exclude(principle__vision=vision).select_related("principle__vision", "reason")
