"""The mails about actions, in the recipient's own language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contactreductie.core.models import User
from raci import workflow
from raci.enums import ActionState
from raci.models import ActionEntry, ImprovementAction


@dataclass(frozen=True)
class Mail:
    """Subject and text as one person reads them."""

    subject: str
    text: str


def proposal(action: ImprovementAction, recipient: User) -> Mail:
    """To whoever is accountable: something was put on their desk."""
    with translation.override(recipient.language):
        subject = _("New improvement action %(number)s: %(title)s")
        return _mail(subject, "action_proposed", action, recipient)


def step(action: ImprovementAction, recipient: User, entry: ActionEntry) -> Mail:
    """To A and R: the action moved on, and what is asked of them now."""
    with translation.override(recipient.language):
        subject = _("Action %(number)s is now '%(state)s': %(title)s")
        asked = {
            workflow.PLANNED: _("Carry it out, and start it as soon as you begin."),
            workflow.REPORTED_DONE: _("The effect can be judged after %(weeks)s complete weeks.")
            % {"weeks": settings.EFFECT_MIN_WEEKS},
            workflow.IN_PROGRESS: _("It needs more work before it can be verified."),
        }
        return _mail(
            subject,
            "action_step",
            action,
            recipient,
            entry=entry,
            asked=asked.get(action.state, ""),
        )


def reminder(action: ImprovementAction, recipient: User, *, days_late: int) -> Mail:
    """The due date comes near, or has passed (A-7); `days_late` below zero: still to go."""
    with translation.override(recipient.language):
        if days_late > 0:
            text = ngettext(
                "Action %(number)s is %(days)s day late: %(title)s",
                "Action %(number)s is %(days)s days late: %(title)s",
                days_late,
            )
        else:
            text = _("Action %(number)s is due soon: %(title)s")
        return _mail(
            text, "action_reminder", action, recipient, days=days_late, is_late=days_late > 0
        )


def due_date_moved_again(action: ImprovementAction, recipient: User) -> Mail:
    """To the management: a due date that keeps moving (A-6)."""
    with translation.override(recipient.language):
        subject = _("The due date of action %(number)s has moved %(moves)s times: %(title)s")
        return _mail(subject, "action_due_date", action, recipient)


def _mail(
    subject: str, template: str, action: ImprovementAction, recipient: User, **context: Any
) -> Mail:
    state = ActionState(action.state).label
    title = {
        "number": action.number,
        "title": action.title,
        "state": state,
        "days": context.get("days", 0),
        "moves": action.due_date_moves,
    }
    text = render_to_string(
        f"emails/{template}.txt",
        {
            **context,
            "action": action,
            "state": state,
            "recipient": recipient,
            "url": settings.BASE_URL + reverse("raci:action", args=[action.number]),
        },
    )
    return Mail(subject=(subject % title)[:200], text=text)
