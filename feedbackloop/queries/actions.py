"""What the report tells about improvement actions, in a fixed number of queries."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import Finding
from raci.enums import ActionState
from raci.models import ImprovementAction
from raci.queries import actions


def resting_reasons(since: datetime) -> set[int]:
    """Reasons with an open action, or with one that was closed at or after a moment."""
    known = ImprovementAction.objects.filter(actions.is_open() | Q(closed_at__gte=since))
    return set(known.values_list("reason_id", flat=True))


def opened(week: IsoWeek) -> list[dict[str, Any]]:
    """Actions that this week's own findings opened, and those people proposed during the week.

    What an earlier report opened was new there; it is not told twice.
    """
    by_report = Finding.objects.filter(
        report__week_start=week.monday, action__origin__startswith=f"{week} "
    )
    by_people = Q(origin="", created_at__gte=week.start(), created_at__lt=week.end())
    return _rows(Q(pk__in=by_report.values("action")) | by_people)


def overdue(week: IsoWeek) -> list[dict[str, Any]]:
    """Open actions whose due date had passed when the week was over."""
    return _rows(actions.overdue(week.plus(1).monday))


def verified(week: IsoWeek) -> list[dict[str, Any]]:
    """Actions whose effect was confirmed during the week."""
    during = Q(closed_at__gte=week.start(), closed_at__lt=week.end())
    return _rows(Q(state=ActionState.VERIFIED) & during)


def _rows(wanted: Q) -> list[dict[str, Any]]:
    found: QuerySet[ImprovementAction] = ImprovementAction.objects.filter(wanted)
    return [
        {
            "action": action.number,
            "title": action.title,
            "reason": action.reason.code,
            "state": str(action.state),
            "due_date": action.due_date.isoformat() if action.due_date else None,
        }
        for action in found.select_related("reason").order_by("number")
    ]
