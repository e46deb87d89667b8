"""Writing the organisation: departments, their heads and who belongs to them."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core import locks
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from contactreductie.core.services import audit
from raci import rules
from raci.models import Department, Membership
from raci.services import hand_over, letters, steps
from raci.services.responsibilities import LOCK

CODE_LENGTH, NAME_LENGTH = 60, 120


@dataclass(frozen=True)
class DepartmentDraft:
    """What a department is to be."""

    code: str
    name: str
    parent: Department | None = None
    is_customer_service: bool = False
    head: User | None = None


def draft_of(department: Department) -> DepartmentDraft:
    """The department as it stands, to change one thing about it."""
    return DepartmentDraft(
        code=department.code,
        name=department.name,
        parent=department.parent,
        is_customer_service=department.is_customer_service,
        head=department.head,
    )


@transaction.atomic
def create_department(draft: DepartmentDraft, *, actor: User | None, now: datetime) -> Department:
    """A new department; Refusal when its code is taken or a rule about heads is broken."""
    _check_administrator(actor)
    if Department.objects.filter(code=draft.code).exists():
        raise Refusal(_("This code already exists."), field="code")
    return _save(Department(), draft, "department_created", actor, now)


@transaction.atomic
def update_department(
    department: Department, draft: DepartmentDraft, *, actor: User | None, now: datetime
) -> Department:
    """Changes a department. Refused when that would make customer service accountable (A-2) or
    leave an open action without an A (A-4)."""
    _check_administrator(actor)
    if draft_of(department) == draft:
        return department
    if draft.code != department.code and Department.objects.filter(code=draft.code).exists():
        raise Refusal(_("This code already exists."), field="code")
    return _save(department, draft, "department_changed", actor, now)


def set_head(
    *, department: Department, head: User | None, actor: User | None, now: datetime
) -> Department:
    """A department resolves to its head, a named active person (A-1)."""
    draft = replace(draft_of(department), head=head)
    return update_department(department, draft, actor=actor, now=now)


@transaction.atomic
def set_membership(
    *, user: User, department: Department | None, actor: User | None, now: datetime
) -> None:
    """Puts somebody into a department, or into none; refused while open actions count on them
    where they are (A-4)."""
    _check_administrator(actor)
    locks.hold([LOCK])
    before = Membership.objects.filter(user=user).select_related("department").first()
    if (before.department if before else None) == department:
        return
    if department is not None and rules.is_customer_service(department):
        hand_over.check_not_accountable(user)
    with hand_over.keeping_answers(field="department"):
        if department is None:
            Membership.objects.filter(user=user).delete()
        else:
            Membership.objects.update_or_create(user=user, defaults={"department": department})
    user.refresh_from_db()  # forgets the membership it was loaded with
    audit.record_event(
        verb="membership_changed",
        subject=user,
        actor=actor,
        now=now,
        department=department.code if department else None,
    )


def _save(
    department: Department, draft: DepartmentDraft, verb: str, actor: User | None, now: datetime
) -> Department:
    locks.hold([LOCK])
    is_new = department.pk is None
    _check(department, draft)
    with hand_over.keeping_answers():
        for name in ("code", "name", "parent", "is_customer_service", "head"):
            setattr(department, name, getattr(draft, name))
        department.save()
    if department.head is not None and not rules.is_customer_service(department):
        letters.check_outside_customer_service(None, department.head, field="head")
    if not is_new:
        hand_over.check_customer_service_not_accountable(department)
    _record(verb, department, actor, now)
    return department


def _check(department: Department, draft: DepartmentDraft) -> None:
    steps.required(draft.code, "code", limit=CODE_LENGTH)
    steps.required(draft.name, "name", limit=NAME_LENGTH)
    if draft.parent is not None and department.pk in _ids_upwards(draft.parent):
        raise Refusal(_("A department cannot be part of itself."), field="parent")
    flagged = Department.objects.filter(is_customer_service=True).exclude(pk=department.pk)
    if draft.is_customer_service and flagged.exists():
        message = _("There is already a customer service department.")
        raise Refusal(message, field="is_customer_service", rule="A-2")
    if draft.head is not None and not draft.head.is_active:
        message = _("%(name)s has left. Choose somebody else.")
        raise Refusal(message, field="head", rule="A-1", name=str(draft.head))


def _ids_upwards(department: Department | None) -> set[int]:
    ids = set()
    while department is not None:
        ids.add(department.pk)
        department = department.parent
    return ids


def _check_administrator(actor: User | None) -> None:
    if actor is not None and not rules.may_manage_departments(actor):
        raise NotAllowed


def _record(verb: str, department: Department, actor: User | None, now: datetime) -> None:
    audit.record_event(
        verb=verb,
        subject=department,
        actor=actor,
        now=now,
        code=department.code,
        parent=department.parent.code if department.parent else None,
        is_customer_service=department.is_customer_service,
        head=department.head_id,
    )
