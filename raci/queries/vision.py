"""The customer vision that is in force (V-1, V-2)."""

from django.db.models import QuerySet

from raci.models import CustomerVision, ImprovementAction
from raci.queries import actions


def active() -> CustomerVision | None:
    """The newest version, with its principles; None before the first."""
    versions = CustomerVision.objects.select_related("approved_by")
    return versions.prefetch_related("principles").order_by("-version").first()


def earlier(vision: CustomerVision | None) -> QuerySet[CustomerVision]:
    """The versions before it, newest first, with their principles."""
    if vision is None:
        return CustomerVision.objects.none()
    older = CustomerVision.objects.filter(version__lt=vision.version)
    return older.prefetch_related("principles").order_by("-version")


def to_recheck(vision: CustomerVision) -> QuerySet[ImprovementAction]:
    """Open actions planned under an older version (V-2): the history stays, the plan is reread."""
    planned = ImprovementAction.objects.filter(actions.is_open(), principle__isnull=False)
    return planned.exclude(principle__vision=vision).select_related("principle__vision", "reason")
