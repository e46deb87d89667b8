"""The standing RACI as a page shows it: every reason, its A, and where nobody answers."""

from dataclasses import dataclass

from contactreductie.core.models import User
from raci.enums import RaciRole
from raci.models import ReasonResponsibility
from raci.queries import responsibilities
from raci.queries.departments import DepartmentTree
from raci.queries.responsibilities import Holder
from reasons.queries.tree import ReasonNode, ReasonTree


@dataclass(frozen=True)
class NamedLetter:
    """A letter and who holds it."""

    role: str
    name: str


@dataclass(frozen=True)
class MatrixLine:
    """One reason: who is A, from which reason that comes, and the other letters."""

    reason: ReasonNode
    name: str
    accountable: str
    inherited_from: str
    others: list[NamedLetter]

    @property
    def is_gap(self) -> bool:
        return not self.accountable


class Matrix:
    """Everything about responsibilities, in five queries however large the tree is."""

    def __init__(self, language: str) -> None:
        self.reasons, self.departments = ReasonTree.load(), DepartmentTree.load()
        self._language = language
        self._found = responsibilities.for_all(self.reasons)
        rows = ReasonResponsibility.objects.filter(role=RaciRole.ACCOUNTABLE)
        self._assigned = set(rows.values_list("reason_id", flat=True))
        people = {holder.person_id for raci in self._found.values() for holder in raci.holders()}
        heads = {node.head_id for node in self.departments.nodes}
        self.people = User.objects.in_bulk(pk for pk in people | heads if pk)

    def lines(self) -> list[MatrixLine]:
        return [self._line(node) for node in self.reasons.nodes]

    def name_of(self, holder: Holder) -> str:
        if holder.department_id is not None:
            return self.departments.by_id[holder.department_id].name
        return str(self.people.get(holder.person_id or 0, ""))

    def owned_counts(self) -> dict[int, int]:
        """Number of reasons per department that is accountable for them."""
        counts: dict[int, int] = {}
        for raci in self._found.values():
            pk = raci.accountable_department_id
            if pk is not None:
                counts[pk] = counts.get(pk, 0) + 1
        return counts

    def _line(self, node: ReasonNode) -> MatrixLine:
        raci = self._found[node.id]
        others = [
            NamedLetter(assignment.role, self.name_of(assignment.holder))
            for assignment in raci.assignments()
            if assignment.role != RaciRole.ACCOUNTABLE
            and (assignment.role != RaciRole.RESPONSIBLE or raci.responsible)
        ]
        return MatrixLine(
            reason=node,
            name=node.name_in(self._language),
            accountable=self.name_of(raci.accountable) if raci.accountable else "",
            inherited_from=self._source(node),
            others=others,
        )

    def _source(self, node: ReasonNode) -> str:
        """The name of the reason above that gives the A; empty when it is the reason's own."""
        if node.id in self._assigned:
            return ""
        above = [step for step in self.reasons.ancestors(node) if step.id in self._assigned]
        return above[-1].name_in(self._language) if above else ""
