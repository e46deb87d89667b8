"""Keeps the Dutch catalogue in step with the source. For developers: needs Babel."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contactreductie.translations import catalogue

SOURCES = ("contactreductie", "reasons", "raci", "feedbackloop", "templates")


class Command(BaseCommand):
    help = "Extracts texts into locale/nl/LC_MESSAGES/django.po, or checks that all are translated."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing, exit 1 if not done"
        )
        parser.add_argument(
            "--merge",
            nargs="+",
            type=Path,
            metavar="FILE.json",
            default=[],
            help='take over Dutch from {"English": "Dutch" or ["singular", "plural"]}',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from contactreductie.translations import extraction

        path = settings.LOCALE_PATHS[0] / "nl" / "LC_MESSAGES" / "django.po"
        messages = extraction.find_messages([settings.BASE_DIR / name for name in SOURCES])
        dutch = catalogue.read(path)
        if not options["check"]:
            catalogue.synchronise(dutch, messages)
            for file in options["merge"]:
                for msgid in catalogue.fill(dutch, catalogue.read_translations(file)):
                    self.stderr.write(f"{file.name}: not in the source: {msgid!r}")
            catalogue.write(dutch, path)
        self._report(catalogue.problems(dutch, messages), failing=options["check"])

    def _report(self, problems: list[str], *, failing: bool) -> None:
        for line in problems:
            self.stdout.write(line)
        if problems and failing:
            raise CommandError(f"{len(problems)} translations to mend: make translations")
        if not problems:
            self.stdout.write("All texts are translated.")
