"""Names of the choices that reasons owns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReasonKind(TextChoices):
    """What a reason is for: a question, noise outside every ratio (C-10), or the rest (R-3)."""

    NORMAL = "normal", _("Normal")
    NOISE = "noise", _("Noise")
    CATCH_ALL = "catch_all", _("Catch-all")


class TreeChangeKind(TextChoices):
    """What can be done to the reason tree."""

    CREATED = "created", _("Added")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved")
    MERGED = "merged", _("Merged")
    SPLIT = "split", pgettext_lazy("done to a reason", "Split")
    ENDED = "ended", _("Ended")
    REMOVED = "removed", pgettext_lazy("done to a reason", "Removed")
    UNDONE = "undone", _("Undone")


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


class LegKind(TextChoices):
    """How a contact goes on after the conversation: a further leg, no new contact (C-4)."""

    TRANSFER = "transfer", _("Transfer")
    CALLBACK = "callback", _("Call back")


class CauseCategory(TextChoices):
    """On whose side a cause lies (R-9, S-1)."""

    CUSTOMER = "customer", _("Customer")
    PROCESS = "process", _("Process")
    AGENT = "agent", _("Agent")
    UNKNOWN = "unknown", _("Unknown")


class CustomerSignalKind(TextChoices):
    """What a customer said beside the question (S-3)."""

    COMPLAINT = "complaint", _("Complaint")
    COMPLIMENT = "compliment", _("Compliment")
    IDEA = "idea", _("Idea")


class BroughtUp(TextChoices):
    """What an agent may bring up beside a registration."""

    FIRST_TIME_RIGHT = "first-time-right", _("Not right first time")
    CUSTOMER_SIGNAL = "customer-signal", _("Customer signal")
    REASON_PROPOSAL = "missing-reason", _("Missing reason")


class SignalState(TextChoices):
    """The way of what an agent brought up until it is answered (S-1)."""

    NEW = "new", _("New")
    SENT_OUT = "sent_out", _("Sent out")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class VersionKind(TextChoices):
    """Why a contact is no longer what it was (C-11)."""

    CORRECTED = "corrected", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SuggestionState(TextChoices):
    """Whether a text can suggest reasons. LEARNING: installed, but too few notes as yet."""

    READY = "ready"
    LEARNING = "learning"
    OFF = "off"


class IngestState(TextChoices):
    """Where an import is; rows already in stay in, so RUNNING may be taken up again."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
