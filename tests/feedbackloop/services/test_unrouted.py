"""Two people who decide about the same reason at the same moment."""

import threading

import pytest
from django.db import DatabaseError, connections
from django.db.models import F

from contactreductie.core.refusals import Conflict
from feedbackloop.models import Finding
from feedbackloop.services import unrouted
from raci.models import ImprovementAction
from tests.factories import feedbackloop as make
from tests.factories import people
from tests.factories.clock import MONDAY
from tests.feedbackloop.views import world

ROUNDS = 10


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_findings_of_one_reason_given_an_owner_at_once_make_one_action() -> None:
    """The second waits, then hears that the first decided about both."""
    report = world.reported("not-delivered", owner=False)
    first = report.findings.get()
    Finding.objects.filter(pk=first.pk).update(number=F("number") + 1)
    Finding.objects.bulk_create([_twin(first)])
    actor, logistics = people.coordinator(), make.department("logistics")
    outcomes: list[str] = []

    def give(finding: Finding, start: threading.Barrier) -> None:
        start.wait()
        try:
            unrouted.give_owner(
                finding=finding, department=logistics, standing=False, actor=actor, now=MONDAY
            )
        except (Conflict, DatabaseError) as error:
            outcomes.append(type(error).__name__)
        connections.close_all()

    for _round in range(ROUNDS):
        Finding.objects.update(action=None, handled_at=None)
        ImprovementAction.objects.all().delete()
        findings = list(Finding.objects.select_related("reason"))
        start = threading.Barrier(len(findings))
        threads = [threading.Thread(target=give, args=(finding, start)) for finding in findings]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        action = ImprovementAction.objects.get()
        assert {finding.action_id for finding in Finding.objects.all()} == {action.number}
    assert outcomes == ["Conflict"] * ROUNDS


def _twin(finding: Finding) -> Finding:
    """The same finding of the report, once more."""
    return Finding(
        report=finding.report,
        number=finding.number,
        kind=finding.kind,
        severity=finding.severity,
        reason=finding.reason,
        figures=finding.figures,
        is_unrouted=True,
    )
