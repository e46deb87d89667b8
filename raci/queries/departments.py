"""The departments in memory: one query, then every question about them is a look-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from contactreductie.core.enums import Role
from contactreductie.core.models import RoleGrant, User
from raci import rules
from raci.enums import RaciRole
from raci.models import Department, ImprovementAction, Membership

FIELDS = ("id", "code", "name", "parent_id", "is_customer_service", "head_id", "head__is_active")


@dataclass(frozen=True, slots=True)
class DepartmentNode:
    """One department; `head_id` is empty when the head has left."""

    id: int
    code: str
    name: str
    parent_id: int | None
    is_flagged: bool
    head_id: int | None
    depth: int


class DepartmentTree:
    """All departments, the whole before its teams, side by side in order of name."""

    def __init__(self, rows: Iterable[tuple]) -> None:
        below: dict[int | None, list[tuple]] = {}
        for row in sorted(rows, key=lambda row: (row[2], row[1])):
            below.setdefault(row[3], []).append(row)
        self.nodes: list[DepartmentNode] = []
        self._children: dict[int | None, list[DepartmentNode]] = {}
        self._place(below, None, 0)
        self.by_id = {node.id: node for node in self.nodes}
        self.by_code = {node.code: node for node in self.nodes}

    @classmethod
    def load(cls) -> Self:
        return cls(list(Department.objects.values_list(*FIELDS)))

    def children(self, department_id: int | None) -> list[DepartmentNode]:
        return self._children.get(department_id, [])

    def upwards(self, department_id: int) -> list[DepartmentNode]:
        """The department itself, then what it is part of, up to the top."""
        node = self.by_id[department_id]
        return [node, *([] if node.parent_id is None else self.upwards(node.parent_id))]

    def branch_ids(self, department_id: int) -> set[int]:
        """The department and all teams below it."""
        below = (self.branch_ids(child.id) for child in self.children(department_id))
        return {department_id}.union(*below)

    def is_customer_service(self, department_id: int) -> bool:
        """A sub-team of customer service is customer service too (A-2)."""
        return any(node.is_flagged for node in self.upwards(department_id))

    def head_of(self, department_id: int) -> int | None:
        """The id of the nearest active head, looking upwards; None when there is none (A-1)."""
        heads = (node.head_id for node in self.upwards(department_id))
        return next((head for head in heads if head is not None), None)

    def headed_by(self, user_id: int) -> set[int]:
        """The departments that resolve to this person."""
        return {node.id for node in self.nodes if self.head_of(node.id) == user_id}

    def without_head(self) -> set[int]:
        """The departments that resolve to no head at all."""
        return {node.id for node in self.nodes if self.head_of(node.id) is None}

    def joined_by(self, user: User) -> set[int]:
        """The departments somebody is a member of: the own one and all it is part of."""
        return {node.id for pk in _member_of(user) for node in self.upwards(pk)}

    def own_ids(self, user: User) -> set[int]:
        """Somebody's own departments with everything below: as member and as head."""
        roots = {*_member_of(user), *(node.id for node in self.nodes if node.head_id == user.pk)}
        return set().union(*(self.branch_ids(root) for root in roots))

    def _place(self, below: dict[int | None, list[tuple]], parent: int | None, depth: int) -> None:
        for pk, code, name, parent_id, flagged, head_id, head_active in below.get(parent, []):
            head = head_id if head_active else None
            node = DepartmentNode(pk, code, name, parent_id, flagged, head, depth)
            self.nodes.append(node)
            self._children.setdefault(parent, []).append(node)
            self._place(below, pk, depth + 1)


def owned_without_head(tree: DepartmentTree, user: User) -> set[int]:
    """The department somebody answers for because it has no head: as its owner (A-1)."""
    if not user.has_role(Role.DEPARTMENT_OWNER):
        return set()
    return _member_of(user) & tree.without_head()


def accountable_people(tree: DepartmentTree, department_id: int) -> QuerySet[User]:
    """The active people a department resolves to as A: its nearest head, else its owners."""
    head_id = tree.head_of(department_id)
    if head_id is not None:
        return User.objects.filter(pk=head_id)
    return User.objects.filter(
        is_active=True,
        membership__department_id=department_id,
        role_grants__role=Role.DEPARTMENT_OWNER,
    )


def taking_part(people: QuerySet[User]) -> QuerySet[User]:
    """Those of them with a role in which somebody can carry an action."""
    granted = RoleGrant.objects.filter(user=OuterRef("pk"), role__in=rules.PARTICIPANTS)
    return people.filter(Q(Exists(granted)) | Q(is_superuser=True))


def managers() -> list[User]:
    """The active people of the management."""
    found = User.objects.filter(is_active=True, role_grants__role=Role.MANAGER)
    return list(found.order_by("pk"))


def above(tree: DepartmentTree, action: ImprovementAction) -> list[User]:
    """The head above whoever is accountable for an action; empty at the top."""
    accountable = next(
        (role for role in action.roles.all() if role.role == RaciRole.ACCOUNTABLE), None
    )
    if accountable is None:
        return []
    person_id = accountable.person_id
    if accountable.department_id is not None:
        person_id = tree.head_of(accountable.department_id)
        start: set[int] = {accountable.department_id}
    else:
        start = set(
            Membership.objects.filter(user=person_id).values_list("department_id", flat=True)
        )
    heads = [node.head_id for pk in start for node in tree.upwards(pk)]
    higher = next((head for head in heads if head is not None and head != person_id), None)
    return list(User.objects.filter(pk=higher or 0))


def _member_of(user: User) -> set[int]:
    return set(Membership.objects.filter(user=user).values_list("department_id", flat=True))
