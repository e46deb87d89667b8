"""Open items of an older version of the vision, read again beside the new one (V-2).

Who finds that an item still fits names the principle of the version in force and says why.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed
from contactreductie.core.services import audit
from raci import rules
from raci.enums import EntryKind
from raci.models import ChannelCharter, ImprovementAction, StrategyChoice, VisionPrinciple
from raci.queries import actions, vision_changes
from raci.queries import vision as vision_queries
from raci.services import principles, steps


@transaction.atomic
def carry_over(principle: VisionPrinciple, *, actor: User, now: datetime) -> int:
    """All that is open and names the same words in an older version, as far as this person may
    read it again: each keeps its sentence and gets its own line of history. Returns how many.

    Somebody says so, with his name: a new version never links anything by itself.
    """
    if not rules.may_recheck(actor):
        raise NotAllowed
    active = principles.checked_principle(principle).vision
    words, done = vision_changes.wording(principle), 0
    for action in actions.with_history(vision_queries.to_recheck(active)):
        if rules.may_plan(actor, action) and _words(action) == words:
            action_still_fits(
                action,
                principle=principle,
                principle_why=action.principle_why,
                actor=actor,
                now=now,
            )
            done += 1
    if rules.may_recheck_all(actor):
        for charter in vision_queries.charters_to_recheck(active):
            if _words(charter) == words:
                _rewrite(charter, principle, charter.principle_why, actor, now, changed_at=now)
                done += 1
        for choice in vision_queries.strategies_to_recheck(active):
            if _words(choice) == words:
                _rewrite(choice, principle, choice.principle_why, actor, now)
                done += 1
    if not done:
        raise Conflict
    return done


@transaction.atomic
def action_still_fits(
    action: ImprovementAction,
    *,
    principle: VisionPrinciple | None,
    principle_why: str,
    actor: User,
    now: datetime,
) -> ImprovementAction:
    """By whoever may plan the action; the plan before it stays in the action's history."""
    if not rules.may_plan(actor, action):
        raise NotAllowed
    steps.check_open(action, None)
    why = principles.checked(principle, principle_why)
    before = _older(action.principle, principle)
    steps.write(action, now=now, principle=principle, principle_why=why)
    details = {"before": before, "after": named(principle)}
    steps.add_entry(action, EntryKind.REMARK, actor=actor, now=now, text=why, details=details)
    return action


@transaction.atomic
def charter_still_fits(
    charter: ChannelCharter,
    *,
    principle: VisionPrinciple | None,
    principle_why: str,
    actor: User,
    now: datetime,
) -> ChannelCharter:
    _rewrite(charter, principle, principle_why, actor, now, changed_at=now)
    return charter


@transaction.atomic
def strategy_still_fits(
    choice: StrategyChoice,
    *,
    principle: VisionPrinciple | None,
    principle_why: str,
    actor: User,
    now: datetime,
) -> StrategyChoice:
    _rewrite(choice, principle, principle_why, actor, now)
    return choice


def _rewrite(
    item: ChannelCharter | StrategyChoice,
    principle: VisionPrinciple | None,
    principle_why: str,
    actor: User,
    now: datetime,
    **changes: Any,
) -> None:
    """One conditional update: of two people who read it again, one gets a 409."""
    if not rules.may_recheck_all(actor):
        raise NotAllowed
    why = principles.checked(principle, principle_why)
    before = _older(item.principle, principle)
    same = type(item)._default_manager.filter(pk=item.pk, principle=item.principle)
    if not same.update(principle=principle, principle_why=why, **changes):
        raise Conflict
    for name, value in {"principle": principle, "principle_why": why, **changes}.items():
        setattr(item, name, value)
    audit.record_event(
        verb="principle_rechecked",
        subject=item,
        actor=actor,
        now=now,
        before=before,
        after=named(principle),
    )


def _words(item: ImprovementAction | ChannelCharter | StrategyChoice) -> str:
    return vision_changes.wording(item.principle) if item.principle else ""


def _older(before: VisionPrinciple | None, after: VisionPrinciple | None) -> str:
    """Conflict where nobody asked for it, or where somebody else has done it already."""
    if before is None or after is None or before.vision_id == after.vision_id:
        raise Conflict
    return named(before)


def named(principle: VisionPrinciple | None) -> str:
    """Version and number: `v2.1`."""
    return f"v{principle.vision.version}.{principle.number}" if principle else ""
