from datetime import date

import pytest
from django.utils import translation

from contactreductie.core.models import OutboxMessage
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci.enums import ActionState, EntryKind
from raci.services import actions
from tests.factories import raci as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
LATER = date(2026, 5, 1)


def move(action, actor, **given):
    answers = {"due_date": LATER, "remark": "De leverancier levert later.", **given}
    return actions.move_due_date(action, **answers, actor=actor, now=MONDAY)


def test_a_moves_the_due_date_with_a_reason():
    org = make.organisation()
    action = make.action_in(ActionState.PLANNED, org)
    move(action, org.head, expected_version=action.version)
    entry = action.entries.last()
    assert (action.due_date, action.due_date_moves) == (LATER, 1)
    assert (entry.kind, entry.text) == (EntryKind.DUE_DATE, "De leverancier levert later.")
    assert entry.details == {"before": "2026-04-06", "after": "2026-05-01", "moves": 1}


@pytest.mark.parametrize("role", ["worker", "coordinator", "manager", "agent"])
def test_due_date_moved_by_anybody_else_is_refused(role):
    org = make.organisation()
    action = make.action_in(ActionState.PLANNED, org)
    with pytest.raises(Refusal) as refused:
        move(action, getattr(org, role))
    assert (refused.value.status, refused.value.rule) == (422, "A-6")
    with translation.override("nl"):
        assert str(refused.value) == "Alleen de eindverantwoordelijke mag de datum verzetten."
    with translation.override("en-gb"):
        assert str(refused.value) == "Only the accountable party may move the due date."


@pytest.mark.parametrize(
    ("given", "field"),
    [({"remark": " "}, "remark"), ({"due_date": date(2026, 3, 8)}, "due_date")],
)
def test_due_date_without_reason_or_in_the_past_is_refused(given, field):
    org = make.organisation()
    action = make.action_in(ActionState.PLANNED, org)
    with pytest.raises(Refusal) as refused:
        move(action, org.head, **given)
    assert refused.value.field == field


@pytest.mark.parametrize("state", ["proposed", "reported_done", "verified", "cancelled"])
def test_due_date_stays_where_no_work_is_waiting_for_it(state):
    org = make.organisation()
    action = make.action_in(ActionState(state), org)
    with pytest.raises(Refusal, match="Deze stap kan niet vanuit status"):
        move(action, org.head)


def test_third_move_escalates_to_management_once():
    org = make.organisation()
    action = make.action_in(ActionState.IN_PROGRESS, org)
    OutboxMessage.objects.all().delete()
    for day in (1, 2):
        move(action, org.head, due_date=date(2026, 5, day))
    assert not OutboxMessage.objects.exists()
    for day in (3, 4):
        move(action, org.head, due_date=date(2026, 5, day))
    mail = OutboxMessage.objects.get()
    assert mail.recipient == "directie@example.org"
    assert mail.subject.startswith("De einddatum van actie 1 is 3 keer verzet")
    assert "3 mei 2026" in mail.text


def test_move_on_an_old_version_is_a_conflict():
    org = make.organisation()
    action = make.action_in(ActionState.PLANNED, org)
    with pytest.raises(Conflict):
        move(action, org.head, expected_version=1)


@pytest.mark.parametrize("role", ["agent", "head", "worker", "coordinator", "manager"])
def test_remark_is_added_to_the_history(role):
    org = make.organisation()
    action = make.proposal(org, actor=org.agent)
    actions.add_remark(action, text=" Goed idee. ", actor=getattr(org, role), now=MONDAY)
    entry = action.entries.last()
    assert (entry.kind, entry.text, entry.actor) == (
        EntryKind.REMARK,
        "Goed idee.",
        getattr(org, role),
    )
    assert action.version == 1


def test_remark_by_an_agent_without_any_part_in_it_is_not_allowed():
    org = make.organisation()
    action = make.proposal(org)
    with pytest.raises(NotAllowed):
        actions.add_remark(action, text="Hoi", actor=org.agent, now=MONDAY)


def test_empty_remark_is_refused():
    org = make.organisation()
    with pytest.raises(Refusal):
        actions.add_remark(make.proposal(org), text=" ", actor=org.head, now=MONDAY)
