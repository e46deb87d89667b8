"""What contacts brought in, where an organisation delivers it (section 6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.queries import facts
from feedbackloop.queries.volumes import Scope, load_units
from reasons.queries.tree import ReasonNode, ReasonTree


@dataclass(frozen=True)
class Yield:
    """An amount and the contacts of the weeks in which it was delivered."""

    amount: int
    contacts: int
    weeks: int

    @property
    def per_contact(self) -> float:
        return self.amount / self.contacts


@dataclass(frozen=True)
class Worth:
    """`revenue` in euros and `retained` customers; None where nothing was delivered."""

    revenue: Yield | None = None
    retained: Yield | None = None


def worth_of(tree: ReasonTree, node: ReasonNode, weeks: Sequence[IsoWeek]) -> Worth:
    """Of one reason, as the denominators `revenue:<code>` and `retained:<code>` say; three
    queries. What is delivered for a reason is about all below it too."""
    units = load_units(weeks[0], weeks[-1])
    given = {
        name: units.by_scope.get(Scope(f"{name}:{node.code}", None), {})
        for name in (settings.REVENUE_DENOMINATOR, settings.RETAINED_DENOMINATOR)
    }
    if not any(given.values()):
        return Worth()
    contacts = facts.week_totals(weeks, reason_ids=tree.branch_ids(node.id) - tree.noise_ids)
    return Worth(*(_yield(by_week, contacts) for by_week in given.values()))


def _yield(by_week: dict[IsoWeek, int], contacts: dict[IsoWeek, int]) -> Yield | None:
    counted = sum(contacts[week] for week in by_week)
    return Yield(sum(by_week.values()), counted, len(by_week)) if counted else None
