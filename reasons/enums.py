"""Names of the choices that reasons owns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReasonKind(TextChoices):
    """What a reason is for: a question, noise outside every ratio (C-10), or the rest (R-3)."""

    NORMAL = "normal", _("Normal")
    NOISE = "noise", _("Noise")
    CATCH_ALL = "catch_all", _("Catch-all")


class Direction(TextChoices):
    """Who started the conversation; outbound contacts are kept but never counted."""

    INBOUND = "inbound", _("Inbound")
    OUTBOUND = "outbound", _("Outbound")


class Resolution(TextChoices):
    """How the contact ended for the customer."""

    RESOLVED = "resolved", _("Resolved")
    CALLBACK = "callback", _("Call back promised")
    TRANSFERRED = "transferred", _("Transferred")
    ESCALATED = "escalated", _("Escalated")
    UNRESOLVED = "unresolved", _("Not resolved")


class IngestState(TextChoices):
    """Where an import is; rows already in stay in, so RUNNING may be taken up again."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
