"""The people of the demo organisation, their departments and teams."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.text import slugify

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from contactreductie.core.services import people
from contactreductie.demo import files, state
from raci.models import Department
from raci.services import departments
from raci.services.departments import DepartmentDraft

MAIL_DOMAIN = "lindehof.example"  # a name that no mail server will ever answer to

People = Mapping[str, User]


@transaction.atomic
def create_people(*, now: datetime, started_at: datetime) -> dict[str, User]:
    """All accounts by user name, and with them the mark that the load has begun."""
    created = {row["username"]: _create(row, now) for row in files.rows("people.csv")}
    # One hash for all: making it twenty times would take longer than two years of contacts.
    User.objects.update(password=make_password(settings.DEMO_PASSWORD))
    state.mark(state.STARTED, by=next(iter(created.values())), now=started_at)
    return created


def create_departments(created: People, *, now: datetime) -> None:
    """Departments before their teams, members before heads: a head belongs to what they lead."""
    found: dict[str, Department] = {}
    rows = files.rows("departments.csv")
    for row in rows:
        draft = DepartmentDraft(
            code=row["code"],
            name=row["name"],
            parent=found.get(row["parent_code"]),
            is_customer_service=bool(row["is_customer_service"]),
        )
        found[row["code"]] = departments.create_department(draft, actor=None, now=now)
    for person in files.rows("people.csv"):
        user, department = created[person["username"]], found[person["department"]]
        departments.set_membership(user=user, department=department, actor=None, now=now)
    for row in rows:
        head = created[row["head"]]
        departments.set_head(department=found[row["code"]], head=head, actor=None, now=now)


def _create(row: Mapping[str, str], now: datetime) -> User:
    name = f"{slugify(row['first_name'])}.{slugify(row['last_name']).replace('-', '')}"
    return people.create_user(
        username=row["username"],
        email=f"{name}@{MAIL_DOMAIN}",
        first_name=row["first_name"],
        last_name=row["last_name"],
        roles=[Role(role) for role in row["roles"].split("|")],
        now=now,
    )
