"""The customer vision: the version in force, the draft, and what names an older one (V-1, V-2)."""

from django.db.models import Exists, OuterRef, QuerySet

from raci.models import ChannelCharter, CustomerVision, ImprovementAction, StrategyChoice
from raci.queries import actions


def active() -> CustomerVision | None:
    """The newest approved version, with its principles; None before the first."""
    versions = _approved().select_related("approved_by").prefetch_related("principles")
    return versions.order_by("-version").first()


def draft() -> CustomerVision | None:
    """What nobody approved yet, with its principles."""
    drafts = CustomerVision.objects.filter(approved_at=None).select_related("drafted_by")
    return drafts.prefetch_related("principles").first()


def earlier(vision: CustomerVision | None) -> QuerySet[CustomerVision]:
    """The versions before it, newest first, with their principles."""
    if vision is None:
        return CustomerVision.objects.none()
    older = _approved().filter(version__lt=vision.version)
    return older.prefetch_related("principles").order_by("-version")


def to_recheck(vision: CustomerVision) -> QuerySet[ImprovementAction]:
    """Open actions planned under an older version (V-2): the history stays, the plan is reread."""
    older = open_actions().exclude(principle__vision=vision)
    return older.select_related("principle__vision", "reason")


def open_actions() -> QuerySet[ImprovementAction]:
    """Actions that are not over and name a principle."""
    return ImprovementAction.objects.filter(actions.is_open(), principle__isnull=False)


def charters_to_recheck(vision: CustomerVision) -> QuerySet[ChannelCharter]:
    """Channels whose charter names a principle of an older version."""
    older = open_charters().exclude(principle__vision=vision)
    return older.select_related("principle__vision", "channel")


def open_charters() -> QuerySet[ChannelCharter]:
    return ChannelCharter.objects.filter(channel__is_active=True)


def strategies_to_recheck(vision: CustomerVision) -> QuerySet[StrategyChoice]:
    """Strategies in force, which is the newest of each reason, chosen under an older version."""
    return in_force().exclude(principle__vision=vision).select_related("principle__vision")


def in_force() -> QuerySet[StrategyChoice]:
    """The newest choice of each reason, unless that went back to the quadrant's own."""
    newer = StrategyChoice.objects.filter(reason=OuterRef("reason"), pk__gt=OuterRef("pk"))
    choices = StrategyChoice.objects.filter(~Exists(newer)).exclude(strategy="")
    return choices.select_related("reason")


def _approved() -> QuerySet[CustomerVision]:
    return CustomerVision.objects.filter(approved_at__isnull=False)
