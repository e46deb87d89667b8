"""What a contact is worth: scores, another strategy than the quadrant's, labels (W-1 to W-3)."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from contactreductie.core.services import audit
from raci import rules
from raci.enums import Strategy, ValueLabel
from raci.models import (
    Department,
    ReasonLabel,
    ReasonScore,
    StrategyChoice,
    VisionPrinciple,
)
from raci.queries import values
from raci.queries.departments import DepartmentTree
from raci.queries.owners import Owners
from raci.queries.values import Position
from raci.services import principles, steps
from raci.statistics import value
from raci.statistics.value import Status
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree

PAST = _("This reason has ended or was merged; nothing is decided about it any more.")
MOTIVE_LENGTH, RATIONALE_LENGTH, WHY_LENGTH = 500, 1000, 300
NOT_TURNED_AWAY = _(
    "These contacts are valuable to both customer and organisation and are not automated away."
)
COMPLAINT_NOT_TURNED_AWAY = _(
    "This is a complaint, whatever its scores. "
    "These contacts are valuable to both customer and organisation and are not automated away."
)
SATISFIER_NOT_TURNED_AWAY = _(
    "This is a satisfier, whatever its scores. "
    "These contacts are valuable to both customer and organisation and are not automated away."
)


@transaction.atomic
def score_reason(
    *,
    reason: ContactReason,
    customer: int,
    organisation: int,
    motive: str,
    principle: VisionPrinciple | None,
    principle_why: str,
    actor: User,
    now: datetime,
) -> ReasonScore:
    """What this person thinks the reason is worth; takes the place of what he thought before."""
    tree = _may(rules.may_value_reason, actor, reason)
    department = _department_of(actor)
    _check_valued(tree, reason, now)
    for field, given in (("customer", customer), ("organisation", organisation)):
        if given not in value.CHOICES:
            raise Refusal(_("A score is -2, -1, 1 or 2."), field=field, rule="W-1")
    score = ReasonScore.objects.create(
        reason=reason,
        person=actor,
        department=department,
        customer=customer,
        organisation=organisation,
        motive=_text(motive, "motive", "W-1", MOTIVE_LENGTH),
        principle=principles.checked_principle(principle),
        principle_why=principles.checked_why(principle_why),
        scored_at=now,
    )
    _record("reason_scored", reason, actor, now, customer=customer, organisation=organisation)
    return score


@transaction.atomic
def choose_strategy(
    *,
    reason: ContactReason,
    strategy: str,
    rationale: str,
    principle: VisionPrinciple | None,
    principle_why: str,
    actor: User,
    now: datetime,
) -> StrategyChoice:
    """Another strategy than the quadrant's, or back to it (W-2). The scores come first (W-1)."""
    tree = _may(rules.may_choose_strategy, actor, reason)
    node = tree.by_id[reason.pk]
    _check_valued(tree, reason, now)
    found = values.position(tree, DepartmentTree.load(), node)
    _check_strategy(found, strategy)
    choice = StrategyChoice.objects.create(
        reason=reason,
        strategy="" if strategy == found.quadrant else strategy,
        rationale=_text(rationale, "rationale", "W-2", RATIONALE_LENGTH),
        principle=principles.checked_principle(principle),
        principle_why=principles.checked_why(principle_why),
        chosen_by=actor,
        chosen_at=now,
    )
    _record("strategy_chosen", reason, actor, now, strategy=strategy, quadrant=found.quadrant)
    return choice


@transaction.atomic
def label_reason(
    *, reason: ContactReason, label: str, why: str, actor: User, now: datetime
) -> ReasonLabel:
    """Whether customers want to have this contact (W-3)."""
    tree = _may(rules.may_value_reason, actor, reason)
    _check_valued(tree, reason, now)
    if label not in ValueLabel.values:
        raise Refusal(_("Choose satisfier or dissatisfier."), field="label", rule="W-3")
    made = ReasonLabel.objects.create(
        reason=reason,
        label=label,
        why=_text(why, "why", "W-3", WHY_LENGTH),
        labelled_by=actor,
        labelled_at=now,
    )
    _record("reason_labelled", reason, actor, now, label=label)
    return made


def _may(allowed: Callable[..., bool], actor: User, reason: ContactReason) -> ReasonTree:
    """The tree the permission was looked up in; NotAllowed for anybody else."""
    if not allowed(actor):
        raise NotAllowed
    tree = ReasonTree.load()
    if not allowed(actor, reason.pk in Owners.load(tree).own_reasons(actor)):
        raise NotAllowed
    return tree


def _department_of(actor: User) -> Department:
    """A score counts for a department, so whoever has none cannot give one (W-1)."""
    department = rules.department_of(actor)
    if department is None:
        message = _("You belong to no department. Ask the administrator to add you to one.")
        raise Refusal(message, rule="W-1")
    return department


def _check_valued(tree: ReasonTree, reason: ContactReason, now: datetime) -> None:
    if tree.is_noise(reason.pk):
        raise Refusal(_("Noise has no value: it is no question of a customer."), rule="C-10")
    if values.is_past(tree.by_id[reason.pk], timezone.localdate(now)):
        raise Refusal(PAST, rule="R-7")


def _check_strategy(found: Position, strategy: str) -> None:
    if strategy not in Strategy.values:
        raise Refusal(_("Choose a strategy."), field="strategy", rule="W-2")
    if found.refuses(Strategy(strategy)):
        raise Refusal(_not_turned_away(found), field="strategy", rule="W-2")
    if found.standing.status == Status.DISCUSS:
        message = _("The scores cancel each other out. Discuss this reason again first.")
        raise Refusal(message, field="strategy", rule="W-1")
    if found.standing.status != Status.PLACED:
        message = _("At least two departments must score.")
        raise Refusal(message, field="strategy", rule="W-1")
    if strategy == (found.chosen or found.quadrant):
        raise Refusal(_("This is the strategy already."), field="strategy", rule="W-2")


def _not_turned_away(found: Position) -> str:
    if found.is_complaint:
        return COMPLAINT_NOT_TURNED_AWAY
    return SATISFIER_NOT_TURNED_AWAY if found.is_satisfier else NOT_TURNED_AWAY


def _text(text: str, field: str, rule: str, limit: int) -> str:
    text = steps.required(text, field, rule)
    if len(text) > limit:
        raise Refusal(_("At most %(limit)s characters."), field=field, rule=rule, limit=limit)
    return text


def _record(
    verb: str, reason: ContactReason, actor: User, now: datetime, **details: object
) -> None:
    """Without motives: those are words of people."""
    audit.record_event(verb=verb, subject=reason, actor=actor, now=now, **details)
