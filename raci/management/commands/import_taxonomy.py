"""The reason tree from a CSV file."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contactreductie.core.management.base import Outcome, ReportingCommand
from raci.ingest import taxonomy, taxonomy_rows
from raci.ingest.taxonomy import Trial
from raci.queries.tree_versions import Difference, Line, Part
from reasons.queries import choices

COUNTED = (Part.SAME, Part.MOVED, Part.RENAMED, Part.CHANGED, Part.GONE)


class Command(ReportingCommand):
    help = (
        "Makes or changes contact reasons from a CSV file with the columns "
        f"{', '.join(taxonomy_rows.COLUMNS)} and, if wanted, "
        f"{', '.join(taxonomy_rows.FURTHER_COLUMNS)}; "
        "lists are joined by |, kind is normal, noise or catch_all, parents may stand below their "
        "children. The department becomes accountable for the reason and all below it. The same "
        "file twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV, UTF-8")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change and change nothing"
        )
        super().add_arguments(parser)

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        if not options["dry_run"]:
            tally = taxonomy.import_taxonomy(options["file"], now=now, progress=self.progress)
            return Outcome(tally.figures, tally.rejected)
        language = get_language() or "nl"
        trial = taxonomy.try_taxonomy(
            options["file"], now=now, language=language, progress=self.progress
        )
        figures = _figures(trial)
        return Outcome(figures, trial.tally.rejected, _told(trial.difference, figures))


def _figures(trial: Trial) -> dict[str, Any]:
    counts = trial.difference.counts
    return {
        **trial.tally.figures,
        **{str(part): counts[part] for part in COUNTED},
        "gone_codes": [gone.reason.code for gone in trial.difference.gone],
    }


def _told(difference: Difference, figures: dict[str, Any]) -> str:
    """A line for each reason that differs, and the figures last."""
    words = {
        Part.MOVED: _("Moved"),
        Part.RENAMED: _("Other name"),
        Part.CHANGED: _("Changed"),
        Part.NEW: _("New"),
    }
    lines = [
        f"{word}: {_one(line)}" for part, word in words.items() for line in difference.of(part)
    ]
    lines += [f"{_('No longer there')}: {_way(gone.above, gone.name)}" for gone in difference.gone]
    counted = (f"{name}: {value}" for name, value in figures.items() if name != "gone_codes")
    return "\n".join([*lines, ", ".join(counted)])


def _one(line: Line) -> str:
    before, after = _way(line.above, line.name), _way(line.new_above, line.new_name)
    return after if before == after else f"{before} → {after}"


def _way(above: str, name: str) -> str:
    return f"{above}{choices.SEPARATOR}{name}" if above else name
