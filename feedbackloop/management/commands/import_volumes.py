from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from contactreductie.core.csv_files import RefusedRow, Rejection, read_rows
from contactreductie.core.management.base import Outcome, ReportingCommand
from feedbackloop.services import volumes


class Command(ReportingCommand):
    help = (
        "Imports denominators from a CSV file: period (2026-W10 or a date), denominator, "
        "optionally dimension and value, units."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        path: Path = options["file"]
        misshapen: list[Rejection] = []

        def refuse(row: RefusedRow) -> None:
            misshapen.append(Rejection(row.row, row))

        rows = read_rows(
            path,
            required=["period", "denominator", "units"],
            optional=["dimension", "value"],
            on_bad_row=refuse,
        )
        outcome = volumes.record_volumes(self.progress(rows), source=path.name[:60], now=now)
        rejected = [*misshapen, *(Rejection(row, refusal) for row, refusal in outcome.rejected)]
        figures = {
            "read": outcome.read + len(misshapen),
            "created": outcome.created,
            "updated": outcome.updated,
            "rejected": len(rejected),
        }
        return Outcome(figures, sorted(rejected, key=lambda rejection: rejection.row))
