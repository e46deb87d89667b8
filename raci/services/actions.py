"""Improvement actions from proposal to verified effect (domain model, section 9).

Every function checks, in this order: the version the actor saw (409), whether this person may
(403), whether the state allows it and whether all that is needed is there (422).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from contactreductie.core.services import numbering
from raci import rules, workflow
from raci.enums import EntryKind, RaciRole
from raci.models import ActionRole, ImprovementAction, VisionPrinciple
from raci.models.action import TITLE_LENGTH
from raci.queries import responsibilities
from raci.queries.responsibilities import RoleAssignment
from raci.services import action_mail, letters, plans, principles, steps
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree

SEQUENCE = "action"


@transaction.atomic
def propose_action(
    *,
    title: str,
    reason: ContactReason,
    description: str = "",
    origin: str = "",
    roles: Sequence[RoleAssignment] | None = None,
    follow_up_of: ImprovementAction | None = None,
    actor: User | None,
    now: datetime,
) -> ImprovementAction:
    """A new proposal. Without `roles` the RACI of the matrix, as it is now, is copied.

    `actor` is None for the weekly loop; `origin` then says what opened it. Without an R, the A
    carries it out as well. Refusal (A-1) when nobody is accountable: there is no guessing.
    """
    if actor is not None and not rules.may_propose(actor):
        raise NotAllowed
    if roles is not None and actor is not None and not rules.may_plan(actor):
        raise NotAllowed
    if actor is not None and reason.merged_into_id is not None:
        raise Refusal(_("This reason was merged already."), field="reason", rule="R-7")
    title = steps.required(title, "title", limit=TITLE_LENGTH)
    assignments = _from_matrix(reason) if roles is None else list(roles)
    letters.check_assignments(assignments, actor if roles is not None else None)
    action = ImprovementAction.objects.create(
        number=numbering.next_number(SEQUENCE),
        title=title,
        reason=reason,
        description=description.strip(),
        origin=origin,
        follow_up_of=follow_up_of,
        created_at=now,
        created_by=actor,
        changed_at=now,
    )
    _give_roles(action, assignments)
    steps.add_entry(
        action, EntryKind.CREATED, actor=actor, now=now, to_state=workflow.PROPOSED, text=origin
    )
    action_mail.announce_proposal(action, actor=actor, now=now)
    return action


@transaction.atomic
def set_roles(
    action: ImprovementAction,
    *,
    roles: Sequence[RoleAssignment],
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> ImprovementAction:
    """Gives an open action another RACI: how work is handed over (A-4)."""
    steps.check_version(action, expected_version)
    if not rules.may_plan(actor, action):
        raise NotAllowed
    steps.check_open(action, expected_version)
    letters.check_assignments(roles, actor)
    steps.write(action, now=now)
    before = _described(action)
    action.roles.all().delete()
    _give_roles(action, roles)
    details = {"before": before, "after": _described(action)}
    steps.add_entry(action, EntryKind.ROLES, actor=actor, now=now, details=details)
    return action


@transaction.atomic
def accept(
    action: ImprovementAction,
    *,
    cause: str,
    side: str,
    principle: VisionPrinciple | None,
    principle_why: str,
    due_date: date | None,
    prevention_impossible: str = "",
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> ImprovementAction:
    """Voorstel → Gepland, with a complete plan (A-5, V-1, V-2, W-4)."""
    steps.check_step(workflow.ACCEPT, action, actor, expected_version)
    letters.check_assignments(_current(action))
    plan: dict[str, Any] = {
        "cause": steps.required(cause, "cause", "A-5"),
        "side": plans.checked_side(side, prevention_impossible),
        "prevention_impossible": prevention_impossible.strip(),
        "principle": principle,
        "principle_why": principles.checked(principle, principle_why),
        "due_date": plans.checked_due_date(due_date, now),
    }
    steps.take(workflow.ACCEPT, action, actor=actor, now=now, **plan)
    action_mail.announce_step(action, actor=actor, now=now)
    return action


@transaction.atomic
def start(
    action: ImprovementAction, *, actor: User, now: datetime, expected_version: int | None = None
) -> ImprovementAction:
    """Gepland → In uitvoering, by R or A."""
    steps.check_step(workflow.START, action, actor, expected_version)
    return steps.take(workflow.START, action, actor=actor, now=now)


@transaction.atomic
def report_done(
    action: ImprovementAction,
    *,
    result: str,
    live_date: date | None,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> ImprovementAction:
    """In uitvoering → Gereed gemeld, by R: what changed and since when."""
    steps.check_step(workflow.REPORT_DONE, action, actor, expected_version)
    result = steps.required(result, "result")
    if live_date is None:
        raise Refusal(_("Fill in this field."), field="live_date")
    if live_date > plans.today(now):
        raise Refusal(_("The live date lies in the future."), field="live_date")
    done = {"result": result, "live_date": live_date, "reported_done_by": actor}
    steps.take(workflow.REPORT_DONE, action, actor=actor, now=now, text=result, **done)
    action_mail.announce_step(action, actor=actor, now=now)
    return action


@transaction.atomic
def return_to_work(
    action: ImprovementAction,
    *,
    remark: str,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> ImprovementAction:
    """Gereed gemeld → In uitvoering, by A, with a remark."""
    steps.check_step(workflow.RETURN_TO_WORK, action, actor, expected_version)
    remark = steps.required(remark, "remark")
    steps.take(
        workflow.RETURN_TO_WORK, action, actor=actor, now=now, text=remark, reported_done_by=None
    )
    action_mail.announce_step(action, actor=actor, now=now)
    return action


def verify(
    action: ImprovementAction,
    *,
    effect: Mapping[str, Any],
    remark: str = "",
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> ImprovementAction:
    """Gereed gemeld → Geverifieerd, by A: it helped. `effect` holds the change with interval:
    {"change": -0.23, "low": -0.35, "high": -0.08} as fractions, and whatever else was measured."""
    return _judge(workflow.VERIFY, action, effect, remark, actor, now, expected_version)


def no_effect(
    action: ImprovementAction,
    *,
    effect: Mapping[str, Any],
    remark: str = "",
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> ImprovementAction:
    """Gereed gemeld → Zonder effect, by A; `effect` as in verify, or {"obstacle": why} where
    nothing can ever be measured: then the remark says why it is closed."""
    return _judge(workflow.WITHOUT_EFFECT, action, effect, remark, actor, now, expected_version)


@transaction.atomic
def cancel(
    action: ImprovementAction,
    *,
    remark: str,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> ImprovementAction:
    """Open → Geannuleerd, by A or the management, with a reason; a proposal is declined so."""
    steps.check_step(workflow.CANCEL, action, actor, expected_version)
    remark = steps.required(remark, "remark")
    steps.take(workflow.CANCEL, action, actor=actor, now=now, text=remark)
    action_mail.announce_step(action, actor=actor, now=now)
    return action


@transaction.atomic
def move_due_date(
    action: ImprovementAction,
    *,
    due_date: date | None,
    remark: str,
    actor: User,
    now: datetime,
    expected_version: int | None = None,
) -> ImprovementAction:
    """Another due date, by A with a reason; the third move (†) escalates to management (A-6)."""
    steps.check_version(action, expected_version)
    if not rules.is_accountable(actor, action):
        message = _("Only the accountable party may move the due date.")
        raise Refusal(message, field="due_date", rule="A-6")
    if action.state not in workflow.PROMISED:
        raise steps.refuse_state(action)
    remark = steps.required(remark, "remark", "A-6")
    before, moves = action.due_date, action.due_date_moves + 1
    day = plans.checked_due_date(due_date, now)
    steps.write(action, now=now, due_date=day, due_date_moves=moves)
    details = {"before": str(before), "after": str(day), "moves": moves}
    steps.add_entry(action, EntryKind.DUE_DATE, actor=actor, now=now, text=remark, details=details)
    if moves == settings.ESCALATING_DUE_DATE_MOVE:
        action_mail.escalate_due_date(action, now=now)
    return action


@transaction.atomic
def add_remark(
    action: ImprovementAction, *, text: str, actor: User, now: datetime
) -> ImprovementAction:
    """A line in the history; it is added, never changed, so it needs no version."""
    if not rules.may_comment(actor, action):
        raise NotAllowed
    text = steps.required(text, "text")
    steps.add_entry(action, EntryKind.REMARK, actor=actor, now=now, text=text)
    return action


@transaction.atomic
def _judge(
    step: workflow.Transition,
    action: ImprovementAction,
    effect: Mapping[str, Any],
    remark: str,
    actor: User,
    now: datetime,
    expected_version: int | None,
) -> ImprovementAction:
    steps.check_step(step, action, actor, expected_version)
    _check_weeks(action, now)
    _check_effect(step, effect, remark)
    steps.take(step, action, actor=actor, now=now, text=remark.strip(), effect=dict(effect))
    action_mail.announce_step(action, actor=actor, now=now)
    return action


def _check_effect(step: workflow.Transition, effect: Mapping[str, Any], remark: str) -> None:
    if step is workflow.WITHOUT_EFFECT and effect.get("obstacle"):
        if not remark.strip():
            message = _("Nothing can be measured here. Write down why it is closed without effect.")
            raise Refusal(message, field="remark", rule="section 9")
    elif not {"change", "low", "high"} <= effect.keys():
        raise Refusal(_("Fill in the effect with its interval."), field="change")


def _check_weeks(action: ImprovementAction, now: datetime) -> None:
    if action.live_date is None:
        raise steps.refuse_state(action)
    done, needed = workflow.complete_weeks_after(action.live_date, now), settings.EFFECT_MIN_WEEKS
    if done < needed:
        message = _("Only %(done)s of %(needed)s complete weeks have passed since going live.")
        raise Refusal(message, rule="section 9", done=done, needed=needed)


def _from_matrix(reason: ContactReason) -> list[RoleAssignment]:
    return responsibilities.for_reason(ReasonTree.load(), reason.pk).assignments()


def _current(action: ImprovementAction) -> list[RoleAssignment]:
    return [
        RoleAssignment(
            RaciRole(role.role), responsibilities.Holder(role.department_id, role.person_id)
        )
        for role in action.roles.all()
    ]


def _give_roles(action: ImprovementAction, assignments: Sequence[RoleAssignment]) -> None:
    ActionRole.objects.bulk_create(
        ActionRole(
            action=action,
            role=assignment.role,
            department_id=assignment.holder.department_id,
            person_id=assignment.holder.person_id,
        )
        for assignment in assignments
    )
    getattr(action, "_prefetched_objects_cache", {}).pop("roles", None)


def _described(action: ImprovementAction) -> list[str]:
    roles = action.roles.select_related("department", "person").order_by("role", "pk")
    return [f"{role.role}: {role.department or role.person}" for role in roles]
