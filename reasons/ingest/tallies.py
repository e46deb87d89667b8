"""Counts from paper (C-12): a row is as many contacts as it says.

Whose numbers are these contacts known by? A day, channel, reason and values stand in one row of a
source, so the number of each follows from them: the same file again adds nothing, and a higher
count adds the difference.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from reasons.ingest.records import Record
from reasons.ingest.rows import RowReader
from reasons.services import tally
from reasons.services.drafts import CheckedContact, ContactDraft


class Tally:
    """Reads the counts of one file and remembers in which row it stands."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self._rows: dict[str, int] = {}

    def read(self, record: Record, draft: ContactDraft, now: datetime) -> tuple[ContactDraft, int]:
        """What each contact of the row has in common, and how many there are."""
        count, day = self._count(record), self._reader.moment(record.cells).date()
        reference = _reference(day, draft)
        if draft.reason and draft.channel:
            self._check_single(reference, record.number)
        moment = tally.moment_of(day, now)
        return replace(draft, occurred_at=moment, external_ref=reference), count

    def weight(self, record: Record) -> int:
        """How many contacts it takes to write the row."""
        try:
            return self._count(record) if self._reader.fits(record) else 1
        except Refusal:
            return 1

    def _count(self, record: Record) -> int:
        text = self._reader.text(record.cells, "count")
        if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= settings.TALLY_COUNT:
            return int(text)
        message = _("'%(value)s' is not a whole number from 1 to %(limit)s.")
        limit = settings.TALLY_COUNT
        raise Refusal(message, field="count", rule="C-12", value=text[:60], limit=limit)

    def _check_single(self, reference: str, row: int) -> None:
        first = self._rows.setdefault(reference, row)
        if first != row:
            message = _("this was counted in row %(found)s already. Put the total in one row.")
            raise Refusal(message, field="count", rule="C-12", found=first)


def copies(contact: CheckedContact, count: int) -> Iterator[CheckedContact]:
    """The contacts of one row, each under a number of its own."""
    for number in range(1, count + 1):
        name = f"{contact.draft.external_ref}-{number}"
        yield replace(contact, draft=replace(contact.draft, external_ref=name))


def _reference(day: date, draft: ContactDraft) -> str:
    content = [draft.channel, draft.reason, sorted(draft.dimensions.items())]
    return f"{day}-{hashlib.sha256(json.dumps(content).encode()).hexdigest()[:24]}"
