"""Drawing journeys and their steps (R-10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_noop as _

from contactreductie.core import locks
from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from raci import rules
from raci.enums import JourneyKind
from raci.models import Department, Journey, ProcessStep
from raci.queries import causes
from raci.queries import journeys as queries

LOCK = "raci-journeys"
CODE_LENGTH, NAME_LENGTH = 80, 200
Row = TypeVar("Row", Journey, ProcessStep)


@dataclass(frozen=True)
class JourneyDraft:
    """A journey as it is to be called."""

    name_nl: str
    name_en: str = ""
    kind: JourneyKind = JourneyKind.CUSTOMER
    is_active: bool = True


@dataclass(frozen=True)
class StepDraft:
    """A step as it is to be called, and whose it is."""

    name_nl: str
    name_en: str = ""
    department: Department | None = None


@transaction.atomic
def create_journey(draft: JourneyDraft, *, actor: User, now: datetime, code: str = "") -> Journey:
    """A new journey after the others; without a code it gets one from its name."""
    _begin(actor)
    fields = _named(draft)
    journey = Journey(
        code=_free_code(Journey, code or fields["name_nl"]),
        position=Journey.objects.count(),
        kind=draft.kind,
        is_active=draft.is_active,
        **fields,
    )
    return _saved("journey_created", journey, actor, now)


@transaction.atomic
def change_journey(journey: Journey, draft: JourneyDraft, *, actor: User, now: datetime) -> Journey:
    """Another name or kind, or out of use; its steps stay."""
    _begin(actor, journey)
    _set(journey, kind=draft.kind, is_active=draft.is_active, **_named(draft))
    return _saved("journey_changed", journey, actor, now)


@transaction.atomic
def move_journey(journey: Journey, *, places: int, actor: User, now: datetime) -> None:
    """So many places down, or up with a negative number."""
    _begin(actor, journey)
    _move(list(Journey.objects.all()), journey, places)
    _record("journey_moved", journey, actor, now)


@transaction.atomic
def create_step(
    journey: Journey, draft: StepDraft, *, actor: User, now: datetime, code: str = ""
) -> ProcessStep:
    """A new last step; its code is what its executions are delivered under (`step:<code>`)."""
    _begin(actor, journey)
    fields = _named(draft)
    step = ProcessStep(
        code=_free_code(ProcessStep, code or fields["name_nl"]),
        journey=journey,
        position=journey.steps.count(),
        department=draft.department,
        **fields,
    )
    return _saved("step_created", step, actor, now)


@transaction.atomic
def change_step(step: ProcessStep, draft: StepDraft, *, actor: User, now: datetime) -> ProcessStep:
    """Another name or owner."""
    _begin(actor, step)
    _set(step, department=draft.department, **_named(draft))
    return _saved("step_changed", step, actor, now)


@transaction.atomic
def move_step(step: ProcessStep, *, places: int, actor: User, now: datetime) -> None:
    """So many places on within its journey, or back with a negative number."""
    _begin(actor, step)
    _move(list(ProcessStep.objects.filter(journey=step.journey_id)), step, places)
    _record("step_moved", step, actor, now)


@transaction.atomic
def remove_step(step: ProcessStep, *, actor: User, now: datetime) -> None:
    """A step goes; its reasons are linked to nothing from then on. What shows a cause stays."""
    _begin(actor, step)
    check_removable(step)
    _record("step_removed", step, actor, now, code=step.code)
    step.delete()


def check_removable(step: ProcessStep) -> None:
    """R-9: a cause keeps what shows it."""
    reasons = sorted({cause.reason.name for cause in causes.resting_on(step)})
    if reasons:
        message = _("This step shows a cause of: %(reasons)s. That is why it stays.")
        raise Refusal(message, rule="R-9", reasons=", ".join(reasons))


def _begin(actor: User, row: Journey | ProcessStep | None = None) -> None:
    """Keeps others from the map until the transaction ends; what one of them removed meanwhile does
    not come back (409)."""
    if not rules.may_edit_journeys(actor):
        raise NotAllowed
    locks.hold([LOCK])
    if row is not None and not type(row)._default_manager.filter(pk=row.pk).exists():
        raise Conflict


def _named(draft: JourneyDraft | StepDraft) -> dict[str, str]:
    nl, en = draft.name_nl.strip(), draft.name_en.strip()
    if not nl:
        raise Refusal(_("Fill in this field."), field="name_nl", rule="R-10")
    for field, name in (("name_nl", nl), ("name_en", en)):
        if len(name) > NAME_LENGTH:
            raise Refusal(_("This name is too long."), field=field, rule="R-10")
    return {"name_nl": nl, "name_en": en}


def _free_code(model: type[Journey | ProcessStep], wanted: str) -> str:
    base = slugify(wanted)[:CODE_LENGTH] or "stap"
    return queries.free_code(model, base)


def _set(row: Journey | ProcessStep, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)


def _move(rows: list[Any], row: Journey | ProcessStep, places: int) -> None:
    """Numbers all of them anew: positions may have gaps or ties."""
    order = [each.pk for each in rows]
    place = order.index(row.pk)
    order.insert(max(0, min(place + places, len(order) - 1)), order.pop(place))
    for each in rows:
        each.position = order.index(each.pk)
    type(row)._default_manager.bulk_update(rows, ["position"])


def _saved(verb: str, row: Row, actor: User, now: datetime) -> Row:
    row.save()
    _record(verb, row, actor, now, code=row.code)
    return row


def _record(
    verb: str, row: Journey | ProcessStep, actor: User, now: datetime, **details: str
) -> None:
    audit.record_event(verb=verb, subject=row, actor=actor, now=now, **details)
