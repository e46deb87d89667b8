"""Nobody leaves, and nothing becomes customer service, with an A still in hand (A-2, A-4)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from contactreductie.core.services import audit
from raci import rules
from raci.enums import RaciRole
from raci.models import ActionRole, Department, ImprovementAction, ReasonResponsibility
from raci.queries import actions, departments
from raci.queries.departments import DepartmentTree
from raci.services import letters


class HandOverFirst(Refusal):
    """A-4, counted in the reader's language."""

    def __init__(self, count: int) -> None:
        super().__init__("", rule="A-4")
        self.count = count

    def __str__(self) -> str:
        text = ngettext(
            "Hand over %(count)s open action first.",
            "Hand over %(count)s open actions first.",
            self.count,
        )
        return text % {"count": self.count}


@transaction.atomic
def deactivate_person(*, user: User, actor: User | None, now: datetime) -> None:
    """Somebody leaves: no open action may stay behind without its A (A-4)."""
    if actor is not None and not rules.may_manage_departments(actor):
        raise NotAllowed
    check_may_leave(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record_event(verb="user_deactivated", subject=user, actor=actor, now=now)


def check_may_leave(user: User) -> None:
    """Refuses while open actions, or reasons of the matrix, hang on this person as A."""
    count = actions.count_accountable(user, DepartmentTree.load())
    if count:
        raise HandOverFirst(count)
    if ReasonResponsibility.objects.filter(role=RaciRole.ACCOUNTABLE, person=user).exists():
        message = _("Give the reasons this person answers for to somebody else first.")
        raise Refusal(message, rule="A-4")


def check_department_resolves(department: Department) -> None:
    """Refuses a department that has open actions as A and nobody to answer for them (A-4)."""
    tree = DepartmentTree.load()
    orphans = [
        pk
        for pk in tree.branch_ids(department.pk)
        if not departments.accountable_people(tree, pk).exists()
    ]
    open_actions = ImprovementAction.objects.filter(actions.is_open())
    count = open_actions.filter(
        roles__role=RaciRole.ACCOUNTABLE, roles__department_id__in=orphans
    ).count()
    if count:
        raise HandOverFirst(count)


def check_not_accountable(user: User) -> None:
    """Refuses to move somebody who is A, or heads a department, into customer service (A-2)."""
    tree = DepartmentTree.load()
    heads_elsewhere = any(
        node.head_id == user.pk and not tree.is_customer_service(node.id) for node in tree.nodes
    )
    if heads_elsewhere or _is_accountable(Q(person=user)):
        raise Refusal(letters.NOT_CUSTOMER_SERVICE, field="department", rule="A-2")


def check_customer_service_not_accountable(department: Department) -> None:
    """After a change of a department: no A may lie inside customer service (A-2)."""
    if not rules.is_customer_service(department):
        return
    inside = DepartmentTree.load().branch_ids(department.pk)
    in_department = Q(department_id__in=inside)
    heads = User.objects.filter(membership__department_id__in=inside)
    leads_elsewhere = Department.objects.filter(head__in=heads).exclude(pk__in=inside)
    tree = DepartmentTree.load()
    leads = any(
        not tree.is_customer_service(pk) for pk in leads_elsewhere.values_list("pk", flat=True)
    )
    if leads or _is_accountable(in_department | Q(person__in=heads)):
        raise Refusal(letters.NOT_CUSTOMER_SERVICE, field="is_customer_service", rule="A-2")


def _is_accountable(holder: Q) -> bool:
    """Whether such a holder is A of a reason or of an open action."""
    accountable = Q(role=RaciRole.ACCOUNTABLE) & holder
    open_actions = ImprovementAction.objects.filter(actions.is_open())
    return (
        ReasonResponsibility.objects.filter(accountable).exists()
        or ActionRole.objects.filter(accountable, action__in=open_actions).exists()
    )
