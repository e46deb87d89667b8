from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from contactreductie.core import local_time
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.management.base import CalledWrongly, Outcome, ReportingCommand
from feedbackloop.services import loop


class Command(ReportingCommand):
    help = "Runs the weekly loop (facts, report, routing, notice) for one complete ISO week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--week", required=True, help="ISO week, for example 2026-W10")
        parser.add_argument(
            "--now",
            dest="moment",
            help="the moment it is run at, for example 2026-03-09T06:00:00+01:00",
        )

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        week = parse_week(options["week"])
        if options["moment"]:
            now = parse_moment(options["moment"])
        return Outcome(loop.run_week(week=week, now=now).as_dict())


def parse_week(text: str) -> IsoWeek:
    try:
        return IsoWeek.parse(text)
    except ValueError as error:
        message = _("%(week)s is not an ISO week such as 2026-W10.")
        raise CalledWrongly(message, field="week", week=text) from error


def parse_moment(text: str) -> datetime:
    """An ISO 8601 moment; without an offset it is a wall-clock time of the business zone."""
    try:
        return local_time.to_instant(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        message = _("%(moment)s is not a moment such as 2026-03-09T06:00:00+01:00.")
        raise CalledWrongly(message, field="now", moment=text) from error
