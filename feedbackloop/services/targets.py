"""Setting, ending and rechecking reduction targets (K-2, K-3, W-3, V-1, V-2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from feedbackloop import rules
from feedbackloop.enums import GuardKpi, TargetUnit
from feedbackloop.models import ReductionTarget, TargetGuard
from feedbackloop.queries import targets as target_queries
from feedbackloop.queries.baselines import Baseline, Record
from raci.enums import ValueLabel
from raci.models import VisionPrinciple
from raci.queries import values, vision_changes
from raci.services import principles, recheck, steps
from raci.services.values import PAST
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree

WHY_LENGTH = 300


@dataclass(frozen=True)
class TargetDraft:
    """What somebody wants to reach. `goal` is in `unit`; both days are Mondays."""

    unit: str
    goal: float
    starts_on: date
    reach_by: date
    guards: Collection[str]
    principle: VisionPrinciple | None
    principle_why: str


@transaction.atomic
def set_target(
    *, reason: ContactReason, draft: TargetDraft, actor: User, now: datetime
) -> ReductionTarget:
    """A target below the baseline of a dissatisfier, guarded by what customers say themselves.

    The baseline is measured now and kept: what was agreed does not change with the facts.
    """
    tree = ReasonTree.load()
    if not rules.may_set_targets(actor):
        raise NotAllowed
    _check_reason(reason, tree, now)
    if reason.pk not in target_queries.own_reasons(actor, tree):
        raise NotAllowed
    serves = {
        "principle": principles.checked_principle(draft.principle),
        "principle_why": principles.checked_why(draft.principle_why),
    }
    _check_draft(draft, now)
    baseline = _baseline(reason, draft, tree, now)
    target = _created(baseline, draft, reason=reason, set_by=actor, set_at=now, **serves)
    audit.record_event(
        verb="target_set", subject=target, actor=actor, now=now, reason=reason.code, goal=draft.goal
    )
    return target


@transaction.atomic
def end_target(target: ReductionTarget, *, why: str, actor: User, now: datetime) -> ReductionTarget:
    """Ends a target with a reason; a new one may take its place."""
    if target.reason_id not in target_queries.own_reasons(actor, ReasonTree.load()):
        raise NotAllowed
    why = steps.required(why, "why", "K-3")
    if len(why) > WHY_LENGTH:
        message = _("At most %(limit)s characters.")
        raise Refusal(message, field="why", rule="K-3", limit=WHY_LENGTH)
    ended = {"ended_by": actor, "ended_at": now, "ended_why": why}
    _write(target, ended)
    audit.record_event(verb="target_ended", subject=target, actor=actor, now=now)
    return target


@transaction.atomic
def target_still_fits(
    target: ReductionTarget,
    *,
    principle: VisionPrinciple | None,
    principle_why: str,
    actor: User,
    now: datetime,
) -> ReductionTarget:
    """V-2: a running target read again beside a new version of the vision."""
    if not rules.may_recheck_targets(actor):
        raise NotAllowed
    why = principles.checked(principle, principle_why)
    before = target.principle
    if principle is None or before.vision_id == principle.vision_id:
        raise Conflict
    _write(target, {"principle": principle, "principle_why": why}, principle=before)
    named = {"before": recheck.named(before), "after": recheck.named(principle)}
    audit.record_event(verb="principle_rechecked", subject=target, actor=actor, now=now, **named)
    return target


@transaction.atomic
def carry_over(principle: VisionPrinciple, *, actor: User, now: datetime) -> int:
    """V-2: running targets that name the same words in an older version, all at once; each keeps
    its sentence. Returns how many."""
    words, done = vision_changes.wording(principle), 0
    older = ReductionTarget.objects.filter(ended_at=None).exclude(
        principle__vision=principle.vision
    )
    for target in older.select_related("principle__vision"):
        if vision_changes.wording(target.principle) == words:
            target_still_fits(
                target,
                principle=principle,
                principle_why=target.principle_why,
                actor=actor,
                now=now,
            )
            done += 1
    if not done:
        raise Conflict
    return done


def _check_reason(reason: ContactReason, tree: ReasonTree, now: datetime) -> None:
    """W-3: only what customers would rather not need may be brought down."""
    if tree.is_noise(reason.pk):
        raise Refusal(_("Noise is no contact of a customer and gets no target."), rule="K-3")
    if values.is_past(tree.by_id[reason.pk], timezone.localdate(now)):
        raise Refusal(PAST, rule="R-7")
    label = target_queries.label_of(reason.pk)
    if label == ValueLabel.SATISFIER:
        raise Refusal(_("A satisfier gets no reduction target."), rule="W-3")
    if label != ValueLabel.DISSATISFIER:
        message = _("Label this reason first: only a dissatisfier gets a reduction target.")
        raise Refusal(message, rule="W-3")


def _check_draft(draft: TargetDraft, now: datetime) -> None:
    if draft.unit not in TargetUnit.values:
        raise Refusal(_("Choose a unit."), field="unit", rule="K-3")
    if not draft.guards or not set(draft.guards) <= set(GuardKpi.values):
        message = _("Add a customer KPI; cost alone is no target.")
        raise Refusal(message, field="guards", rule="K-3")
    for name in ("starts_on", "reach_by"):
        if getattr(draft, name).isoweekday() != 1:
            raise Refusal(_("Choose a Monday: figures are per whole week."), field=name)
    if draft.reach_by <= draft.starts_on:
        message = _("The target is reached after it starts.")
        raise Refusal(message, field="reach_by", rule="K-3")
    this_week, years = IsoWeek.at(now), settings.TARGET_YEARS
    for name in ("starts_on", "reach_by"):
        if abs(getattr(draft, name) - this_week.monday) > timedelta(days=365 * years):
            message = _("Choose a week within %(years)s years from now.")
            raise Refusal(message, field=name, rule="K-3", years=years)


def _baseline(
    reason: ContactReason, draft: TargetDraft, tree: ReasonTree, now: datetime
) -> Baseline:
    record = Record.load(tree, {reason.pk}, now=now)
    baseline = record.baseline(reason.pk, draft.unit, draft.starts_on)
    if baseline is None:
        message = _("No baseline yet: at least %(weeks)s complete weeks are needed.")
        raise Refusal(message, rule="K-2", weeks=settings.EFFECT_BASELINE_WEEKS[0])
    if not 0 <= draft.goal < baseline.rate.value:
        message = _("A reduction target lies below the baseline.")
        raise Refusal(message, field="goal", rule="K-3")
    return baseline


def _created(baseline: Baseline, draft: TargetDraft, **given: Any) -> ReductionTarget:
    try:
        with transaction.atomic():
            target = ReductionTarget.objects.create(
                unit=draft.unit,
                goal=draft.goal,
                starts_on=draft.starts_on,
                reach_by=draft.reach_by,
                baseline_from=baseline.weeks[0].monday,
                baseline_weeks=len(baseline.weeks),
                baseline=baseline.rate.value,
                baseline_low=baseline.rate.low,
                baseline_high=baseline.rate.high,
                **given,
            )
    except IntegrityError as error:
        raise Refusal(_("This reason has a target already."), rule="K-3") from error
    kpis = [kpi for kpi in GuardKpi.values if kpi in draft.guards]
    TargetGuard.objects.bulk_create(TargetGuard(target=target, kpi=kpi) for kpi in kpis)
    return target


def _write(target: ReductionTarget, changes: dict[str, object], **seen: object) -> None:
    """One conditional update on a target that still runs: of two people, one gets a 409."""
    running = ReductionTarget.objects.filter(pk=target.pk, ended_at=None, **seen)
    if not running.update(**changes):
        raise Conflict
    for name, value in changes.items():
        setattr(target, name, value)
