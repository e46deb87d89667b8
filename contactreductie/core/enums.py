"""Names of the choices that core owns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is in the organisation (domain model, section 2)."""

    AGENT = "agent", _("Agent")
    TEAM_LEADER = "team_leader", _("Team leader")
    COORDINATOR = "coordinator", _("Customer service coordinator")
    DEPARTMENT_OWNER = "department_owner", _("Department owner")
    MANAGER = "manager", _("Management")
    ADMINISTRATOR = "administrator", _("Administrator")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")


class TokenScope(TextChoices):
    """What an API token may do; each scope includes the one before it."""

    READ = "read", _("Read")
    WRITE = "write", _("Write")
    ADMIN = "admin", _("Administer")


class DeliveryState(TextChoices):
    """Where an outbox message is on its way out."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
