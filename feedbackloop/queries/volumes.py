"""Units to divide contacts by, per ISO week and scope."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import Denominator, Volume

DAYS_PER_WEEK = 7


class Scope(NamedTuple):
    """One denominator (code) of the whole organisation, or of one dimension value (id)."""

    denominator: str
    value_id: int | None


@dataclass(frozen=True)
class Units:
    """Units of a span of weeks. `by_scope` holds only weeks whose figure is whole."""

    default: Denominator | None
    by_scope: dict[Scope, dict[IsoWeek, int]] = field(default_factory=dict)

    def of_total(self, week: IsoWeek) -> int | None:
        """Units of the default denominator; None where the denominator is missing (N-1)."""
        if self.default is None:
            return None
        return self.by_scope.get(Scope(self.default.code, None), {}).get(week)

    def of_value(self, value_id: int, week: IsoWeek) -> int | None:
        """Units of one dimension value: the default denominator first, then by code.

        Never those of the whole organisation: a carrier's contacts over all orders mean nothing.
        """
        for scope in self._of_values.get(value_id, []):
            if week in self.by_scope[scope]:
                return self.by_scope[scope][week]
        return None

    @cached_property
    def _of_values(self) -> dict[int | None, list[Scope]]:
        default = self.default.code if self.default else ""
        scopes: dict[int | None, list[Scope]] = defaultdict(list)
        for scope in sorted(self.by_scope, key=lambda scope: scope.denominator):
            scopes[scope.value_id].append(scope)
        for own in scopes.values():
            own.sort(key=lambda scope: scope.denominator != default)
        return scopes


def load_units(first: IsoWeek, last: IsoWeek) -> Units:
    """Units of all scopes from `first` up to and including `last`, in two queries.

    A week's figure is its week row or the sum of its seven day rows. With fewer than seven the
    week is missing: a sum of what happens to be there would make every ratio too high.
    """
    rows = Volume.objects.filter(week_start__range=(first.monday, last.monday)).values_list(
        "denominator__code", "dimension_value_id", "week_start", "day", "units"
    )
    found: dict[tuple[Scope, date], list[tuple[date | None, int]]] = defaultdict(list)
    for denominator, value_id, monday, day, units in rows:
        found[Scope(denominator, value_id), monday].append((day, units))
    by_scope: dict[Scope, dict[IsoWeek, int]] = defaultdict(dict)
    for (scope, monday), figures in found.items():
        if figures[0][0] is None or len(figures) == DAYS_PER_WEEK:
            by_scope[scope][IsoWeek(monday)] = sum(units for _day, units in figures)
    return Units(default_denominator(), dict(by_scope))


def default_denominator() -> Denominator | None:
    return Denominator.objects.filter(is_default=True).first()
