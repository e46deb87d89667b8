"""What an action did, as its A sees it before verifying."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek, weeks_between
from feedbackloop.queries import facts, volumes
from feedbackloop.statistics import effects
from raci.models import ImprovementAction
from reasons.queries.tree import ReasonTree


@dataclass(frozen=True)
class Measured:
    """`figures` as the action keeps them: change with its interval, as fractions."""

    helped: bool
    figures: dict[str, Any]


def measure(action: ImprovementAction, *, now: datetime) -> Measured:
    live = IsoWeek.of(action.live_date)
    first, last = live.plus(-settings.MEAN_WEEKS), IsoWeek.at(now).plus(-1)
    weeks = [week for week in weeks_between(first, last) if week != live]
    tree = ReasonTree.load()
    counts = facts.week_totals(
        weeks_between(first, last), reason_ids=tree.branch_ids(action.reason_id)
    )
    units = volumes.load_units(first, last)

    def period(chosen: list[IsoWeek]) -> effects.Period:
        return effects.Period(
            [counts[week] for week in chosen], [units.of_total(week) or 1 for week in chosen]
        )

    before = period([week for week in weeks if week < live])
    after = period([week for week in weeks if week > live])
    effect = effects.measure(before, after)
    assert effect is not None
    figures = {
        "change": round(effect.ratio - 1, 3),
        "low": round(effect.low - 1, 3),
        "high": round(effect.high - 1, 3),
    }
    return Measured(effect.verdict == effects.Verdict.DECREASED, figures)
