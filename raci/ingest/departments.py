"""Departments out of a delivered file."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from contactreductie.core.services import people
from raci import rules
from raci.ingest import rows
from raci.ingest.rows import Row, Tally
from raci.models import Department, Membership
from raci.services import departments
from raci.services.departments import DepartmentDraft

COLUMNS = ("code", "name", "is_customer_service", "head_email")
USERNAME_LENGTH = 150
Progress = Callable[[list[Row]], Iterable[Row]]


def import_departments(path: Path, *, now: datetime, progress: Progress = iter) -> Tally:
    """Makes the departments what the file says; each row on its own, wholly or not at all.

    An unknown head gets an account without a password, to be set by mail, with the role that a
    head needs: department owner, or team leader in customer service. A head who belongs nowhere
    becomes a member. An empty head leaves the head as it is. Raises Refusal for the whole file.
    """
    tally = Tally()
    found = rows.read(path, COLUMNS, tally)
    # The flag first goes where it disappears, so that it may move within one file.
    found.sort(key=lambda row: row.text("is_customer_service").casefold() in rows.YES)
    for row in progress(found):
        try:
            with transaction.atomic():
                _import(row, tally, now)
        except Refusal as refusal:
            tally.reject(row.number, refusal)
    tally.rejected.sort(key=lambda rejection: rejection.row)
    return tally


def _import(row: Row, tally: Tally, now: datetime) -> None:
    code, name = row.code, row.text("name")
    flag = row.flag("is_customer_service")
    department = Department.objects.filter(code=code).select_related("parent", "head").first()
    if department is None:
        draft = DepartmentDraft(code=code, name=name, is_customer_service=flag)
        department = departments.create_department(draft, actor=None, now=now)
        _provide_head(row, department, now)
        tally.note(created=True, updated=False)
        return
    before = departments.draft_of(department)
    wanted = replace(before, name=name, is_customer_service=flag)
    departments.update_department(department, wanted, actor=None, now=now)
    _provide_head(row, department, now)
    tally.note(created=False, updated=departments.draft_of(department) != before)


def _provide_head(row: Row, department: Department, now: datetime) -> None:
    if not row.text("head_email"):
        return
    inside = rules.is_customer_service(department)
    head = _person(row, Role.TEAM_LEADER if inside else Role.DEPARTMENT_OWNER, now)
    try:
        departments.set_head(department=department, head=head, actor=None, now=now)
    except Refusal as refusal:
        refusal.field = "head_email"
        raise
    if not Membership.objects.filter(user=head).exists():
        departments.set_membership(user=head, department=department, actor=None, now=now)


def _person(row: Row, role: Role, now: datetime) -> User:
    """The one account with this address, made when there is none."""
    email = row.email("head_email")
    found = list(User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email))[:2])
    if len(found) > 1:
        raise row.refuse("head_email", _("'%(value)s' belongs to more than one account."))
    if not found:
        row.check_length("head_email", email, USERNAME_LENGTH)
        return people.create_user(
            username=email.lower(), email=email, roles=[role], actor=None, now=now
        )
    people.grant_role(user=found[0], role=role, actor=None, now=now)
    return found[0]
