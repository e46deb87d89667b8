"""The demo organisation, into an empty database."""

import logging
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from typing import Any

from django.utils.translation import gettext_noop as _

from contactreductie.core.management.base import CalledWrongly, Outcome, ReportingCommand
from contactreductie.core.refusals import worded
from contactreductie.demo import loading
from contactreductie.demo.generation.period import WEEKS
from contactreductie.demo.timeline import REPORTS
from feedbackloop.management.commands.run_weekly_loop import parse_moment

FEWEST = REPORTS + 10  # the first report compares with the weeks before it
TOO_MANY_OR_FEW = _("Choose %(fewest)s to %(most)s weeks.")
SUMMARY = _(
    "The demo organisation is there: %(contacts)s contacts, %(reports)s reports, "
    "%(findings)s findings and %(actions)s actions."
)


class Command(ReportingCommand):
    help = (
        "Loads the demo organisation: a web shop with two years of contacts, reports and actions, "
        "and an account per role. Only into an empty database; a load that was cut off is done "
        "again from the start. The same --now gives the same demo."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--now",
            dest="moment",
            help="the moment the demo ends at, for example 2026-03-09T09:00:00+01:00",
        )
        parser.add_argument(
            "--weeks",
            type=int,
            default=WEEKS,
            help=f"so many weeks of history, {FEWEST} to {WEEKS}; fewer load quicker",
        )

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        if not FEWEST <= options["weeks"] <= WEEKS:
            raise CalledWrongly(TOO_MANY_OR_FEW, fewest=FEWEST, most=WEEKS)
        moment = parse_moment(options["moment"]) if options["moment"] else now
        began = monotonic()
        with _without_log_lines():
            move = self.progress_to(100, unit="%")
            weeks = options["weeks"]
            figures = loading.load(now=moment, started_at=now, progress=move, weeks=weeks)
        figures["seconds"] = round(monotonic() - began, 1)
        return Outcome(figures, summary=worded(SUMMARY, figures))


@contextmanager
def _without_log_lines() -> Iterator[None]:
    """A line per step of sixteen weeks is no news to whoever starts the product."""
    log = logging.getLogger("feedbackloop")
    before = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(before)
