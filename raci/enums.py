"""Names of the choices that raci owns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RaciRole(TextChoices):
    """The letters, each with a consequence."""

    ACCOUNTABLE = "A", _("Accountable")
    RESPONSIBLE = "R", _("Responsible")
    CONSULTED = "C", _("Consulted")
    INFORMED = "I", _("Informed")


class ActionState(TextChoices):
    """States of an improvement action (domain model, section 9)."""

    PROPOSED = "proposed", _("Proposal")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    REPORTED_DONE = "reported_done", _("Reported done")
    VERIFIED = "verified", _("Verified")
    NO_EFFECT = "no_effect", _("No effect")
    CANCELLED = "cancelled", _("Cancelled")


class ActionSide(TextChoices):
    """Preventing the question, or keeping an unpreventable question away from an agent."""

    FRONT = "front", _("Front side")
    BACK = "back", _("Back side")


class EntryKind(TextChoices):
    """What one line in the history of an action tells."""

    CREATED = "created", _("Created")
    TRANSITION = "transition", _("Step")
    REMARK = "remark", _("Remark")
    DUE_DATE = "due_date", _("Due date moved")
    ROLES = "roles", _("RACI changed")


class Strategy(TextChoices):
    """What to do with a contact, by its two values (Price and Jaffe; section 6)."""

    ELIMINATE = "eliminate", _("Eliminate")
    AUTOMATE = "automate", _("Automate")
    SIMPLIFY = "simplify", _("Simplify")
    LEVERAGE = "leverage", _("Leverage")


class ValueLabel(TextChoices):
    """A contact that customers want to have, or one that stands in their way (W-3)."""

    SATISFIER = "satisfier", _("Satisfier")
    DISSATISFIER = "dissatisfier", _("Dissatisfier")


class EvidenceKind(TextChoices):
    """What a cause may rest on (R-9)."""

    READ_CONTACTS = "contacts", _("Contacts read")
    SURVEY_ANSWERS = "survey_answers", _("Open answers of customers")
    PROCESS_STEP = "process_step", _("Process step")
    AGENT_SIGNALS = "agent_signals", _("Signals of agents")


class JourneyKind(TextChoices):
    """Whose way it is: that of the customer, or that of the work behind it."""

    CUSTOMER = "customer", _("Customer journey")
    PROCESS = "process", _("Service process")


class ChannelMeasure(TextChoices):
    """What may be decided about a channel."""

    OPENED = "opened", _("Added")
    HOURS_EXTENDED = "longer_hours", _("Longer opening hours")
    KEPT = "kept", _("Kept after review")
    CLOSED = "closed", _("Closed")
    HOURS_SHORTENED = "shorter_hours", _("Shorter opening hours")
    NUMBER_HIDDEN = "number_hidden", _("Number or address hidden")
    VOICE_MAIL = "voice_mail", _("Voice mail instead of an answer")
    UNANSWERED = "unanswered", _("Not answered")


SYMPTOM_MEASURES = (
    ChannelMeasure.CLOSED,
    ChannelMeasure.HOURS_SHORTENED,
    ChannelMeasure.NUMBER_HIDDEN,
    ChannelMeasure.VOICE_MAIL,
    ChannelMeasure.UNANSWERED,
)
"""Fewer contacts by these is no reduction: the customer still has the question (W-6)."""
