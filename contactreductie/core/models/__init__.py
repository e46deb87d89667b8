from contactreductie.core.models.api_token import ApiToken
from contactreductie.core.models.audit import AuditEvent
from contactreductie.core.models.outbox import OutboxMessage
from contactreductie.core.models.sequence import Sequence
from contactreductie.core.models.user import RoleGrant, User

__all__ = ["ApiToken", "AuditEvent", "OutboxMessage", "RoleGrant", "Sequence", "User"]
