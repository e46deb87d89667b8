"""Reduction targets and how they stand (K-2, K-3, W-3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop import rules
from feedbackloop.models import ReductionTarget
from feedbackloop.queries.baselines import Baseline, Record
from feedbackloop.statistics import effects
from feedbackloop.statistics import targets as statistics
from feedbackloop.statistics.effects import Effect
from feedbackloop.statistics.targets import Progress, Rate
from raci.models import ChannelDecision, CustomerVision, ReasonLabel
from raci.queries import channels
from raci.queries.owners import Owners
from reasons.queries.tree import ReasonTree

DROPS = (Progress.BELOW, Progress.MOVING)
RELATED = ("reason", "principle__vision", "set_by", "ended_by")


@dataclass(frozen=True)
class Standing:
    """A target as it stands: the mean of its newest weeks beside baseline and goal.

    `current` and `effect` are None while there are too few weeks, or no baseline any more.
    `symptoms` kept customers away in those weeks: a drop by that is no reduction (W-6).
    """

    target: ReductionTarget
    grade: str
    weeks: Sequence[IsoWeek]
    current: Rate | None
    effect: Effect | None
    progress: Progress
    symptoms: Sequence[ChannelDecision] = ()

    @property
    def may_be_reached(self) -> bool:
        """The mean itself is low enough, its range is not."""
        return self.current is not None and self.current.value <= self.target.goal


def visible_to(user: User) -> QuerySet[ReductionTarget]:
    """All of them, for everybody who reads counts (V-5)."""
    if not rules.may_read_targets(user):
        return ReductionTarget.objects.none()
    targets = ReductionTarget.objects.select_related(*RELATED)
    return targets.prefetch_related("guards")


def running(targets: QuerySet[ReductionTarget]) -> QuerySet[ReductionTarget]:
    return targets.filter(ended_at=None)


def to_recheck(vision: CustomerVision) -> QuerySet[ReductionTarget]:
    """Running targets that name a principle of an older version (V-2)."""
    older = running(ReductionTarget.objects.exclude(principle__vision=vision))
    return older.select_related(*RELATED)


def label_of(reason_id: int) -> str:
    """The newest label of a reason: satisfier, dissatisfier, or nothing yet (W-3)."""
    labels = ReasonLabel.objects.filter(reason_id=reason_id).order_by("-labelled_at", "-pk")
    return labels.values_list("label", flat=True).first() or ""


def standings(targets: Iterable[ReductionTarget], *, now: datetime) -> list[Standing]:
    """Each target as it stands, or stood when it was ended; the same queries for any number."""
    targets = list(targets)
    if not targets:
        return []
    tree = ReasonTree.load()
    record = Record.load(tree, {target.reason_id for target in targets}, now=now)
    symptoms = list(channels.symptom_measures(_first_day(targets), timezone.localdate(now)))
    return [_standing(target, record, symptoms, now) for target in targets]


def own_reasons(user: User, tree: ReasonTree) -> set[int]:
    """The reasons for which this person may set and end targets: those that the own department
    answers for, and all of them for who sets the RACI."""
    if not rules.may_set_targets(user):
        return set()
    countable = {node.id for node in tree.nodes if not tree.is_noise(node.id)}
    if rules.may_set_any_target(user):
        return countable
    return countable & Owners.load(tree).own_reasons(user)


def _first_day(targets: Sequence[ReductionTarget]) -> date:
    return min(target.starts_on for target in targets)


def _standing(
    target: ReductionTarget, record: Record, symptoms: Sequence[ChannelDecision], now: datetime
) -> Standing:
    agreed = target.baseline_from
    baseline = record.baseline(target.reason_id, target.unit, target.starts_on, since=agreed)
    weeks = _weeks_since(target, record, now)
    if baseline is None or len(weeks) < settings.TARGET_WEEKS[0]:
        grade = baseline.grade if baseline else ""
        return Standing(target, grade, weeks, None, None, Progress.TOO_EARLY)
    current, effect = _compare(target, record, baseline, weeks)
    progress = statistics.judge(current, effect, goal=target.goal)
    keeping_away = [measure for measure in symptoms if _overlaps(measure, weeks)]
    if keeping_away and progress in DROPS:
        progress = Progress.KEPT_AWAY
    return Standing(target, baseline.grade, weeks, current, effect, progress, keeping_away)


def _overlaps(measure: ChannelDecision, weeks: Sequence[IsoWeek]) -> bool:
    ended = measure.ends_on is not None and measure.ends_on < weeks[0].monday
    return measure.starts_on <= weeks[-1].sunday and not ended


def _compare(
    target: ReductionTarget, record: Record, baseline: Baseline, weeks: Sequence[IsoWeek]
) -> tuple[Rate, Effect | None]:
    period = record.period(target.reason_id, target.unit, weeks)
    current = statistics.mean_rate(period, baseline.spread)
    return current, effects.measure(baseline.period, period)


def _weeks_since(target: ReductionTarget, record: Record, now: datetime) -> list[IsoWeek]:
    """The newest complete weeks since the start, until the target was ended."""
    end: date = IsoWeek.at(target.ended_at or now).monday
    known = record.weeks_of(target.reason_id, target.unit)
    since = [week for week in known if target.starts_on <= week.monday < end]
    return since[-settings.TARGET_WEEKS[1] :]
