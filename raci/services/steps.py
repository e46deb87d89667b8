"""How an action changes: who may, from where, and never over somebody else's change."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from raci import rules, workflow
from raci.enums import ActionState, EntryKind
from raci.models import ActionEntry, ImprovementAction

NOT_FROM_HERE = _("This step is not possible from state '%(state)s'.")


def check_step(
    step: workflow.Transition,
    action: ImprovementAction,
    actor: User,
    expected_version: int | None,
) -> None:
    """Refuses a step on an old version (409), by somebody else (403) or from elsewhere (422)."""
    check_version(action, expected_version)
    if not rules.may_take(actor, action, step):
        raise NotAllowed
    if action.state not in step.from_states:
        raise refuse_state(action)


def check_open(action: ImprovementAction, expected_version: int | None) -> None:
    """Refuses a change of anything but the state: end states never reopen."""
    check_version(action, expected_version)
    if action.state in workflow.CLOSED:
        raise refuse_state(action)


def check_version(action: ImprovementAction, expected_version: int | None) -> None:
    if expected_version is not None and action.version != expected_version:
        raise Conflict


def refuse_state(action: ImprovementAction) -> Refusal:
    # The label is translated when somebody reads the refusal.
    return Refusal(NOT_FROM_HERE, rule="section 9", state=ActionState(action.state).label)


def take(
    step: workflow.Transition,
    action: ImprovementAction,
    *,
    actor: User,
    now: datetime,
    text: str = "",
    **changes: Any,
) -> ImprovementAction:
    """Writes a step that was checked, with its line in the history and the audit trail."""
    from_state = action.state
    if step.to_state in workflow.CLOSED:
        changes["closed_at"] = now
    write(action, now=now, state=step.to_state, **changes)
    add_entry(
        action,
        EntryKind.TRANSITION,
        actor=actor,
        now=now,
        from_state=from_state,
        to_state=step.to_state,
        text=text,
    )
    return action


def write(action: ImprovementAction, *, now: datetime, **changes: Any) -> None:
    """One conditional update: of two people who change the same version, one gets a 409."""
    changed = ImprovementAction.objects.filter(pk=action.pk, version=action.version).update(
        version=F("version") + 1, changed_at=now, **changes
    )
    if not changed:
        raise Conflict
    for name, value in {**changes, "changed_at": now, "version": action.version + 1}.items():
        setattr(action, name, value)


def add_entry(
    action: ImprovementAction,
    kind: EntryKind,
    *,
    actor: User | None,
    now: datetime,
    from_state: str = "",
    to_state: str = "",
    text: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """One line in the action's history, and one in the audit trail without the text."""
    ActionEntry.objects.create(
        action=action,
        at=now,
        actor=actor,
        kind=kind,
        from_state=from_state,
        to_state=to_state,
        text=text,
        details=details or {},
    )
    audit.record_event(
        verb=f"action_{kind}",
        subject=action,
        actor=actor,
        now=now,
        from_state=from_state,
        to_state=to_state,
        **(details or {}),
    )


def required(text: str, field: str, rule: str = "", *, limit: int | None = None) -> str:
    """The answer without surrounding space; Refusal when there is none. `limit`: how long a text
    on one line may be."""
    text = text.strip()
    if not text:
        raise Refusal(_("Fill in this field."), field=field, rule=rule)
    if limit is not None and len(text) > limit:
        raise Refusal(_("At most %(limit)s characters."), field=field, rule=rule, limit=limit)
    if limit is not None and not text.isprintable():
        raise Refusal(_("This text holds control characters."), field=field, rule=rule)
    return text
