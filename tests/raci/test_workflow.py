from datetime import date

import pytest

from raci import workflow
from raci.enums import ActionState, RaciRole
from tests.factories.clock import amsterdam


def test_states_of_the_workflow_are_those_of_the_model():
    assert set(ActionState.values) == workflow.OPEN | workflow.CLOSED
    assert workflow.PROMISED < workflow.OPEN
    assert {workflow.ACCOUNTABLE, workflow.RESPONSIBLE} <= set(RaciRole.values)


def test_steps_lead_where_the_state_table_says():
    assert {
        name: (sorted(step.from_states), step.to_state)
        for name, step in workflow.TRANSITIONS.items()
    } == {
        "accept": (["proposed"], "planned"),
        "start": (["planned"], "in_progress"),
        "report_done": (["in_progress"], "reported_done"),
        "verify": (["reported_done"], "verified"),
        "no_effect": (["reported_done"], "no_effect"),
        "return_to_work": (["reported_done"], "in_progress"),
        "cancel": (["in_progress", "planned", "proposed", "reported_done"], "cancelled"),
    }


@pytest.mark.parametrize("state", sorted(workflow.CLOSED))
def test_end_state_never_reopens(state):
    assert workflow.steps_from(state) == []


@pytest.mark.parametrize(
    ("live", "now", "weeks"),
    [
        # Live on Wednesday 4 March 2026: the first whole week is 9-15 March.
        (date(2026, 3, 4), "2026-03-15 23:59", 0),
        (date(2026, 3, 4), "2026-03-16 00:00", 1),
        (date(2026, 3, 4), "2026-04-05 23:59", 3),
        (date(2026, 3, 4), "2026-04-06 00:00", 4),
        # On a Monday the week has begun with a day of both: the next one is the first.
        (date(2026, 3, 9), "2026-04-12 23:59", 3),
        (date(2026, 3, 9), "2026-04-13 00:00", 4),
        # On a Sunday the next day starts a whole week.
        (date(2026, 3, 8), "2026-04-06 00:00", 4),
        (date(2026, 3, 4), "2026-03-04 12:00", 0),
    ],
)
def test_complete_weeks_start_after_the_live_date(live, now, weeks):
    assert workflow.complete_weeks_after(live, amsterdam(now)) == weeks
