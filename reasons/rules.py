"""Who may do what with contacts, the tree and imports (domain model, section 2)."""

from contactreductie.core.enums import Role
from contactreductie.core.models import User

REGISTRARS = (Role.AGENT, Role.TEAM_LEADER, Role.COORDINATOR)
LATE_REGISTRARS = (Role.TEAM_LEADER, Role.COORDINATOR)
IMPORTERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
TREE_EDITORS = (Role.COORDINATOR, Role.ADMINISTRATOR)
COUNT_READERS = (
    Role.AGENT,
    Role.TEAM_LEADER,
    Role.COORDINATOR,
    Role.DEPARTMENT_OWNER,
    Role.MANAGER,
)


def may_register(user: User, _obj: object = None) -> bool:
    return user.has_role(*REGISTRARS)


def may_register_late(user: User, _obj: object = None) -> bool:
    return user.has_role(*LATE_REGISTRARS)


def may_import(user: User, _obj: object = None) -> bool:
    return user.has_role(*IMPORTERS)


def may_see_rejected_rows(user: User, _obj: object = None) -> bool:
    """What customers said is no business of whoever only runs the imports; each look is logged."""
    return user.has_role(Role.COORDINATOR)


def may_edit_tree(user: User, _obj: object = None) -> bool:
    return user.has_role(*TREE_EDITORS)


def may_read_lists(user: User, _obj: object = None) -> bool:
    """Reasons, channels and dimensions are no secret to anybody with a role."""
    return bool(user.roles)


def may_read_counts(user: User, _obj: object = None) -> bool:
    """V-5: how often each reason occurs is shared with everyone who works with contacts."""
    return user.has_role(*COUNT_READERS)
