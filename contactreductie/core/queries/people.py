"""Who somebody is."""

from contactreductie.core.enums import Role
from contactreductie.core.models import User

# The person, once for each granted role: every page and every request of a machine asks for it.
WITH_ROLES = (
    "SELECT person.*, granted.role AS granted_role FROM core_user person"
    " LEFT JOIN core_rolegrant granted ON granted.user_id = person.id"
    " WHERE person.id = %s AND person.is_active"
)


def active_person(pk: int) -> User | None:
    """An active person with the roles granted, in one question."""
    rows = list(User.objects.raw(WITH_ROLES, [pk]))
    if not rows:
        return None
    roles = (getattr(row, "granted_role") for row in rows)  # noqa: B009 - not of the model
    rows[0].granted_roles = frozenset(Role(role) for role in roles if role is not None)
    return rows[0]
