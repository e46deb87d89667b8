"""The names behind departments and people, for lists, forms and mails."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci.models import ActionRole, Membership
from raci.queries.departments import DepartmentTree

Choices = list[tuple[str, list[tuple[str, str]]]]
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


def choices(tree: DepartmentTree, kept: Iterable[User] = ()) -> Choices:
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


def to_make_accountable(offered: Choices, user: User, tree: DepartmentTree) -> Choices:
    """Of these choices the holders to whom somebody may give the A: rules.may_make_accountable."""
    if user.has_role(Role.COORDINATOR, Role.MANAGER):
        return offered
    own = tree.own_ids(user)
    members = Membership.objects.filter(department_id__in=own).values_list("user_id", flat=True)
    allowed = {f"d{pk}" for pk in own} | {f"p{pk}" for pk in [user.pk, *members]}
    return [
        (group, [option for option in options if option[0] in allowed])
        for group, options in offered
    ]


def _named(role: ActionRole, tree: DepartmentTree, people: dict[int, User]) -> NamedHolder:
    if role.department_id is None:
        return NamedHolder(role.role, str(role.person), "")
    head = people.get(tree.head_of(role.department_id) or 0)
    return NamedHolder(role.role, str(role.department), str(head) if head else "")
