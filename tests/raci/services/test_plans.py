from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from contactreductie.core.models import OutboxMessage
from contactreductie.core.refusals import Refusal
from raci.enums import ActionSide, ActionState, RaciRole
from raci.models import CustomerVision, ImprovementAction
from raci.services import actions
from tests.factories import raci as make
from tests.factories.clock import MONDAY
from tests.refusals import in_both

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


@pytest.fixture
def org():
    organisation = make.organisation()
    make.customer_vision(organisation.manager)
    return organisation


def accept(org, action, **fields):
    return actions.accept(action, **make.plan(org, **fields), actor=org.head, now=MONDAY)


def refusal_of(org, **fields):
    with pytest.raises(Refusal) as refused:
        accept(org, make.proposal(org), **fields)
    return refused.value


def words(refusal, language):
    with translation.override(language):
        return str(refusal)


def test_complete_plan_is_accepted(org):
    action = accept(org, make.proposal(org))
    kept = ImprovementAction.objects.get(pk=action.pk)
    assert (kept.state, kept.version) == (ActionState.PLANNED, 2)
    assert (kept.cause, kept.side) == ("De bezorger belt niet aan.", ActionSide.FRONT)
    assert (kept.principle.number, kept.due_date) == (1, TODAY + timedelta(weeks=4))


@pytest.mark.parametrize("days", [0, 26 * 7])
def test_due_date_from_today_to_26_weeks_is_accepted(org, days):
    due = TODAY + timedelta(days=days)
    assert accept(org, make.proposal(org), due_date=due).due_date == due


@pytest.mark.parametrize("due", [None, TODAY - timedelta(days=1)])
def test_due_date_missing_or_past_is_refused(org, due):
    refusal = refusal_of(org, due_date=due)
    assert (refusal.rule, refusal.field) == ("A-5", "due_date")
    assert words(refusal, "nl") == "Vul een einddatum in de toekomst in."
    assert words(refusal, "en-gb") == "Fill in a due date in the future."


def test_due_date_beyond_26_weeks_is_refused(org):
    refusal = refusal_of(org, due_date=TODAY + timedelta(days=26 * 7 + 1))
    assert words(refusal, "nl") == "De einddatum ligt hoogstens 26 weken vooruit."


def test_plan_without_cause_is_refused(org):
    refusal = refusal_of(org, cause="  ")
    assert (refusal.rule, refusal.field) == ("A-5", "cause")


def test_plan_without_side_is_refused(org):
    refusal = refusal_of(org, side="")
    assert words(refusal, "nl") == "Kies voorkant of achterkant."


def test_back_side_says_why_prevention_is_impossible(org):
    refusal = refusal_of(org, side=ActionSide.BACK)
    assert (refusal.rule, refusal.field) == ("W-4", "prevention_impossible")
    assert words(refusal, "nl") == (
        "Leg uit waarom deze vraag niet aan de voorkant te voorkomen is."
    )
    assert words(refusal, "en-gb") == (
        "Explain why this question cannot be prevented on the front side."
    )
    action = accept(
        org, make.proposal(org), side=ActionSide.BACK, prevention_impossible="Wettelijk."
    )
    assert action.prevention_impossible == "Wettelijk."


def test_database_refuses_a_back_side_without_explanation(org):
    action = accept(org, make.proposal(org))
    with pytest.raises(IntegrityError), transaction.atomic():
        ImprovementAction.objects.filter(pk=action.pk).update(side=ActionSide.BACK)


def test_database_refuses_a_planned_action_without_plan(org):
    action = make.proposal(org)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImprovementAction.objects.filter(pk=action.pk).update(state=ActionState.PLANNED)


def test_plan_without_principle_is_refused(org):
    refusal = refusal_of(org, principle=None)
    assert refusal.rule == "V-2"
    assert words(refusal, "nl") == "Koppel een principe uit de klantvisie."
    assert words(refusal, "en-gb") == "Link a principle of the customer vision."


def test_principle_needs_one_sentence_why(org):
    refusal = refusal_of(org, principle_why="")
    assert (refusal.rule, refusal.field) == ("V-2", "principle_why")


def test_principle_of_an_older_vision_is_refused(org):
    old = CustomerVision.objects.get().principles.get(number=1)
    make.customer_vision(org.manager)
    assert refusal_of(org, principle=old).rule == "V-2"


def test_plan_without_vision_is_refused():
    org = make.organisation()
    action = make.proposal(org)
    plan = {"cause": "x", "side": "front", "principle": None, "principle_why": "x"}
    with pytest.raises(Refusal) as refused:
        actions.accept(action, **plan, due_date=TODAY, actor=org.head, now=MONDAY)
    assert refused.value.rule == "V-1"
    assert words(refused.value, "nl") == "Leg eerst de klantvisie vast."
    assert words(refused.value, "en-gb") == "Adopt the customer vision first."


def test_plan_by_somebody_else_mails_a(org):
    action = make.proposal(org)
    OutboxMessage.objects.all().delete()
    actions.accept(action, **make.plan(org), actor=org.coordinator, now=MONDAY)
    mail = OutboxMessage.objects.get()
    assert mail.recipient == "bakker@example.org"
    assert mail.subject == "Actie 1 is nu 'Gepland': Tweede bezorgpoging"


@pytest.mark.parametrize("side", ActionSide)
@pytest.mark.parametrize("holder", ["customer_service", "team", "coordinator"])
def test_neither_side_has_customer_service_as_accountable(org, side, holder):
    """W-5, A-2: on the back side it may help, with IT or another department as A."""
    service = getattr(org, holder)
    roles = [
        make.letter(RaciRole.ACCOUNTABLE, service),
        make.letter(RaciRole.RESPONSIBLE, org.team),
    ]
    action = make.proposal(org)
    plan = {"side": side, "prevention_impossible": "Wettelijk."}
    accept(org, action, **plan)
    with pytest.raises(Refusal) as refused:
        actions.set_roles(action, roles=roles, actor=org.coordinator, now=MONDAY)
    assert refused.value.rule == "A-2"
    assert in_both(refused.value) == [
        (
            "Klantenservice kan faciliteren, maar niet eindverantwoordelijk zijn. Kies een A "
            "buiten klantenservice."
        ),
        (
            "Customer service can facilitate, but cannot be accountable. Choose an A outside "
            "customer service."
        ),
    ]


def test_management_answers_for_what_improves_customer_service_itself(org):
    """W-5: that is front side too; customer service carries it out."""
    roles = [
        make.letter(RaciRole.ACCOUNTABLE, org.manager),
        make.letter(RaciRole.RESPONSIBLE, org.customer_service),
    ]
    action = make.proposal(org, roles=roles, actor=org.coordinator)
    planned = actions.accept(action, **make.plan(org), actor=org.manager, now=MONDAY)
    assert (planned.state, planned.side) == (ActionState.PLANNED, ActionSide.FRONT)
