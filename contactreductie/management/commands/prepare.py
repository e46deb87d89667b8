"""Makes everything ready to serve."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from contactreductie import preparation


class Command(BaseCommand):
    help = (
        "Prepares database, translations, chart library and static files, and loads the demo "
        "organisation on the first start. Safe to run again."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--assets",
            action="store_true",
            help="only what is made from source and packages; the database stays untouched",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        step = preparation.prepare_assets if options["assets"] else preparation.prepare_all
        step(self.stdout.write)
