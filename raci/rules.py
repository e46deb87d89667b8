"""Who may do what with actions, the matrix, the vision and departments (section 2, A-1, A-2).

Each predicate takes `(user, obj=None)`; without an object it says whether there is any such
object for this person. Objects are read as they are: load an action with its roles first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contactreductie.core.enums import Role
from raci import workflow
from raci.enums import RaciRole

if TYPE_CHECKING:
    from contactreductie.core.models import User
    from raci.models import ActionRole, Department, ImprovementAction, ProcessStep

PARTICIPANTS = (
    Role.AGENT,
    Role.TEAM_LEADER,
    Role.COORDINATOR,
    Role.DEPARTMENT_OWNER,
    Role.MANAGER,
)
CUSTOMER_SERVICE_ROLES = frozenset({Role.AGENT, Role.TEAM_LEADER, Role.COORDINATOR})
PLANNERS = (Role.COORDINATOR, Role.DEPARTMENT_OWNER, Role.MANAGER)
VERIFIERS = (Role.DEPARTMENT_OWNER, Role.MANAGER)
MATRIX_EDITORS = (Role.COORDINATOR, Role.MANAGER)
VALUERS = (Role.TEAM_LEADER, Role.COORDINATOR, Role.MANAGER)


# --- Who somebody is ---------------------------------------------------------------------------


def is_customer_service(department: Department) -> bool:
    """A sub-team of customer service is customer service too (A-2)."""
    return any(step.is_customer_service for step in _upwards(department))


def is_customer_service_person(user: User) -> bool:
    """By membership; somebody without one is judged by the roles that only it has (A-2)."""
    department = department_of(user)
    if department is not None:
        return is_customer_service(department)
    return bool(user.roles) and user.roles <= CUSTOMER_SERVICE_ROLES


def department_of(user: User) -> Department | None:
    membership = getattr(user, "membership", None)
    return membership.department if membership else None


def belongs_to(user: User, department: Department) -> bool:
    """Member of the department or of a team below it."""
    own = department_of(user)
    return own is not None and any(step.pk == department.pk for step in _upwards(own))


def owns(user: User, department: Department) -> bool:
    """Whether it is the person's own department, or one below: as member or as head."""
    own = department_of(user)
    return any(
        step.head_id == user.pk or (own is not None and step.pk == own.pk)
        for step in _upwards(department)
    )


def is_accountable_for(user: User, department: Department) -> bool:
    """A department resolves to its nearest active head, and without any to its owners (A-1)."""
    for step in _upwards(department):
        if step.head is not None and step.head.is_active:
            return step.head_id == user.pk
    own = department_of(user)
    is_member = own is not None and own.pk == department.pk
    return is_member and user.has_role(Role.DEPARTMENT_OWNER)


def letters_of(user: User, action: ImprovementAction) -> frozenset[str]:
    """The letters somebody holds on an action, in person or for the department."""
    return frozenset(role.role for role in action.roles.all() if _holds(user, role))


def _holds(user: User, role: ActionRole) -> bool:
    if role.department is None:
        return role.person_id == user.pk
    if is_accountable_for(user, role.department):
        return True
    return role.role != RaciRole.ACCOUNTABLE and belongs_to(user, role.department)


def _upwards(department: Department | None) -> Iterator[Department]:
    while department is not None:
        yield department
        department = department.parent


# --- Actions -----------------------------------------------------------------------------------


def may_see_action(user: User, _action: ImprovementAction | None = None) -> bool:
    """Results are shared with everybody who takes part (V-5); actions hold no contact rows."""
    return user.has_role(*PARTICIPANTS)


def may_propose(user: User, _obj: object = None) -> bool:
    return user.has_role(*PARTICIPANTS)


def may_comment(user: User, action: ImprovementAction | None = None) -> bool:
    """C is asked; who is only informed listens (A-3)."""
    if action is None or user.has_role(*PLANNERS):
        return user.has_role(*PARTICIPANTS)
    if not user.has_role(*PARTICIPANTS):
        return False
    letters = letters_of(user, action)
    return action.created_by_id == user.pk or bool(letters - {RaciRole.INFORMED})


def may_plan(user: User, action: ImprovementAction | None = None) -> bool:
    """Plan an action and set its RACI; a department owner for the own department only."""
    if user.has_role(Role.COORDINATOR, Role.MANAGER):
        return True
    if not user.has_role(Role.DEPARTMENT_OWNER):
        return False
    return action is None or _is_of_own_department(user, action)


def may_make_accountable(
    user: User, department: Department | None, person: User | None = None
) -> bool:
    """Section 2, "set RACI": a department owner gives the A within the own department only."""
    if user.has_role(Role.COORDINATOR, Role.MANAGER):
        return True
    if not user.has_role(Role.DEPARTMENT_OWNER):
        return False
    where = department_of(person) if person is not None else department
    return person == user or (where is not None and owns(user, where))


