"""Which department answers for which reason, as the matrix says now."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from contactreductie.core.models import User
from raci.models import Membership
from raci.queries import responsibilities
from raci.queries.departments import DepartmentNode, DepartmentTree
from raci.queries.responsibilities import Holder, Responsibilities
from reasons.queries.tree import ReasonTree


@dataclass(frozen=True)
class Owners:
    """The matrix resolved for every reason, in three queries."""

    by_reason: dict[int, Responsibilities]
    departments: DepartmentTree
    department_of_person: dict[int, int]

    @classmethod
    def load(cls, tree: ReasonTree) -> Self:
        found = responsibilities.for_all(tree)
        people = {
            raci.accountable.person_id
            for raci in found.values()
            if raci.accountable and raci.accountable.person_id
        }
        members = Membership.objects.filter(user__in=people).values_list("user", "department")
        return cls(found, DepartmentTree.load(), dict(members))

    def responsibilities_of(self, reason_id: int) -> Responsibilities:
        return self.by_reason[reason_id]

    def department_of(self, reason_id: int) -> DepartmentNode | None:
        """The department that is accountable, or that the accountable person belongs to."""
        accountable = self.by_reason[reason_id].accountable
        department_id = self._department_id(accountable) if accountable else None
        return None if department_id is None else self.departments.by_id[department_id]

    def own_reasons(self, user: User) -> set[int]:
        """The ids of the reasons that somebody, or the own department, answers for (section 2)."""
        own = self.departments.own_ids(user)
        return {pk for pk in self.by_reason if self._is_of(user, own, pk)}

    def codes(self) -> dict[int, str]:
        """Reason id to department code, where somebody is accountable."""
        departments = {reason_id: self.department_of(reason_id) for reason_id in self.by_reason}
        return {
            reason_id: department.code
            for reason_id, department in departments.items()
            if department is not None
        }

    def is_customer_service(self, reason_id: int) -> bool:
        """A-2: customer service may work on anything and be accountable for nothing."""
        department = self.department_of(reason_id)
        return department is not None and self.departments.is_customer_service(department.id)

    def _is_of(self, user: User, own: Collection[int], reason_id: int) -> bool:
        holder, department = self.by_reason[reason_id].accountable, self.department_of(reason_id)
        in_person = holder is not None and holder.person_id == user.pk
        return in_person or (department is not None and department.id in own)

    def _department_id(self, holder: Holder) -> int | None:
        if holder.department_id is not None:
            return holder.department_id
        return self.department_of_person.get(holder.person_id or 0)
