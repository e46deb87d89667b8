"""Who answers for which reason, out of the standing matrix."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from raci.enums import RaciRole
from raci.models import ReasonResponsibility
from reasons.queries.tree import ReasonTree

STRONGEST_FIRST = (
    RaciRole.ACCOUNTABLE,
    RaciRole.RESPONSIBLE,
    RaciRole.CONSULTED,
    RaciRole.INFORMED,
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a letter: a department or a person, never both."""

    department_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class RoleAssignment:
    """One letter for one holder."""

    role: RaciRole
    holder: Holder


@dataclass(frozen=True)
class Responsibilities:
    """The RACI of one reason; `accountable` is None where nobody answers for it."""

    accountable: Holder | None = None
    responsible: tuple[Holder, ...] = ()
    consulted: tuple[Holder, ...] = ()
    informed: tuple[Holder, ...] = ()

    @property
    def accountable_department_id(self) -> int | None:
        return self.accountable.department_id if self.accountable else None

    def holders(self) -> list[Holder]:
        """Everybody with a letter."""
        return [assignment.holder for assignment in self.assignments()]

    def assignments(self) -> list[RoleAssignment]:
        """The letters for an action: without an R, the A carries it out as well (A-1, A-3)."""
        accountable = [self.accountable] if self.accountable else []
        holders = {
            RaciRole.ACCOUNTABLE: accountable,
            RaciRole.RESPONSIBLE: list(self.responsible) or accountable,
            RaciRole.CONSULTED: list(self.consulted),
            RaciRole.INFORMED: list(self.informed),
        }
        return [RoleAssignment(role, holder) for role in holders for holder in holders[role]]


Letters = Mapping[str, tuple[Holder, ...]]


def for_reason(tree: ReasonTree, reason_id: int) -> Responsibilities:
    """The RACI that holds for one reason; see for_all."""
    path = [node.id for node in tree.path(tree.by_id[reason_id])]
    return _resolve(_letters(path), path)


def for_all(tree: ReasonTree) -> dict[int, Responsibilities]:
    """The RACI that holds for every reason of the tree, in one query.

    The nearest ancestor wins per letter: for each of A, R, C and I on its own, the first reason
    on the way up (the reason itself first) that has anybody under that letter gives all holders
    of that letter, and none above it counts. So a reason with only its own A inherits R, C and I.
    A holder who would get several letters that way keeps the strongest, A or R before C before I;
    A and R together are allowed (A-3).
    """
    letters = _letters(None)
    return {
        node.id: _resolve(letters, [step.id for step in tree.path(node)]) for node in tree.nodes
    }


def _letters(reason_ids: Iterable[int] | None) -> dict[int, dict[str, tuple[Holder, ...]]]:
    """What the matrix says at each reason itself."""
    rows = ReasonResponsibility.objects.order_by("reason_id", "role", "pk")
    if reason_ids is not None:
        rows = rows.filter(reason_id__in=list(reason_ids))
    found: dict[int, dict[str, tuple[Holder, ...]]] = defaultdict(dict)
    for reason_id, role, department_id, person_id in rows.values_list(
        "reason_id", "role", "department_id", "person_id"
    ):
        before = found[reason_id].get(role, ())
        found[reason_id][role] = (*before, Holder(department_id, person_id))
    return found


def _resolve(letters: Mapping[int, Letters], path: list[int]) -> Responsibilities:
    nearest = {
        role: next((letters[pk][role] for pk in reversed(path) if role in letters.get(pk, {})), ())
        for role in STRONGEST_FIRST
    }
    accountable = nearest[RaciRole.ACCOUNTABLE]
    taken = {*accountable, *nearest[RaciRole.RESPONSIBLE]}
    consulted = tuple(holder for holder in nearest[RaciRole.CONSULTED] if holder not in taken)
    taken.update(consulted)
    return Responsibilities(
        accountable=accountable[0] if accountable else None,
        responsible=nearest[RaciRole.RESPONSIBLE],
        consulted=consulted,
        informed=tuple(holder for holder in nearest[RaciRole.INFORMED] if holder not in taken),
    )
