"""Handing findings to the departments that answer for them."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from contactreductie.core import locks
from contactreductie.core.refusals import Refusal
from feedbackloop import messages, routing
from feedbackloop.enums import FindingKind
from feedbackloop.models import Finding, WeeklyReport
from feedbackloop.routing import Route
from raci.queries import actions as raci_actions
from raci.queries.owners import Owners
from raci.services import actions
from reasons.queries.tree import ReasonTree

log = logging.getLogger(__name__)


def route_findings(report: WeeklyReport, *, now: datetime) -> None:
    """Gives every finding its department and action, or puts it on the unrouted list."""
    owners = Owners.load(ReasonTree.load())
    findings = list(report.findings.select_related("reason", "report").order_by("number"))
    reasons = {finding.reason_id for finding in findings}
    hold_reasons(reasons)
    open_actions = {
        reason_id: action.number
        for reason_id, action in raci_actions.open_on_reasons(reasons).items()
    }
    for finding in findings:
        _route(finding, owners, open_actions, now=now)
    Finding.objects.bulk_update(findings, ["department", "action", "is_unrouted"])


def hold_reasons(reason_ids: Iterable[int]) -> None:
    """Until the transaction ends nobody else gives these reasons an owner or opens an action on
    them out of a finding: one action per reason, and nobody waits for each other."""
    locks.hold(f"reason:{reason_id}" for reason_id in reason_ids)


def _route(
    finding: Finding, owners: Owners, open_actions: dict[int, int], *, now: datetime
) -> None:
    reason_id = finding.reason_id
    decision = routing.decide(
        FindingKind(finding.kind),
        owners.responsibilities_of(reason_id),
        is_customer_service=owners.is_customer_service(reason_id),
        open_action=open_actions.get(reason_id),
    )
    action = decision.action
    if decision.route == Route.OPEN:
        action = _open_action(finding, owners, now=now)
    if action is not None:
        open_actions[reason_id] = action
    finding.action_id = action
    finding.is_unrouted = decision.route == Route.UNROUTED or (
        decision.route == Route.OPEN and action is None
    )
    if not finding.is_unrouted and finding.kind != FindingKind.CATCH_ALL:
        department = owners.department_of(reason_id)
        finding.department_id = department.id if department else None


def _open_action(finding: Finding, owners: Owners, *, now: datetime) -> int | None:
    """The number of a new action; None where the matrix names nobody who can take it (A-1)."""
    text = finding.figures["text"]
    language = settings.LANGUAGE_CODE[:2]
    try:
        with transaction.atomic():
            action = actions.propose_action(
                title=messages.action_title(
                    FindingKind(finding.kind), finding.reason.name_in(language)
                ),
                reason=finding.reason,
                description=text[language],
                origin=f"{finding.report.week} {finding.kind}",
                roles=owners.responsibilities_of(finding.reason_id).assignments(),
                actor=None,
                now=now,
            )
    except Refusal as refusal:
        log.warning("finding_unrouted finding=%s rule=%s", finding.code, refusal.rule)
        return None
    return action.number
