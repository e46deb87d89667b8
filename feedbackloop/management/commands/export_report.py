from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from contactreductie.core.management.base import CalledWrongly, Outcome, ReportingCommand
from contactreductie.core.refusals import Refusal
from feedbackloop import exports
from feedbackloop.management.commands.run_weekly_loop import parse_week
from feedbackloop.queries import reports


class Command(ReportingCommand):
    help = "Writes a published weekly report to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--week", required=True, help="ISO week, for example 2026-W10")
        parser.add_argument("--format", required=True, choices=exports.FORMATS)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--department", default="", metavar="CODE", help="only its reasons")

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        week = parse_week(options["week"])
        report = reports.of_week(week)
        if report is None:
            raise Refusal(_("There is no report of week %(week)s."), field="week", week=str(week))
        file = exports.render(report, options["format"], department=options["department"])
        _write(options["output"], file.body)
        return Outcome(
            {
                "week": str(week),
                "version": report.version,
                "bytes": len(file.body),
                "sha256": file.sha256,
            }
        )


def _write(path: Path, body: bytes) -> None:
    try:
        path.write_bytes(body)
    except OSError as error:
        message = _("%(path)s cannot be written: %(error)s.")
        raise CalledWrongly(message, field="output", path=path, error=error.strerror) from error
