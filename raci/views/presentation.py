"""How an action looks: its badge, its road, its history."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contactreductie.core import iso_week
from contactreductie.core.models import User
from raci import workflow
from raci.enums import ActionState, EntryKind, RaciRole
from raci.models import ActionEntry, ImprovementAction
from raci.queries import holders
from raci.queries.departments import DepartmentTree
from raci.queries.holders import NamedHolder

TONES = {
    workflow.PROPOSED: ("signal", "inbox"),
    workflow.PLANNED: ("info", "clock"),
    workflow.IN_PROGRESS: ("info", "play"),
    workflow.REPORTED_DONE: ("warn", "check"),
    workflow.VERIFIED: ("good", "check"),
    workflow.NO_EFFECT: ("neutral", ""),
    workflow.CANCELLED: ("neutral", "cross"),
}
ENDS = {workflow.VERIFIED: "done", workflow.NO_EFFECT: "stopped", workflow.CANCELLED: "stopped"}
ENTRY_TONES = {workflow.VERIFIED: "good"}


@dataclass(frozen=True)
class Badge:
    text: str
    tone: str
    icon: str


@dataclass(frozen=True)
class ActionLine:
    """One row of a list; `asks_you` marks what waits for the person who looks."""

    action: ImprovementAction
    badge: Badge
    accountable: NamedHolder | None
    asks_you: bool = False

    @property
    def asks_a_decision(self) -> bool:
        return self.action.state in (workflow.PROPOSED, workflow.REPORTED_DONE)


def badge(action: ImprovementAction) -> Badge:
    tone, icon = TONES[action.state]
    return Badge(str(ActionState(action.state).label), tone, icon)


def line(
    action: ImprovementAction,
    today: date,
    tree: DepartmentTree,
    people: dict[int, User],
    *,
    asks_you: bool = False,
) -> ActionLine:
    """A row of a list; how late it is goes before the state."""
    named = holders.named(action.roles.all(), tree, people)
    accountable = next((row for row in named if row.role == RaciRole.ACCOUNTABLE), None)
    late = days_late(action, today)
    if late:
        text = ngettext("%(count)s day late", "%(count)s days late", late) % {"count": late}
        return ActionLine(action, Badge(text, "signal", "clock"), accountable, asks_you)
    return ActionLine(action, badge(action), accountable, asks_you)


def accountable_name(action: ImprovementAction) -> str:
    """The department or person an action waits for, by name."""
    return next(
        (
            str(role.department or role.person)
            for role in action.roles.all()
            if role.role == RaciRole.ACCOUNTABLE
        ),
        "",
    )


def days_late(action: ImprovementAction, today: date) -> int:
    """Days past the due date; 0 for what is reported done, closed or not planned."""
    if action.state not in workflow.PROMISED or action.due_date is None:
        return 0
    return max(0, (today - action.due_date).days)


def road(action: ImprovementAction) -> list[dict[str, Any]]:
    """The steps for the stepper, with the day each was reached; a side exit stops the road."""
    reached = {
        entry.to_state: entry.at
        for entry in action.entries.all()
        if entry.kind in (EntryKind.CREATED, EntryKind.TRANSITION)
    }
    states = list(workflow.ROAD)
    if action.state == workflow.NO_EFFECT:
        states[-1] = workflow.NO_EFFECT
    elif action.state == workflow.CANCELLED:
        states = [*[state for state in states if state in reached], workflow.CANCELLED]
    here = states.index(action.state)
    here_is = ENDS.get(action.state, "current")
    return [
        {
            "label": ActionState(state).label,
            "state": "done" if index < here else here_is if index == here else "todo",
            "note": _day(reached.get(state)) if index <= here else "",
        }
        for index, state in enumerate(states)
    ]


def origin_week(action: ImprovementAction) -> str:
    """The week whose report opened the action; empty for a proposal by a person."""
    label = action.origin.partition(" ")[0]
    return label if iso_week.PATTERN.fullmatch(label) else ""


def history(action: ImprovementAction) -> list[dict[str, Any]]:
    """The entries for the timeline, newest first."""
    return [
        {
            "at": entry.at,
            "who": str(entry.actor) if entry.actor else _("weekly report"),
            "title": _entry_title(entry),
            "text": "" if entry.kind == EntryKind.CREATED else entry.text,
            "tone": ENTRY_TONES.get(entry.to_state, ""),
        }
        for entry in reversed(action.entries.all())
    ]


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F") if moment else ""


def _entry_title(entry: ActionEntry) -> str:
    if entry.kind == EntryKind.DUE_DATE:
        before, after = (date.fromisoformat(entry.details[key]) for key in ("before", "after"))
        text = _("Due date moved from %(before)s to %(after)s (move %(moves)s)")
        return text % {
            "before": date_format(before),
            "after": date_format(after),
            "moves": entry.details["moves"],
        }
    if entry.kind == EntryKind.ROLES:
        return _("RACI changed: %(roles)s") % {"roles": "; ".join(entry.details["after"])}
    if entry.kind == EntryKind.REMARK and "after" in entry.details:
        return _("Checked against the new customer vision: still fits")
    if entry.kind == EntryKind.REMARK:
        return str(EntryKind.REMARK.label)
    return str(ActionState(entry.to_state).label)
