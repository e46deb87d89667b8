"""The process map of the demo organisation, and how often its steps were executed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek
from contactreductie.demo import files
from contactreductie.demo.people import People
from feedbackloop.queries.volumes import load_units
from feedbackloop.services import volumes
from raci.enums import JourneyKind
from raci.models import Department, Journey
from raci.services import journeys, step_reasons
from raci.services.journeys import JourneyDraft, StepDraft
from reasons.models import ContactReason

DRAWN_WEEKS_AGO = 20


def set_up(people: People, *, now: datetime) -> None:
    """Everything in `journeys.toml`."""
    told = files.document("journeys.toml")["journeys"]
    drawn_at = now - timedelta(weeks=DRAWN_WEEKS_AGO)
    for row in told:
        draft = JourneyDraft(row["nl"], row["en"], JourneyKind(row["kind"]))
        journey = journeys.create_journey(draft, actor=people["regisseur"], now=drawn_at)
        for step in row["steps"]:
            _draw(journey, step, people, now=drawn_at)
    _deliver([step for row in told for step in row["steps"] if "per_order" in step], now)


def _draw(journey: Journey, row: dict[str, Any], people: People, *, now: datetime) -> None:
    actor, owner = people["regisseur"], Department.objects.get(code=row["owner"])
    step = journeys.create_step(
        journey,
        StepDraft(row["nl"], row["en"], owner),
        actor=actor,
        now=now,
        code=row.get("code", ""),
    )
    for reason in ContactReason.objects.without_tree_fields().filter(code__in=row["reasons"]):
        step_reasons.link_reason(step, reason, actor=actor, now=now)


def _deliver(steps: list[dict[str, Any]], now: datetime) -> None:
    outcome = volumes.record_volumes(
        enumerate(_executions(steps, now), start=2), source="orderverwerking", now=now
    )
    if outcome.rejected:
        raise ValueError(str(outcome.rejected[0]))


def _executions(steps: list[dict[str, Any]], now: datetime) -> Iterator[dict[str, str]]:
    last = IsoWeek.at(now - timedelta(hours=1))
    weeks = [last.plus(-place) for place in range(settings.CHANNEL_WEEKS)]
    units = load_units(weeks[-1], weeks[0])
    for week in weeks:
        orders = units.of_total(week) or 0
        for step in steps:
            yield {
                "period": str(week),
                "denominator": f"{settings.STEP_DENOMINATOR}:{step['code']}",
                "units": str(round(orders * step["per_order"])),
            }
