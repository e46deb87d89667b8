"""The names behind departments and people, for lists, forms and mails."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci.models import ActionRole
from raci.queries.departments import DepartmentTree
from raci.queries.responsibilities import Holder

DECIDERS = (Role.COORDINATOR, Role.DEPARTMENT_OWNER, Role.MANAGER)


@dataclass(frozen=True)
class NamedHolder:
    """A holder as people know it: the department with its head, or the person."""

    role: str
    name: str
    detail: str


def heads(tree: DepartmentTree) -> dict[int, User]:
    """All heads by id, in one query."""
    return User.objects.in_bulk({node.head_id for node in tree.nodes if node.head_id})


def named(
    roles: Iterable[ActionRole], tree: DepartmentTree, people: dict[int, User]
) -> list[NamedHolder]:
    """The holders of one action in the order A, R, C, I."""
    ordered = sorted(roles, key=lambda role: "ARCI".index(role.role))
    return [_named(role, tree, people) for role in ordered]


def choices(
    tree: DepartmentTree, kept: Iterable[User] = ()
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Departments and people to choose a holder from, as groups of a select; `kept` are people
    who hold something already."""
    found = User.objects.filter(is_active=True, role_grants__role__in=DECIDERS)
    people = {person.pk: person for person in [*found.order_by("last_name", "username"), *kept]}
    departments = [
        (f"d{node.id}", "\N{NO-BREAK SPACE}" * 2 * node.depth + node.name) for node in tree.nodes
    ]
    return [
        (_("Departments"), departments),
        (_("People"), [(f"p{pk}", str(person)) for pk, person in people.items()]),
    ]


def people_of(holders: Iterable[Holder]) -> dict[int, User]:
    """The people among holders by id, in one query."""
    return User.objects.filter(
        Q(pk__in={holder.person_id for holder in holders if holder.person_id})
    ).in_bulk()


def _named(role: ActionRole, tree: DepartmentTree, people: dict[int, User]) -> NamedHolder:
    if role.department_id is None:
        return NamedHolder(role.role, str(role.person), "")
    head = people.get(tree.head_of(role.department_id) or 0)
    return NamedHolder(role.role, str(role.department), str(head) if head else "")
