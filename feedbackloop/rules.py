"""Who may read what the loop tells, and who may decide about it (domain model, section 2)."""

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci import rules as raci_rules
from reasons import rules as reason_rules

DASHBOARD_READERS = (
    Role.TEAM_LEADER,
    Role.COORDINATOR,
    Role.DEPARTMENT_OWNER,
    Role.MANAGER,
)
ROUTERS = (Role.COORDINATOR, Role.MANAGER)
TARGET_SETTERS = (Role.COORDINATOR, Role.DEPARTMENT_OWNER, Role.MANAGER)
TEAM_READERS = (Role.TEAM_LEADER, Role.COORDINATOR)
VOLUME_KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def may_read_dashboard(user: User, _obj: object = None) -> bool:
    return user.has_role(*DASHBOARD_READERS)


def may_read_report(user: User, _obj: object = None) -> bool:
    """V-5: results are shared with everyone; a report holds no contact rows and no agents."""
    return reason_rules.may_read_counts(user)


def may_read_reason(user: User, _obj: object = None) -> bool:
    """The page of one reason shows the same counts as the report, no contact rows."""
    return reason_rules.may_read_counts(user)


def may_read_values(user: User, _obj: object = None) -> bool:
    """V-5: what contacts are worth is shared; it is drawn by the same counts as the report."""
    return reason_rules.may_read_counts(user)


def may_read_targets(user: User, _obj: object = None) -> bool:
    """V-5: a target is told with the counts it is about."""
    return reason_rules.may_read_counts(user)


def may_set_targets(user: User, _obj: object = None) -> bool:
    """A department owner only for the reasons that the own department answers for."""
    return user.has_role(*TARGET_SETTERS)


def may_set_any_target(user: User, _obj: object = None) -> bool:
    return user.has_role(*ROUTERS)


def may_recheck_targets(user: User, _obj: object = None) -> bool:
    """V-2: whether a target still fits a new version of the vision."""
    return user.has_role(*ROUTERS)


def may_read_channels(user: User, _obj: object = None) -> bool:
    """V-4: counts per channel hold no contact rows."""
    return reason_rules.may_read_counts(user)


def may_read_process_map(user: User, _obj: object = None) -> bool:
    """R-10: counts per step, no contact rows."""
    return reason_rules.may_read_counts(user)


def may_see_unrouted(user: User, _obj: object = None) -> bool:
    return raci_rules.may_see_unrouted(user)


def may_handle_unrouted(user: User, _obj: object = None) -> bool:
    """Choosing the owner of a reason is setting RACI: coordinator or management."""
    return user.has_role(*ROUTERS)


def may_see_team(user: User, _obj: object = None) -> bool:
    """A team leader the own teams, the coordinator every team of customer service."""
    return user.has_role(*TEAM_READERS)


def may_record_volumes(user: User, _obj: object = None) -> bool:
    return user.has_role(*VOLUME_KEEPERS)
