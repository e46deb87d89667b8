"""Letters: the post room counts them by hand and delivers a file a week, not always without
mistakes. They go through the import as any file does."""

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from contactreductie.demo import sources
from reasons.ingest import running
from reasons.ingest.mapping import Mapping
from reasons.services.drafts import ContactDraft

COLUMNS = (
    "external_ref",
    "occurred_at",
    "channel",
    "reason",
    "customer_ref",
    "resolution",
    "dim:carrier",
    "dim:product_group",
)
# Per week, counted back from the newest: columns that somebody got wrong.
MISTAKES: dict[int, Sequence[dict[str, str]]] = {
    -5: ({"reason": "bezwaarschrift"},),
    -3: ({"channel": "post"}, {"reason": ""}),
    0: ({"reason": "pakket-beschadigd", "dim:carrier": ""}, {"occurred_at": "31-11 10:15"}),
}


def import_file(
    drafts: Sequence[ContactDraft], week: IsoWeek, place: int, *, sender: User, now: datetime
) -> None:
    """The letters of one week, as the file that the post room sent in; no letters, no file."""
    if not drafts:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{sources.LETTER_FILE}{week}.csv"
        _write(path, drafts, MISTAKES.get(place, ()))
        job = running.open_job(path, Mapping(), source=sources.LETTERS, create=False)
        batch = running.take_up(job, requested_by=sender, clock=lambda: now)
        running.import_job(job, batch, clock=lambda: now, report=lambda _done: None)


def _write(path: Path, drafts: Sequence[ContactDraft], mistakes: Sequence[dict[str, str]]) -> None:
    rows = [_row(draft) for draft in drafts]
    for number, mistake in enumerate(mistakes, start=1):
        ref = f"{rows[0]['external_ref']}-{number}"
        rows.append({**rows[0], "external_ref": ref, **mistake})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def _row(draft: ContactDraft) -> dict[str, str]:
    return {
        "external_ref": draft.external_ref,
        "occurred_at": str(draft.occurred_at),
        "channel": draft.channel,
        "reason": draft.reason,
        "customer_ref": draft.customer_ref,
        "resolution": draft.resolution,
        "dim:carrier": draft.dimensions.get("carrier", ""),
        "dim:product_group": draft.dimensions.get("product_group", ""),
    }
