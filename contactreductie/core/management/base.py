"""The shape every command of the product has on the outside."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from tqdm import tqdm

from contactreductie.core.csv_files import Rejection, UnusableFile
from contactreductie.core.refusals import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

T = TypeVar("T")
DONE, REFUSED, CALLED_WRONGLY, INTERRUPTED = 0, 1, 2, 130


class CalledWrongly(Refusal):
    """An argument that cannot be used: exit code 2."""


@dataclass(frozen=True)
class Outcome:
    """What a command did: `figures` become the JSON object, `rejected` the list of rows."""

    figures: dict[str, Any]
    rejected: Sequence[Rejection] = field(default=())
    summary: "StrOrPromise" = ""


class ReportingCommand(BaseCommand):
    """A command that says what it did to people, and to scripts with `--json`.

    A subclass sets `help`, overrides `add_arguments` (calling super) and `run`:

        def run(self, *, now: datetime, **options: Any) -> Outcome:
            rejected = [Rejection(17, Refusal(_("Unknown reason."), field="reason"))]
            return Outcome({"read": 20, "created": 19, "rejected": 1}, rejected)

    Around it: rejected rows, one line each ("Rij 17, kolom reason: …"), and a refusal, one line,
    go to standard error; the figures to standard output, with `--json` as one JSON object on the
    last line (`{"error": …}` after a refusal). Exit code 0 done, 1 refused by a rule or any row
    rejected, 2 called wrongly (CalledWrongly, UnusableFile, arguments, database not migrated).
    `--language` chooses the language of every message.
    `self.progress(rows, total=…)` draws a bar on a terminal only.
    """

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="one JSON object as the last line on stdout"
        )
        parser.add_argument(
            "--language", choices=["nl", "en"], default="nl", help="language of the messages"
        )

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        language = "en-gb" if options["language"] == "en" else "nl"
        with translation.override(language):
            code = self._run(options)
        if code != DONE:
            sys.exit(code)

    def progress(
        self, items: Iterable[T], *, total: int | None = None, unit: str = "row"
    ) -> Iterable[T]:
        """The items, with a progress bar when standard error is a terminal."""
        return tqdm(items, total=total, unit=unit, unit_scale=True, disable=None)

    def progress_to(self, total: int | None, *, unit: str = "row") -> Callable[[int], None]:
        """A bar for work that reports how far it is: call the result with the new position."""
        bar = tqdm(total=total, unit=unit, unit_scale=True, disable=None)

        def move(position: int) -> None:
            bar.update(position - bar.n)
            if position == total:
                bar.close()

        return move

    def _run(self, options: dict[str, Any]) -> int:
        try:
            self._require_migrated_database()
            outcome = self.run(now=timezone.now(), **options)
        except Refusal as refusal:
            self.stderr.write(str(refusal))
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(refusal)}, ensure_ascii=False))
            wrong_call = isinstance(refusal, CalledWrongly | UnusableFile)
            return CALLED_WRONGLY if wrong_call else REFUSED
        except KeyboardInterrupt:
            self.stderr.write(gettext(_("Stopped. Start it again to go on.")))
            return INTERRUPTED
        self._report(outcome, as_json=options["json"])
        return REFUSED if outcome.rejected or outcome.figures.get("rejected") else DONE

    def _report(self, outcome: Outcome, *, as_json: bool) -> None:
        for rejection in outcome.rejected:
            self.stderr.write(str(rejection))
        if as_json:
            self.stdout.write(json.dumps(outcome.figures, ensure_ascii=False))
        else:
            pairs = (f"{name}: {value}" for name, value in outcome.figures.items())
            self.stdout.write(str(outcome.summary) or ", ".join(pairs))

    def _require_migrated_database(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CalledWrongly(_("Prepare the database first: python manage.py migrate"))
