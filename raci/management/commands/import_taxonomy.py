"""The reason tree from a CSV file."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from contactreductie.core.management.base import Outcome, ReportingCommand
from raci.ingest import taxonomy


class Command(ReportingCommand):
    help = (
        "Makes or changes contact reasons from a CSV file with the columns "
        f"{', '.join(taxonomy.COLUMNS)} and, if wanted, {', '.join(taxonomy.FURTHER_COLUMNS)}; "
        "lists are joined by |, kind is normal, noise or catch_all, parents may stand below their "
        "children. The department becomes accountable for the reason and all below it. The same "
        "file twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV, UTF-8")
        super().add_arguments(parser)

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        tally = taxonomy.import_taxonomy(options["file"], now=now, progress=self.progress)
        return Outcome(tally.figures, tally.rejected)
