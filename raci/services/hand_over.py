"""Nobody leaves, and nothing becomes customer service, with an A still in hand (A-2, A-4)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from contactreductie.core.services import audit, people
from raci import rules
from raci.enums import RaciRole
from raci.models import ActionRole, Department, ImprovementAction, ReasonResponsibility
from raci.queries import actions, departments
from raci.queries.departments import DepartmentTree
from raci.queries.responsibilities import Holder
from raci.services import letters


class HandOverFirst(Refusal):
    """A-4, counted in the reader's language."""

    def __init__(self, count: int, *, field: str = "") -> None:
        super().__init__("", field=field, rule="A-4")
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


@transaction.atomic
def change_person(
    *, user: User, roles: Collection[Role], actor: User | None, now: datetime, **named: str
) -> None:
    """Who somebody is and which roles they have; open actions keep somebody to answer (A-4)."""
    if actor is not None and not rules.may_manage_departments(actor):
        raise NotAllowed
    with keeping_answers(field="roles"):
        people.update_user(user=user, roles=roles, actor=actor, now=now, **named)


@contextmanager
def keeping_answers(*, field: str = "") -> Iterator[None]:
    """Refuses a change of people or departments that takes away the last one to answer for an
    open action (A-4). What nobody answered for before does not stand in its way."""
    before = _unanswered()
    yield
    if left := _unanswered() - before:
        raise HandOverFirst(len(left), field=field)


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


def _unanswered() -> set[int]:
    """The open actions whose A takes no part any more, or resolves to nobody who does."""
    tree = DepartmentTree.load()
    open_actions = ImprovementAction.objects.filter(actions.is_open())
    rows = ActionRole.objects.filter(role=RaciRole.ACCOUNTABLE, action__in=open_actions)
    held: dict[Holder, set[int]] = defaultdict(set)
    for number, department_id, person_id in rows.values_list("action", "department", "person"):
        held[Holder(department_id, person_id)].add(number)
    left = (numbers for holder, numbers in held.items() if not _answers(holder, tree))
    return set().union(*left)


def _answers(holder: Holder, tree: DepartmentTree) -> bool:
    if holder.department_id is None:
        found = User.objects.filter(pk=holder.person_id or 0, is_active=True)
    else:
        found = departments.accountable_people(tree, holder.department_id)
    return departments.taking_part(found).exists()


def _is_accountable(holder: Q) -> bool:
    """Whether such a holder is A of a reason or of an open action."""
    accountable = Q(role=RaciRole.ACCOUNTABLE) & holder
    open_actions = ImprovementAction.objects.filter(actions.is_open())
    return (
        ReasonResponsibility.objects.filter(accountable).exists()
        or ActionRole.objects.filter(accountable, action__in=open_actions).exists()
    )
