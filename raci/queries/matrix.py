"""The standing RACI as a page shows it: every reason, its A, and where nobody answers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from contactreductie.core.models import User
from raci.enums import RaciRole
from raci.models import ReasonResponsibility
from raci.queries import responsibilities
from raci.queries.departments import DepartmentNode, DepartmentTree
from raci.queries.responsibilities import Holder, Responsibilities
from reasons.queries.tree import ReasonNode, ReasonTree


@dataclass(frozen=True)
class NamedLetter:
    """A letter and who holds it."""

    role: str
    name: str


@dataclass(frozen=True)
class MatrixLine:
    """One reason: who is A, from which reason that comes, and the other letters.

    `own`: the matrix says something at this reason itself. `is_headless`: the accountable
    department resolves to nobody. `is_context`: shown only for what is below it.
    """

    reason: ReasonNode
    name: str
    path: str
    accountable: str
    inherited_from: str
    others: list[NamedLetter]
    own: bool
    needs_owner: bool
    is_headless: bool
    followers: int
    department_id: int | None
    is_context: bool = False

    @property
    def is_gap(self) -> bool:
        return self.needs_owner and not self.accountable


@dataclass(frozen=True)
class DepartmentLine:
    """One department; `stands_in` is the head above it when it has none itself (A-1)."""

    node: DepartmentNode
    head: User | None
    stands_in: User | None
    is_customer_service: bool
    reason_count: int

    @property
    def is_headless(self) -> bool:
        return self.head is None and self.stands_in is None


class Matrix:
    """Everything about responsibilities, in five queries however large the tree is."""

    def __init__(self, language: str, today: date) -> None:
        self.reasons, self.departments = ReasonTree.load(), DepartmentTree.load()
        self._language, self._today = language, today
        self._found = responsibilities.for_all(self.reasons)
        rows = ReasonResponsibility.objects.values_list("reason_id", "role")
        self._own, self._assigned = _at_itself(rows)
        people = {holder.person_id for raci in self._found.values() for holder in raci.holders()}
        heads = {node.head_id for node in self.departments.nodes}
        self.people = User.objects.in_bulk(pk for pk in people | heads if pk)

    def lines(self) -> list[MatrixLine]:
        sources = {node.id: self._source(node) for node in self.reasons.nodes}
        followers = Counter(source.id for source in sources.values() if source)
        return [
            self._line(node, sources[node.id], followers[node.id]) for node in self.reasons.nodes
        ]

    def department_lines(self) -> list[DepartmentLine]:
        counts = self._owned_counts()
        return [
            DepartmentLine(
                node=node,
                head=self.people.get(node.head_id or 0),
                stands_in=self.people.get(self.departments.head_of(node.id) or 0),
                is_customer_service=self.departments.is_customer_service(node.id),
                reason_count=counts[node.id],
            )
            for node in self.departments.nodes
        ]

    def with_above(self, chosen: Iterable[MatrixLine], lines: list[MatrixLine]) -> list[MatrixLine]:
        """The chosen lines in the order of the tree, each below the reasons it is part of."""
        ids = {line.reason.id for line in chosen}
        paths = (self.reasons.path(self.reasons.by_id[pk]) for pk in ids)
        shown = {step.id for path in paths for step in path}
        return [
            replace(line, is_context=line.reason.id not in ids)
            for line in lines
            if line.reason.id in shown
        ]

    def name_of(self, holder: Holder) -> str:
        if holder.department_id is not None:
            return self.departments.by_id[holder.department_id].name
        return str(self.people.get(holder.person_id or 0, ""))

    def _owned_counts(self) -> Counter[int]:
        """Number of reasons per department that is accountable for them."""
        owners = (raci.accountable_department_id for raci in self._found.values())
        return Counter(pk for pk in owners if pk is not None)

    def _line(self, node: ReasonNode, source: ReasonNode | None, followers: int) -> MatrixLine:
        raci = self._found[node.id]
        department_id = raci.accountable_department_id
        ended = node.valid_until is not None and node.valid_until < self._today
        return MatrixLine(
            reason=node,
            name=node.name_in(self._language),
            path=" ".join(step.name_in(self._language) for step in self.reasons.path(node)),
            accountable=self.name_of(raci.accountable) if raci.accountable else "",
            inherited_from=source.name_in(self._language) if source else "",
            others=self._others(raci),
            own=node.id in self._own,
            needs_owner=not ended and not self.reasons.is_noise(node.id),
            is_headless=bool(department_id and self.departments.head_of(department_id) is None),
            followers=followers,
            department_id=department_id,
        )

    def _others(self, raci: Responsibilities) -> list[NamedLetter]:
        return [
            NamedLetter(assignment.role, self.name_of(assignment.holder))
            for assignment in raci.assignments()
            if assignment.role != RaciRole.ACCOUNTABLE
            and (assignment.role != RaciRole.RESPONSIBLE or raci.responsible)
        ]

    def _source(self, node: ReasonNode) -> ReasonNode | None:
        """The reason above that gives the A; None when it is the reason's own."""
        if node.id in self._assigned:
            return None
        above = [step for step in self.reasons.ancestors(node) if step.id in self._assigned]
        return above[-1] if above else None


def _at_itself(rows: Iterable[tuple[int, str]]) -> tuple[set[int], set[int]]:
    """The reasons with any letter of their own, and those with an A of their own."""
    known = list(rows)
    accountable = {pk for pk, role in known if role == RaciRole.ACCOUNTABLE}
    return {pk for pk, _role in known}, accountable
