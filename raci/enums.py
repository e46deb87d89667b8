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
