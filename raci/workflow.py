"""The life of an improvement action (domain model, section 9) as data. Pure.

Who may take a step is said in letters of the action (A, R) and in roles of the organisation;
`raci.rules` finds out who holds them. What a step needs is checked by `raci.services.actions`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from contactreductie.core.iso_week import IsoWeek

PROPOSED, PLANNED, IN_PROGRESS = "proposed", "planned", "in_progress"
REPORTED_DONE, VERIFIED, NO_EFFECT, CANCELLED = (
    "reported_done",
    "verified",
    "no_effect",
    "cancelled",
)
OPEN = frozenset({PROPOSED, PLANNED, IN_PROGRESS, REPORTED_DONE})
CLOSED = frozenset({VERIFIED, NO_EFFECT, CANCELLED})
PROMISED = frozenset({PLANNED, IN_PROGRESS})
"""Planned and not yet reported done: here the due date counts (A-6, A-7)."""

ACCOUNTABLE, RESPONSIBLE = "A", "R"
COORDINATOR, DEPARTMENT_OWNER, MANAGER = "coordinator", "department_owner", "manager"


@dataclass(frozen=True)
class Transition:
    """One step: from which states, to which, by whom.

    `letters`: any of these letters on the action. `roles`: any of these roles, whatever the
    letter; a department owner counts for actions of the own department only.
    """

    name: str
    from_states: frozenset[str]
    to_state: str
    letters: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)


A_ONLY = frozenset({ACCOUNTABLE})
ACCEPT = Transition(
    "accept",
    frozenset({PROPOSED}),
    PLANNED,
    roles=frozenset({COORDINATOR, DEPARTMENT_OWNER, MANAGER}),
)
START = Transition(
    "start",
    frozenset({PLANNED}),
    IN_PROGRESS,
    letters=frozenset({RESPONSIBLE, ACCOUNTABLE}),
)
REPORT_DONE = Transition(
    "report_done",
    frozenset({IN_PROGRESS}),
    REPORTED_DONE,
    letters=frozenset({RESPONSIBLE}),
)
VERIFY = Transition("verify", frozenset({REPORTED_DONE}), VERIFIED, letters=A_ONLY)
WITHOUT_EFFECT = Transition("no_effect", frozenset({REPORTED_DONE}), NO_EFFECT, letters=A_ONLY)
RETURN_TO_WORK = Transition(
    "return_to_work", frozenset({REPORTED_DONE}), IN_PROGRESS, letters=A_ONLY
)
CANCEL = Transition("cancel", OPEN, CANCELLED, letters=A_ONLY, roles=frozenset({MANAGER}))
TRANSITIONS = {
    step.name: step
    for step in (ACCEPT, START, REPORT_DONE, VERIFY, WITHOUT_EFFECT, RETURN_TO_WORK, CANCEL)
}
# The straight road, for the stepper on the action's page.
ROAD = (PROPOSED, PLANNED, IN_PROGRESS, REPORTED_DONE, VERIFIED)


def steps_from(state: str) -> list[Transition]:
    """The steps that lead out of a state; none out of an end state."""
    return [step for step in TRANSITIONS.values() if state in step.from_states]


def complete_weeks_after(live_date: date, now: datetime) -> int:
    """Whole ISO weeks that began after the live date and are over: the day itself counts not."""
    first = IsoWeek.of(live_date).plus(1)
    return max(0, (IsoWeek.at(now).monday - first.monday).days // 7)
