"""What a plan must say before an action may be planned: A-5 and W-4; V-1 and V-2 as all do."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.refusals import Refusal
from raci.enums import ActionSide


def checked_side(side: str, prevention_impossible: str) -> str:
    if side not in ActionSide.values:
        raise Refusal(_("Choose front side or back side."), field="side", rule="A-5")
    if side == ActionSide.BACK and not prevention_impossible.strip():
        message = _("Explain why this question cannot be prevented on the front side.")
        raise Refusal(message, field="prevention_impossible", rule="W-4")
    return side


def checked_due_date(due_date: date | None, now: datetime) -> date:
    first_day = today(now)
    if due_date is None or due_date < first_day:
        raise Refusal(_("Fill in a due date in the future."), field="due_date", rule="A-5")
    if due_date > first_day + timedelta(weeks=settings.MAX_DUE_WEEKS):
        message = _("The due date lies at most %(weeks)s weeks ahead.")
        raise Refusal(message, field="due_date", rule="A-5", weeks=settings.MAX_DUE_WEEKS)
    return due_date


def today(now: datetime) -> date:
    return now.astimezone(AMSTERDAM).date()
