"""Contacts per step of the journeys, over the last complete weeks (R-10)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import DayCount, Denominator
from feedbackloop.queries import facts, ratios
from feedbackloop.queries.facts import WeekCount
from feedbackloop.queries.ratios import Ratio
from feedbackloop.queries.volumes import Scope, Units, load_units
from raci.models import Journey, ProcessStep
from raci.queries import journeys as journey_queries
from reasons.queries.tree import ReasonTree


@dataclass(frozen=True)
class StepFigures:
    """One step; `of_step` tells that the ratio is against its own executions."""

    contacts: int
    keyed: int
    repeats: int
    weeks: int
    handle_seconds: float | None
    ratio: Ratio
    of_step: bool

    @property
    def per_week(self) -> float:
        return self.contacts / self.weeks

    @property
    def repeat_share(self) -> float | None:
        """H-1, backward: of the contacts of known customers, the share that is a repeat."""
        return self.repeats / self.keyed if self.keyed else None


@dataclass(frozen=True)
class MapFigures:
    """All steps by id, with the contacts of the reasons that no step has."""

    weeks: Sequence[IsoWeek]
    by_step: Mapping[int, StepFigures]
    unlinked: int
    contacts: int

    @property
    def unlinked_share(self) -> float | None:
        return self.unlinked / self.contacts if self.contacts else None


def load(weeks: Sequence[IsoWeek], journeys: Sequence[Journey]) -> MapFigures:
    """A contact counts in the step of the reason it is counted with and, where that has none, in
    that of the reason it was tagged with (R-10). Noise counts nowhere; six queries."""
    tree, linked = ReasonTree.load(), journey_queries.step_by_reason(journeys)
    noise, homes = tree.noise_ids, {node.id: tree.home(node.id) for node in tree.nodes}
    owner_of = {
        pk: linked[home if home in linked else pk]
        for pk, home in homes.items()
        if home in linked or pk in linked
    }
    rows = [row for row in facts.week_counts(weeks) if row.reason_id not in noise]
    of_step: dict[int, list[WeekCount]] = defaultdict(list)
    for row in rows:
        if row.reason_id in owner_of:
            of_step[owner_of[row.reason_id].pk].append(row)
    units, handling = load_units(weeks[0], weeks[-1]), _handling(weeks, owner_of)
    names = {row.code: row for row in Denominator.objects.all()}
    steps = [step for journey in journeys for step in journey.steps.all()]
    return MapFigures(
        weeks=weeks,
        by_step={
            step.pk: _figures(step, weeks, of_step[step.pk], units, names, handling)
            for step in steps
        },
        unlinked=sum(row.contacts for row in rows if row.reason_id not in owner_of),
        contacts=sum(row.contacts for row in rows),
    )


def _figures(
    step: ProcessStep,
    weeks: Sequence[IsoWeek],
    rows: Sequence[WeekCount],
    units: Units,
    names: Mapping[str, Denominator],
    handling: Mapping[int, float],
) -> StepFigures:
    contacts = Counter[IsoWeek]()
    for row in rows:
        contacts[row.week] += row.contacts
    ratio, of_step = _ratio(step, weeks, contacts, units, names)
    return StepFigures(
        contacts=contacts.total(),
        keyed=sum(row.keyed for row in rows),
        repeats=sum(row.repeats_any for row in rows),
        weeks=len(weeks),
        handle_seconds=handling.get(step.pk),
        ratio=ratio,
        of_step=of_step,
    )


def _ratio(
    step: ProcessStep,
    weeks: Sequence[IsoWeek],
    contacts: Counter[IsoWeek],
    units: Units,
    names: Mapping[str, Denominator],
) -> tuple[Ratio, bool]:
    """Against its executions where these are delivered, else against the default denominator."""
    code = f"{settings.STEP_DENOMINATOR}:{step.code}"
    executed = units.by_scope.get(Scope(code, None), {})
    if any(week in executed for week in weeks):
        return ratios.over(weeks, contacts, executed, names.get(code)), True
    default = units.default
    known = units.by_scope.get(Scope(default.code, None), {}) if default else {}
    return ratios.over(weeks, contacts, known, default), False


def _handling(weeks: Sequence[IsoWeek], owner_of: Mapping[int, ProcessStep]) -> dict[int, float]:
    """Mean seconds of a contact per step, of the contacts whose time is known; one query."""
    rows = (
        DayCount.objects.filter(day__range=(weeks[0].monday, weeks[-1].sunday), reason__in=owner_of)
        .order_by()
        .values_list("reason_id")
        .annotate(Sum("handle_seconds"), Sum("handled_count"))
    )
    seconds, handled = Counter[int](), Counter[int]()
    for reason, its_seconds, its_count in rows:
        seconds[owner_of[reason].pk] += its_seconds
        handled[owner_of[reason].pk] += its_count
    return {step: seconds[step] / count for step, count in handled.items() if count}
