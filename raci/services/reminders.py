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


def send_reminders(*, now: datetime) -> int:
    """Puts today's reminders into the outbox, each action's in a transaction of its own, and
    returns how many mails that are. A stage missed while nothing ran is sent late, but only the
    latest one: nobody gets three mails about one action at once."""
    tree = DepartmentTree.load()
    due = [
        (f"{stage}-{action.due_date}", action, stage, days)
        for action, stage, days in reminders.due(plans.today(now))
    ]
    written = action_mail.written((event, action) for event, action, _stage, _days in due)
    return sum(
        _remind(event, action, stage, days, tree, now)
        for event, action, stage, days in due
        if (event, action.number) not in written
    )


def _remind(
    event: str,
    action: ImprovementAction,
    stage: Stage,
    days: int,
    tree: DepartmentTree,
    now: datetime,
) -> int:
    """Writes the mails first, so that the transaction holds nobody up."""
    mails = [
        (person, messages.reminder(action, person, days_late=days))
        for person in _recipients(action, stage, tree)
    ]
    with transaction.atomic():
        for person, mail in mails:
            action_mail.enqueue(event, action, person, mail, now)
    return len(mails)


def _recipients(action: ImprovementAction, stage: Stage, tree: DepartmentTree) -> Iterable[User]:
    if stage == Stage.SOON:
        return action_mail.people_with(action, [RaciRole.RESPONSIBLE], tree=tree)
    if stage == Stage.LATE:
        letters = [RaciRole.RESPONSIBLE, RaciRole.ACCOUNTABLE]
        return action_mail.people_with(action, letters, tree=tree)
    if stage == Stage.LATER:
        return departments.above(tree, action) or departments.managers()
    return departments.managers()
