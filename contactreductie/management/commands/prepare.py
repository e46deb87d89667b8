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

        parser.add_argument(
            "--no-demo", action="store_true", help="no demo organisation: for a real installation"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["assets"]:
            preparation.prepare_assets(self.stdout.write)
        else:
            preparation.prepare_all(self.stdout.write, demo=not options["no_demo"])
