"""Which actions somebody has to be reminded of today (A-7)."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings

from raci import workflow
from raci.models import ImprovementAction
from raci.queries import actions


class Stage(StrEnum):
    """How near or how far past its due date an action is, in order."""

    SOON = "soon"
    LATE = "late"
    LATER = "later"
    ESCALATED = "escalated"


def due(today: date) -> Iterator[tuple[ImprovementAction, Stage, int]]:
    """The actions to remind of, each with the latest stage it has reached and the days past its
    due date (below zero: still to go)."""
    until = today + timedelta(days=settings.REMINDER_DAYS_BEFORE)
    near = ImprovementAction.objects.filter(state__in=workflow.PROMISED, due_date__lte=until)
    for action in actions.with_roles(near).order_by("number"):
        if action.due_date is not None:
            days = (today - action.due_date).days
            if (stage := stage_of(days)) is not None:
                yield action, stage, days


def stage_of(days_late: int) -> Stage | None:
    """The due date itself is still SOON, for who could not be reminded before; none earlier."""
    late, later, escalated = settings.REMINDER_DAYS_LATE
    if days_late >= escalated:
        return Stage.ESCALATED
    if days_late >= later:
        return Stage.LATER
    if days_late >= late:
        return Stage.LATE
    return Stage.SOON if -settings.REMINDER_DAYS_BEFORE <= days_late <= 0 else None
