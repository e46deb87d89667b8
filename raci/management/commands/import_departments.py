"""Departments from a CSV file."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from contactreductie.core.management.base import Outcome, ReportingCommand
from raci.ingest import departments


class Command(ReportingCommand):
    help = (
        "Makes or changes departments from a CSV file with the columns "
        f"{', '.join(departments.COLUMNS)}. An unknown head_email becomes an account that sets "
        "its password by mail. The same file twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV, UTF-8")
        super().add_arguments(parser)

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        tally = departments.import_departments(options["file"], now=now, progress=self.progress)
        return Outcome(tally.figures, tally.rejected)
