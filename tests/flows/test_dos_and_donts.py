"""V-3: what the don'ts of the book refuse, each at the rule that says so."""

from collections.abc import Callable
from typing import Any

import pytest

from contactreductie.core.refusals import Refusal
from feedbackloop.services import targets as target_services
from raci.enums import RaciRole
from raci.models import CustomerVision
from raci.services import actions
from tests.factories import raci
from tests.factories import targets as make
from tests.factories.clock import MONDAY
from tests.refusals import in_both

pytestmark = pytest.mark.django_db


def cost_only(org: raci.Organisation) -> Any:
    draft = make.draft(guards=[])
    return target_services.set_target(reason=org.reason, draft=draft, actor=org.manager, now=MONDAY)


def change_without_measuring(org: raci.Organisation) -> Any:
    make.facts(org.reason, [10] * 7)
    return target_services.set_target(
        reason=org.reason, draft=make.draft(), actor=org.manager, now=MONDAY
    )


def leave_it_to_customer_service(org: raci.Organisation) -> Any:
    roles = [
        raci.letter(RaciRole.ACCOUNTABLE, org.customer_service),
        raci.letter(RaciRole.RESPONSIBLE, org.logistics),
    ]
    return raci.proposal(org, roles=roles, actor=org.coordinator)


def plan_without_vision(org: raci.Organisation) -> Any:
    plan = raci.plan(org)
    CustomerVision.objects.update(approved_at=None, approved_by=None)
    return actions.accept(raci.proposal(org), **plan, actor=org.head, now=MONDAY)


@pytest.mark.parametrize(
    ("does", "rule", "said"),
    [
        (
            cost_only,
            "K-3",
            [
                "Voeg een klant-KPI toe; alleen kosten is geen doel.",
                "Add a customer KPI; cost alone is no target.",
            ],
        ),
        (
            change_without_measuring,
            "K-2",
            [
                "Nog geen nulmeting: minstens 8 volledige weken nodig.",
                "No baseline yet: at least 8 complete weeks are needed.",
            ],
        ),
        (
            leave_it_to_customer_service,
            "A-2",
            [
                (
                    "Klantenservice kan faciliteren, maar niet eindverantwoordelijk zijn. Kies een "
                    "A buiten klantenservice."
                ),
                (
                    "Customer service can facilitate, but cannot be accountable. Choose an A "
                    "outside customer service."
                ),
            ],
        ),
        (
            plan_without_vision,
            "V-1",
            ["Leg eerst de klantvisie vast.", "Adopt the customer vision first."],
        ),
    ],
)
def test_dont_is_refused(
    does: Callable[[raci.Organisation], Any], rule: str, said: list[str]
) -> None:
    org = raci.organisation()
    raci.customer_vision(org.manager)
    make.label(org.reason, org.manager)
    with pytest.raises(Refusal) as refused:
        does(org)
    assert (refused.value.rule, in_both(refused.value)) == (rule, said)
