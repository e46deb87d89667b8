"""A small organisation, its matrix, and actions in every state.

Logistics (head Bakker, member Mulder) answers for Bezorging; customer service has a sub-team.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci.enums import ActionSide, ActionState, RaciRole
from raci.models import CustomerVision, Department, ImprovementAction, Membership
from raci.queries.responsibilities import Holder, RoleAssignment
from raci.services import actions, responsibilities, vision
from reasons.models import ContactReason
from tests.factories import people
from tests.factories import reasons as make_reasons
from tests.factories.clock import MONDAY

LIVE = date(2026, 3, 9)
# Live on Monday 9 March: the first whole week after it starts on the 16th, four end 13 April.
MEASURABLE = datetime.fromisoformat("2026-04-13T00:00:00+02:00")
EFFECT = {"change": -0.23, "low": -0.35, "high": -0.08}


def department(
    code: str,
    *,
    head: User | None = None,
    parent: Department | None = None,
    is_customer_service: bool = False,
) -> Department:
    return Department.objects.create(
        code=code,
        name=code.capitalize(),
        head=head,
        parent=parent,
        is_customer_service=is_customer_service,
    )


def join(user: User, where: Department) -> User:
    Membership.objects.create(user=user, department=where)
    return User.objects.get(pk=user.pk)


@dataclass(frozen=True)
class Organisation:
    """The people and departments most tests need."""

    logistics: Department
    customer_service: Department
    team: Department
    reason: ContactReason
    head: User
    worker: User
    agent: User
    coordinator: User
    manager: User


def organisation() -> Organisation:
    """Logistics is A of the reason `bezorging`, and so R as well."""
    head = people.user("bakker", Role.DEPARTMENT_OWNER)
    logistics = department("logistics", head=head)
    service = department("service", is_customer_service=True)
    team = department("team", parent=service)
    reason = make_reasons.reason("bezorging")
    organisation = Organisation(
        logistics=logistics,
        customer_service=service,
        team=team,
        reason=reason,
        head=join(head, logistics),
        worker=join(people.user("mulder", Role.DEPARTMENT_OWNER), logistics),
        agent=join(people.agent(), team),
        coordinator=join(people.coordinator(), service),
        manager=people.manager(),
    )
    assign(reason, logistics)
    return organisation


def assign(
    reason: ContactReason,
    holder: Department | User,
    role: RaciRole = RaciRole.ACCOUNTABLE,
) -> None:
    responsibilities.assign_responsibility(
        reason=reason, role=role, actor=None, now=MONDAY, **holding(holder)
    )


def holding(holder: Department | User) -> dict[str, Any]:
    return {"department" if isinstance(holder, Department) else "person": holder}


def letter(role: RaciRole, holder: Department | User) -> RoleAssignment:
    if isinstance(holder, Department):
        return RoleAssignment(role, Holder(department_id=holder.pk))
    return RoleAssignment(role, Holder(person_id=holder.pk))


PRINCIPLES = ("Wij voorkomen vragen.", "Wij bellen eerst.")


def customer_vision(manager: User, principles: Sequence[str] = PRINCIPLES) -> CustomerVision:
    return vision.publish_vision(
        statement="De klant krijgt wat hij verwacht.",
        principles=principles,
        actor=manager,
        now=MONDAY,
    )


def proposal(org: Organisation, *, actor: User | None = None, **fields: Any) -> ImprovementAction:
    given = {"title": "Tweede bezorgpoging", "reason": org.reason, **fields}
    return actions.propose_action(**given, actor=actor, now=MONDAY)


def plan(org: Organisation, **fields: Any) -> dict[str, Any]:
    """The answers that planning needs; the vision must be there."""
    principle = CustomerVision.objects.latest("version").principles.get(number=1)
    return {
        "cause": "De bezorger belt niet aan.",
        "side": ActionSide.FRONT,
        "principle": principle,
        "principle_why": "Geen gemiste bezorging, geen vraag.",
        "due_date": MONDAY.date() + timedelta(weeks=4),
        **fields,
    }


def action_in(
    state: ActionState, org: Organisation, *, reporter: User | None = None, **fields: Any
) -> ImprovementAction:
    """An action that went through every step up to this state, by those who may."""
    action = proposal(org, **fields)
    if state == ActionState.PROPOSED:
        return action
    if state == ActionState.CANCELLED:
        return actions.cancel(action, remark="Niet nodig.", actor=org.manager, now=MONDAY)
    if not CustomerVision.objects.exists():
        customer_vision(org.manager)
    actions.accept(action, **plan(org), actor=org.head, now=MONDAY)
    if state == ActionState.PLANNED:
        return action
    actions.start(action, actor=org.head, now=MONDAY)
    if state == ActionState.IN_PROGRESS:
        return action
    done = {"result": "Er wordt nu gebeld.", "live_date": LIVE}
    actions.report_done(action, **done, actor=reporter or org.worker, now=MONDAY)
    if state == ActionState.VERIFIED:
        return actions.verify(action, effect=EFFECT, actor=org.head, now=MEASURABLE)
    if state == ActionState.NO_EFFECT:
        return actions.no_effect(action, effect=EFFECT, actor=org.head, now=MEASURABLE)
    return action
