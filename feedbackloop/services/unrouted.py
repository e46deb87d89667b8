"""Findings nobody answered for: they get an owner, or a written "no action, because"."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from feedbackloop import messages, rules
from feedbackloop.enums import FindingKind
from feedbackloop.models import Finding
from feedbackloop.services import routing
from raci.enums import RaciRole
from raci.models import Department, ImprovementAction
from raci.queries import actions as raci_actions
from raci.queries.responsibilities import Holder, Responsibilities
from raci.services import actions, responsibilities


@transaction.atomic
def give_owner(
    *, finding: Finding, department: Department, standing: bool, actor: User, now: datetime
) -> ImprovementAction:
    """Opens the action at a department, or links the one that is open on the reason by now.

    Older findings about the same reason are handled with it. `standing` also makes the
    department accountable in the matrix, so that the next finding finds its own way. The frozen
    report stays as it was. Refusals as of raci: A-1, A-2.
    """
    if not rules.may_handle_unrouted(actor):
        raise NotAllowed
    routing.hold_reasons([finding.reason_id])
    _claim(finding, actor=actor, now=now, department=department)
    if standing:
        _write_matrix(finding, department, actor, now)
    action = _open_action(finding) or _propose(finding, department, standing, actor, now)
    handled = {"department": department, "handled_at": now, "handled_by": actor}
    _same_reason(finding).update(action=action, **handled)
    Finding.objects.filter(pk=finding.pk).update(action=action)
    audit.record_event(
        verb="finding_routed", subject=finding, actor=actor, now=now, action=action.number
    )
    return action


@transaction.atomic
def close(*, finding: Finding, because: str, actor: User, now: datetime) -> None:
    """F-6: no action, with the reason in writing. Other weeks' findings keep waiting."""
    if not rules.may_handle_unrouted(actor):
        raise NotAllowed
    if not because.strip():
        raise Refusal(_("Say why no action is needed."), field="because", rule="F-6")
    _claim(finding, actor=actor, now=now, no_action_because=because.strip())
    audit.record_event(verb="finding_closed", subject=finding, actor=actor, now=now)


def _write_matrix(finding: Finding, department: Department, actor: User, now: datetime) -> None:
    responsibilities.assign_responsibility(
        reason=finding.reason,
        role=RaciRole.ACCOUNTABLE,
        department=department,
        actor=actor,
        now=now,
    )


def _claim(finding: Finding, *, actor: User, now: datetime, **changes: object) -> None:
    """One conditional update: of two people who decide at once, one gets a 409."""
    waiting = Finding.objects.filter(pk=finding.pk, is_unrouted=True, handled_at=None)
    if not waiting.update(handled_at=now, handled_by=actor, **changes):
        raise Conflict


def _same_reason(finding: Finding) -> QuerySet[Finding]:
    return Finding.objects.filter(reason_id=finding.reason_id, is_unrouted=True, handled_at=None)


def _open_action(finding: Finding) -> ImprovementAction | None:
    return raci_actions.open_on_reasons([finding.reason_id]).get(finding.reason_id)


def _propose(
    finding: Finding, department: Department, standing: bool, actor: User, now: datetime
) -> ImprovementAction:
    """By a person, so the next report lists it among the new actions."""
    language = settings.LANGUAGE_CODE[:2]
    alone = Responsibilities(accountable=Holder(department_id=department.pk))
    return actions.propose_action(
        title=messages.action_title(FindingKind(finding.kind), finding.reason.name_in(language)),
        reason=finding.reason,
        description=finding.figures["text"][language],
        roles=None if standing else alone.assignments(),
        actor=actor,
        now=now,
    )
