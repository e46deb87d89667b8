from datetime import date

import pytest
from django.urls import reverse

from raci.enums import ActionState
from raci.queries import actions
from raci.queries.departments import DepartmentTree
from tests.factories import raci as make

pytestmark = pytest.mark.django_db
LIST = reverse("raci:actions")
WORK = {"planned", "in_progress"}


@pytest.mark.parametrize(
    ("who", "today", "states"),
    [
        ("head", date(2026, 4, 12), {"proposed", *WORK}),
        ("head", date(2026, 4, 13), {"proposed", "reported_done", *WORK}),
        ("worker", date(2026, 4, 13), WORK),
        ("coordinator", date(2026, 4, 13), set()),
        ("manager", date(2026, 4, 13), set()),
    ],
)
def test_action_asks_whoever_has_to_do_something_now(org, who, today, states):
    """Live on 9 March: the fourth complete week ends on Sunday 12 April."""
    for state in ActionState:
        make.action_in(state, org)
    asked = actions.asks(getattr(org, who), DepartmentTree.load(), today)
    assert {action.state for action in actions.visible_to(org.manager).filter(asked)} == states


def test_action_reported_done_by_its_a_does_not_ask_that_a(org):
    make.action_in(ActionState.REPORTED_DONE, org, reporter=org.head)
    asked = actions.asks(org.head, DepartmentTree.load(), date(2026, 4, 13))
    assert not actions.visible_to(org.head).filter(asked).exists()


def test_list_marks_what_is_up_to_the_reader(client, org):
    make.proposal(org)
    seen = {}
    for who in (org.head, org.coordinator):
        client.force_login(who)
        response = client.get(LIST)
        (line,) = response.context["lines"]
        seen[who.username] = (line.asks_you, "aan jou" in response.content.decode())
    assert seen == {"bakker": (True, True), "regisseur": (False, False)}


def test_own_actions_have_a_tab_with_their_number(client, org):
    make.proposal(org)
    make.action_in(ActionState.CANCELLED, org)
    client.force_login(org.head)
    response = client.get(LIST, {"mine": "on", "state": "all"})
    assert (response.context["own_count"], len(response.context["lines"])) == (1, 2)
    assert '<input type="hidden" name="mine" value="on">' in response.content.decode()
    client.force_login(org.manager)
    assert "Mijn acties" not in client.get(LIST).content.decode()


def test_list_writes_the_due_date_in_full(client, org):
    make.action_in(ActionState.PLANNED, org)
    client.force_login(org.agent)
    assert "6 april 2026" in client.get(LIST).content.decode()
