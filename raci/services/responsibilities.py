"""Writing the standing RACI matrix."""

from datetime import datetime

from django.db import transaction

from contactreductie.core import locks
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed
from contactreductie.core.services import audit
from raci import rules
from raci.enums import RaciRole
from raci.models import Department, ReasonResponsibility
from raci.queries.responsibilities import Holder, RoleAssignment
from raci.services import letters
from reasons.models import ContactReason

LOCK = "raci-organisation"
"""Held by whatever A-2 depends on: letters, departments and memberships."""


@transaction.atomic
def assign_responsibility(
    *,
    reason: ContactReason,
    role: RaciRole,
    department: Department | None = None,
    person: User | None = None,
    actor: User | None,
    now: datetime,
) -> ReasonResponsibility:
    """Gives a letter for a reason and all below it. A new A takes the place of the old one.

    The same letter for the same holder twice changes nothing. Raises Refusal under A-1 to A-3,
    NotAllowed when the actor may not edit the matrix.
    """
    _check_editor(actor)
    locks.hold([LOCK])
    letters.check_holder(role, department, person)
    rows = ReasonResponsibility.objects.filter(reason=reason)
    present = rows.filter(role=role, department=department, person=person).first()
    if present is not None:
        return present
    replaced = rows.filter(role=role) if role == RaciRole.ACCOUNTABLE else rows.none()
    _check_single_role(reason, role, department, person)
    before = [str(row.department or row.person) for row in replaced]
    replaced.delete()
    created = ReasonResponsibility.objects.create(
        reason=reason, role=role, department=department, person=person
    )
    _record("responsibility_assigned", created, actor, now, instead_of=before)
    return created


@transaction.atomic
def remove_responsibility(
    *, responsibility: ReasonResponsibility, actor: User | None, now: datetime
) -> None:
    """Takes one letter away; the nearest reason above then says who holds it."""
    _check_editor(actor)
    _record("responsibility_removed", responsibility, actor, now)
    responsibility.delete()


def _check_editor(actor: User | None) -> None:
    if actor is not None and not rules.may_edit_matrix(actor):
        raise NotAllowed


def _check_single_role(
    reason: ContactReason, role: RaciRole, department: Department | None, person: User | None
) -> None:
    others = [
        RoleAssignment(RaciRole(row.role), Holder(row.department_id, row.person_id))
        for row in ReasonResponsibility.objects.filter(reason=reason)
    ]
    holder = Holder(department.pk if department else None, person.pk if person else None)
    letters.check_single_role(RoleAssignment(role, holder), others)


def _record(
    verb: str, row: ReasonResponsibility, actor: User | None, now: datetime, **details: object
) -> None:
    audit.record_event(
        verb=verb,
        subject=row.reason,
        actor=actor,
        now=now,
        role=row.role,
        department=row.department.code if row.department else None,
        person=row.person_id,
        **details,
    )
