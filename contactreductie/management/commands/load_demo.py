"""The demo organisation, into an empty database."""

from argparse import ArgumentParser
from datetime import datetime
from time import monotonic
from typing import Any

from contactreductie.core.management.base import Outcome, ReportingCommand
from contactreductie.demo import loading
from feedbackloop.management.commands.run_weekly_loop import parse_moment


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

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        moment = parse_moment(options["moment"]) if options["moment"] else now
        began = monotonic()
        move = self.progress_to(100, unit="%")
        figures = loading.load(now=moment, started_at=now, progress=move)
        return Outcome({**figures, "seconds": round(monotonic() - began, 1)})
