"""People at work on actions: every step goes through the services, by the person and at the
moment of its story."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.models import User
from contactreductie.demo.people import People
from contactreductie.demo.stories import Step
from feedbackloop.queries import effects as measurements
from feedbackloop.services import effects
from feedbackloop.statistics.effects import Verdict
from raci.enums import RaciRole
from raci.models import ImprovementAction
from raci.queries import actions as action_queries
from raci.queries import departments, vision
from raci.queries.departments import DepartmentTree
from raci.services import actions
from reasons.models import ContactReason


@dataclass(frozen=True)
class Turn:
    """One step about to be taken: on which action, by whom, when."""

    step: Step
    action: ImprovementAction
    actor: User
    now: datetime
    monday: date

    def day_after(self, name: str) -> date:
        """The day that many days after today."""
        today = self.now.astimezone(AMSTERDAM).date()
        return today + timedelta(days=int(self.step.detail(name)))


def propose(step: Step, reason_code: str, people: People, *, now: datetime) -> int:
    """The number of a new proposal, or of the action that is open on the reason already."""
    reason = ContactReason.objects.without_tree_fields().get(code=reason_code)
    running = action_queries.open_on_reasons([reason.pk]).get(reason.pk)
    if running is not None:
        return running.pk
    action = actions.propose_action(
        title=step.detail("title"),
        reason=reason,
        description=step.detail("text"),
        actor=people[step.by],
        now=now,
    )
    return action.pk


def take(step: Step, number: int, people: People, *, now: datetime, monday: date) -> None:
    """One step on an action; without a name in the story it is taken by whoever is A."""
    action = action_queries.with_history(ImprovementAction.objects.all()).get(pk=number)
    actor = people[step.by] if step.by else accountable(action)
    STEPS[step.do](Turn(step, action, actor, now, monday))


def accountable(action: ImprovementAction) -> User:
    role = action.roles.select_related("person").get(role=RaciRole.ACCOUNTABLE)
    if role.person is not None:
        return role.person
    return departments.accountable_people(DepartmentTree.load(), role.department_id or 0).get()


def _accept(turn: Turn) -> None:
    active = vision.active()
    assert active is not None  # noqa: S101 - published before the first action
    actions.accept(
        turn.action,
        cause=turn.step.detail("cause"),
        side=turn.step.detail("side"),
        principle=active.principles.get(number=turn.step.detail("principle")),
        principle_why=turn.step.detail("why"),
        due_date=turn.day_after("due_days"),
        actor=turn.actor,
        now=turn.now,
    )


def _start(turn: Turn) -> None:
    actions.start(turn.action, actor=turn.actor, now=turn.now)


def _remark(turn: Turn) -> None:
    actions.add_remark(turn.action, text=turn.step.detail("text"), actor=turn.actor, now=turn.now)


def _move_due_date(turn: Turn) -> None:
    actions.move_due_date(
        turn.action,
        due_date=turn.day_after("due_days"),
        remark=turn.step.detail("text"),
        actor=turn.actor,
        now=turn.now,
    )


def _report_done(turn: Turn) -> None:
    actions.report_done(
        turn.action,
        result=turn.step.detail("text"),
        live_date=turn.monday + timedelta(days=turn.step.detail("live_day")),
        actor=turn.actor,
        now=turn.now,
    )


def _judge(turn: Turn) -> None:
    """Whether it helped is for the figures to say, not for the story."""
    effect = measurements.measure(turn.action, now=turn.now).effect
    helped = effect is not None and effect.verdict == Verdict.DECREASED
    remark = turn.step.detail("helped" if helped else "not_helped")
    effects.judge(turn.action, helped=helped, remark=remark, actor=turn.actor, now=turn.now)


def _cancel(turn: Turn) -> None:
    actions.cancel(turn.action, remark=turn.step.detail("text"), actor=turn.actor, now=turn.now)


STEPS: dict[str, Callable[[Turn], None]] = {
    "accept": _accept,
    "start": _start,
    "remark": _remark,
    "move_due_date": _move_due_date,
    "report_done": _report_done,
    "judge": _judge,
    "cancel": _cancel,
}
