"""What an action did to the contacts of its reason: the weeks before and after it went live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Any

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek, weeks_between
from feedbackloop.models import Denominator
from feedbackloop.queries import facts
from feedbackloop.queries.volumes import Units, load_units
from feedbackloop.statistics import effects
from feedbackloop.statistics.effects import Effect, Period
from raci.models import ChannelDecision, ImprovementAction
from raci.queries import channels
from reasons.queries.tree import ReasonTree


class Obstacle(StrEnum):
    """Why there is no effect to tell of (yet)."""

    NOT_LIVE = "not_live"
    TOO_EARLY = "too_early"
    NO_BASELINE = "no_baseline"
    NO_CONTACTS = "no_contacts"


@dataclass(frozen=True)
class Measurement:
    """Complete weeks with data before and after the live date, and what they say together.

    With `denominator` the rates are per unit of it, else per week. `effect` is None while there
    is an obstacle. `symptoms` kept customers away in these weeks: contacts through their channels
    count neither before nor after (W-6).
    """

    before_weeks: Sequence[IsoWeek]
    after_weeks: Sequence[IsoWeek]
    before: Period
    after: Period
    denominator: Denominator | None
    obstacle: Obstacle | None
    effect: Effect | None
    symptoms: Sequence[ChannelDecision] = ()

    @property
    def expected_per_week(self) -> float:
        """Contacts per week after the change, had the rate stayed as it was."""
        rate = self.before.total / self.before.exposure
        return rate * self.after.exposure / len(self.after_weeks)

    def as_dict(self) -> dict[str, Any]:
        """What is kept with the action; change, low and high are fractions of the old rate."""
        assert self.effect is not None  # noqa: S101 - callers look at the obstacle first
        return {
            "change": round(self.effect.ratio - 1, 4),
            "low": round(self.effect.low - 1, 4),
            "high": round(self.effect.high - 1, 4) if isfinite(self.effect.high) else None,
            "verdict": str(self.effect.verdict),
            "weeks_before": len(self.before_weeks),
            "weeks_after": len(self.after_weeks),
            "contacts_before": self.before.total,
            "contacts_after": self.after.total,
            "denominator": self.denominator.code if self.denominator else None,
            "phi": round(self.effect.phi, 4),
            "correlation": round(self.effect.correlation, 4),
            "until": str(self.after_weeks[-1]),
            "without_channels": sorted({measure.channel.code for measure in self.symptoms}),
        }


def measure(action: ImprovementAction, *, now: datetime) -> Measurement:
    """The effect so far, in at most seven queries; nothing but facts and denominators is read."""
    if action.live_date is None:
        return _without(Obstacle.NOT_LIVE)
    live = IsoWeek.of(action.live_date)
    before, after = _weeks(live, now)
    used = [*before, *after]
    if not used:
        return _without(Obstacle.NO_BASELINE)
    symptoms = list(channels.symptom_measures(used[0].monday, used[-1].sunday))
    counts = _counts(action, used, symptoms)
    units = load_units(used[0], used[-1])
    denominator = _denominator(units, used)
    was, became = (
        Period([counts[week] for week in weeks], _exposures(units, weeks, denominator))
        for weeks in (before, after)
    )
    obstacle = _obstacle(was, became)
    effect = None if obstacle else effects.measure(was, became)
    return Measurement(before, after, was, became, denominator, obstacle, effect, symptoms)


def _weeks(live: IsoWeek, now: datetime) -> tuple[list[IsoWeek], list[IsoWeek]]:
    """Weeks with data before and after the week of the live date, which itself is neither."""
    most = settings.EFFECT_BASELINE_WEEKS[1]
    last = min(IsoWeek.at(now).plus(-1), live.plus(settings.EFFECT_MAX_WEEKS))
    start = facts.history_start()
    if start is None or last < live.plus(-most):
        return [], []
    known = [week for week in facts.weeks_with_contacts(live.plus(-most), last) if start <= week]
    return [week for week in known if week < live], [week for week in known if live < week]


def _counts(
    action: ImprovementAction, weeks: Sequence[IsoWeek], symptoms: Sequence[ChannelDecision]
) -> dict[IsoWeek, int]:
    tree = ReasonTree.load()
    branch = tree.branch_ids(action.reason_id)
    if not tree.is_noise(action.reason_id):
        branch -= tree.noise_ids
    return facts.week_totals(
        weeks_between(weeks[0], weeks[-1]),
        reason_ids=branch,
        without_channels={measure.channel_id for measure in symptoms},
    )


def _denominator(units: Units, weeks: Sequence[IsoWeek]) -> Denominator | None:
    """The default one, where it is known and above 0 in every week; never in some only."""
    return units.default if all(units.of_total(week) for week in weeks) else None


def _exposures(
    units: Units, weeks: Sequence[IsoWeek], denominator: Denominator | None
) -> list[float]:
    return [float(units.of_total(week) or 0) if denominator else 1.0 for week in weeks]


def _obstacle(before: Period, after: Period) -> Obstacle | None:
    if len(before.counts) < settings.EFFECT_BASELINE_WEEKS[0]:
        return Obstacle.NO_BASELINE
    if len(after.counts) < settings.EFFECT_MIN_WEEKS:
        return Obstacle.TOO_EARLY
    return None if before.total else Obstacle.NO_CONTACTS


def _without(obstacle: Obstacle) -> Measurement:
    nothing = Period([], [])
    return Measurement([], [], nothing, nothing, None, obstacle, None)