def may_take(user: User, action: ImprovementAction, step: workflow.Transition) -> bool:
    """Whether a person may take a step, whatever the action's state."""
    if not user.has_role(*PARTICIPANTS):
        return False
    if step.name in (workflow.VERIFY.name, workflow.WITHOUT_EFFECT.name):
        return may_verify(user, action)
    if step.name == workflow.ACCEPT.name:
        return may_plan(user, action)
    if step.roles & {str(role) for role in user.roles}:
        return True
    return bool(step.letters & letters_of(user, action))


def may_verify(user: User, action: ImprovementAction) -> bool:
    """A, never the person who reported done, never a coordinator."""
    if user.has_role(Role.COORDINATOR) or not user.has_role(*VERIFIERS):
        return False
    return is_accountable(user, action) and action.reported_done_by_id != user.pk


def is_accountable(user: User, action: ImprovementAction) -> bool:
    return user.has_role(*PARTICIPANTS) and RaciRole.ACCOUNTABLE in letters_of(user, action)


def _is_of_own_department(user: User, action: ImprovementAction) -> bool:
    accountable = [role for role in action.roles.all() if role.role == RaciRole.ACCOUNTABLE]
    return any(
        _holds(user, role) or (role.department is not None and owns(user, role.department))
        for role in accountable
    )


# --- Around them -------------------------------------------------------------------------------


def may_see_unrouted(user: User, _obj: object = None) -> bool:
    """What nobody answers for is for those who can give it to somebody."""
    return user.has_role(Role.COORDINATOR, Role.MANAGER)


def may_see_matrix(user: User, _obj: object = None) -> bool:
    return user.has_role(*PARTICIPANTS, Role.ADMINISTRATOR)


def may_edit_matrix(user: User, _obj: object = None) -> bool:
    """Section 2, "set RACI"; a department owner does that on actions, not for the organisation."""
    return user.has_role(*MATRIX_EDITORS)


def may_value_reason(user: User, is_own: bool | None = None) -> bool:
    """Section 2, "score value/irritant"; a department owner the reasons that the own department
    answers for. Without an answer to that: whether there is any reason for this person."""
    if user.has_role(*VALUERS):
        return True
    return user.has_role(Role.DEPARTMENT_OWNER) and is_own is not False


def may_see_causes(user: User, _obj: object = None) -> bool:
    """R-9: what was found behind a reason is a result like others (V-5)."""
    return user.has_role(*PARTICIPANTS)


def may_record_cause(user: User, is_own: bool | None = None) -> bool:
    """R-9: who weighs a reason may say what lies behind it."""
    return may_value_reason(user, is_own)


def may_choose_strategy(user: User, is_own: bool | None = None) -> bool:
    """A strategy says what will be planned (V-1): whoever may plan, as with actions."""
    if user.has_role(Role.COORDINATOR, Role.MANAGER):
        return True
    return user.has_role(Role.DEPARTMENT_OWNER) and is_own is not False


def may_see_vision(user: User, _obj: object = None) -> bool:
    """The vision is on top of every decision: everybody with a role reads it."""
    return bool(user.roles)


def may_publish_vision(user: User, _obj: object = None) -> bool:
    """V-1: approved by the management."""
    return user.has_role(Role.MANAGER)


def may_write_channels(user: User, _obj: object = None) -> bool:
    """V-4: whether there is any channel this person may decide about."""
    return user.has_role(*PLANNERS)


def may_write_channel(user: User, owner: Department | None) -> bool:
    """A department owner for channels of the own department only; `owner` is whose it is."""
    if user.has_role(Role.COORDINATOR, Role.MANAGER):
        return True
    owning = user.has_role(Role.DEPARTMENT_OWNER)
    return owning and (owner is None or owns(user, owner))


def may_draft_vision(user: User, _obj: object = None) -> bool:
    """Who may write a draft; approving it is for the management."""
    return user.has_role(Role.COORDINATOR, Role.MANAGER)


def may_recheck(user: User, _obj: object = None) -> bool:
    """V-2: whoever may plan an item reads it again beside a new version of the vision."""
    return user.has_role(*PLANNERS)


def may_recheck_all(user: User, _obj: object = None) -> bool:
    """Channels and strategies belong to no single department."""
    return user.has_role(Role.COORDINATOR, Role.MANAGER)


def may_edit_journeys(user: User, _obj: object = None) -> bool:
    """R-10: who draws journeys and names owners of steps."""
    return user.has_role(*MATRIX_EDITORS)


def may_link_reasons(user: User, step: ProcessStep | None = None) -> bool:
    """A department owner links reasons to steps of the own department only."""
    if may_edit_journeys(user) or not user.has_role(Role.DEPARTMENT_OWNER):
        return may_edit_journeys(user)
    return step is None or (step.department is not None and owns(user, step.department))


def may_manage_departments(user: User, _obj: object = None) -> bool:
    return user.has_role(Role.ADMINISTRATOR)


def may_see_contact_rows(user: User, _obj: object = None) -> bool:
    """Which rows: raci.queries.contacts.visible_to. Management reads figures, no rows."""
    return user.has_role(
        Role.AGENT,
        Role.TEAM_LEADER,
        Role.COORDINATOR,
        Role.DEPARTMENT_OWNER,
        Role.PRIVACY_OFFICER,
    )
