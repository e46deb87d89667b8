"""Which contact rows somebody may see (domain model, section 2)."""

from django.db.models import Q, QuerySet

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci import rules
from raci.queries import responsibilities
from raci.queries.departments import DepartmentTree
from reasons.models import Contact
from reasons.queries.tree import ReasonTree


def visible_to(user: User) -> QuerySet[Contact]:
    """An agent sees the own contacts, a team leader those of the own team's agents, a department
    owner those of reasons the own department is accountable for; coordinator and privacy officer
    see all rows, management and administrator none. Several roles add up."""
    if not rules.may_see_contact_rows(user):
        return Contact.objects.none()
    if user.has_role(Role.COORDINATOR, Role.PRIVACY_OFFICER):
        return Contact.objects.all()
    mine = _registered_close_by(user)
    if user.has_role(Role.DEPARTMENT_OWNER):
        mine |= Q(reason_id__in=owned_reason_ids(user))
    return Contact.objects.filter(mine)


def workable_by(user: User) -> QuerySet[Contact]:
    """Those of the visible ones that somebody may work on: correct, undo, bring something up
    about. Answering for a reason, or guarding privacy, is no ground to change a contact."""
    if user.has_role(Role.COORDINATOR):
        return Contact.objects.all()
    return Contact.objects.filter(_registered_close_by(user))


def _registered_close_by(user: User) -> Q:
    """By oneself, or as a team leader by the own team."""
    mine = Q(pk__in=[])
    if user.has_role(Role.AGENT, Role.TEAM_LEADER):
        mine |= Q(agent=user)
    if user.has_role(Role.TEAM_LEADER):
        mine |= Q(agent__membership__department_id__in=DepartmentTree.load().own_ids(user))
    return mine


def owned_reason_ids(user: User) -> set[int]:
    """The reasons whose A (nearest ancestor) is the person or one of the own departments."""
    own = DepartmentTree.load().own_ids(user)
    found = responsibilities.for_all(ReasonTree.load())
    return {
        reason_id
        for reason_id, raci in found.items()
        if raci.accountable
        and (raci.accountable.person_id == user.pk or raci.accountable.department_id in own)
    }
