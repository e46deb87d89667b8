"""Prints every environment variable with its meaning; docs/environment.md is its output."""

from typing import Any

from django.core.management.base import BaseCommand

from contactreductie.environment import VARIABLES

HEAD = """# Environment variables

Written by `python manage.py describe_environment > docs/environment.md` from the table in
`contactreductie/environment.py`. A bad value stops the start with one line.

| variable | meaning | default |
|---|---|---|"""


class Command(BaseCommand):
    help = "Prints every environment variable with its meaning and default, as Markdown."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(HEAD)
        for variable in VARIABLES:
            default = f"`{variable.default}`" if variable.default else ""
            self.stdout.write(f"| `{variable.name}` | {variable.meaning} | {default} |")
