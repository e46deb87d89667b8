"""The process map: where in a journey contacts arise (R-10)."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires, user_of
from feedbackloop import rules
from feedbackloop.queries import process_map as figures
from feedbackloop.queries import ratios
from feedbackloop.queries.process_map import MapFigures, StepFigures
from feedbackloop.reports import lines, shown
from raci import rules as raci_rules
from raci.models import Journey, ProcessStep
from raci.queries import journeys as journey_queries

BURDENS = (_("very light"), _("light"), _("average"), _("heavy"), _("very heavy"))


@dataclass(frozen=True)
class StepShown:
    """One step as it is drawn; `burden` is 1 to 5 against the heaviest step, 0 without contacts."""

    step: ProcessStep
    figures: StepFigures | None
    burden: int

    @property
    def burden_words(self) -> str:
        return str(BURDENS[self.burden - 1] if self.burden else _("no contacts"))

    @property
    def repeats_known(self) -> bool:
        """H-5, and enough contacts to speak of a share."""
        found = self.figures
        enough = found is not None and found.contacts >= shown.SHARE_MINIMUM
        return enough and found is not None and lines.covered(found.keyed, found.contacts)

    @property
    def minutes(self) -> float | None:
        seconds = self.figures.handle_seconds if self.figures else None
        return None if seconds is None else seconds / 60


@requires(rules.may_read_process_map)
@require_safe
def process_map(request: HttpRequest) -> HttpResponse:
    """Each journey as a row of steps, with the figures of the last complete weeks."""
    drawn = journey_queries.drawn()
    weeks = ratios.newest_weeks(timezone.now(), settings.CHANNEL_WEEKS)
    found = figures.load(weeks, drawn) if weeks else None
    context: dict[str, Any] = {
        "journeys": [(journey, _steps(journey, found)) for journey in drawn],
        "found": found,
        "first_day": weeks[0].monday if weeks else None,
        "last_day": weeks[-1].sunday if weeks else None,
        "burdens": list(enumerate(BURDENS, start=1)),
        "may_edit": raci_rules.may_link_reasons(user_of(request)),
    }
    return render(request, "feedbackloop/process_map.html", context)


def _steps(journey: Journey, found: MapFigures | None) -> list[StepShown]:
    most = max((step.contacts for step in found.by_step.values()), default=0) if found else 0
    return [_shown(step, found, most) for step in journey.steps.all()]


def _shown(step: ProcessStep, found: MapFigures | None, most: int) -> StepShown:
    its_figures = found.by_step[step.pk] if found else None
    contacts = its_figures.contacts if its_figures else 0
    return StepShown(step, its_figures, ceil(5 * contacts / most) if most else 0)
