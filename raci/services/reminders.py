"""Reminders about due dates (A-7): each stage once per due date, however often this runs."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from contactreductie.core.models import User
from raci import messages
from raci.enums import RaciRole
from raci.models import ImprovementAction
from raci.queries import departments, reminders
from raci.queries.departments import DepartmentTree
from raci.queries.reminders import Stage
from raci.services import action_mail, plans


@transaction.atomic
def send_reminders(*, now: datetime) -> int:
    """Puts today's reminders into the outbox and returns how many people they go to, those who
    got this one before included. A stage missed while nothing ran is sent late, but only the
    latest one: nobody gets three mails about one action at once."""
    tree = DepartmentTree.load()
    reminded = 0
    for action, stage, days in reminders.due(plans.today(now)):
        for person in _recipients(action, stage, tree):
            event = f"{stage}-{action.due_date}"
            mail = messages.reminder(action, person, days_late=days)
            action_mail.enqueue(event, action, person, mail, now)
            reminded += 1
    return reminded


def _recipients(action: ImprovementAction, stage: Stage, tree: DepartmentTree) -> Iterable[User]:
    if stage == Stage.SOON:
        return action_mail.people_with(action, [RaciRole.RESPONSIBLE])
    if stage == Stage.LATE:
        return action_mail.people_with(action, [RaciRole.RESPONSIBLE, RaciRole.ACCOUNTABLE])
    if stage == Stage.LATER:
        return departments.above(tree, action) or departments.managers()
    return departments.managers()
