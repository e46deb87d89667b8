"""What is kept of a row that was refused: where, what, why, and the row to repair."""

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from reasons.ingest.records import Record
from reasons.ingest.rows import RowReader
from reasons.services.ingest import RejectedRecord

MAX_VALUE = 200
MAX_COLUMN = 120
# In a file nobody can be asked which of the two hours is meant: it has to say so itself.
DOUBLED_HOUR = _(
    "this hour occurs twice in the night that summer time ends. Write the time with its offset: "
    "02:30+02:00 is summer time, 02:30+01:00 winter time."
)


def rejected_record(reader: RowReader, record: Record, refusal: Refusal) -> RejectedRecord:
    """The refusal told in the file's own terms: its row number, its column, its value."""
    field, message = refusal.field, refusal.message
    if field == "season":
        field, message = "occurred_at", DOUBLED_HOUR
    if field == "note_has_no_bsn":
        field = "note"
    if field == "reason" and field not in reader.binding.shown:
        field = "reason_path"
    return RejectedRecord(
        row_number=record.number,
        message=str(message),
        parameters=refusal.parameters,
        column=reader.binding.shown.get(field, field)[:MAX_COLUMN],
        value=reader.shown_value(record, field)[:MAX_VALUE],
        row=reader.repairable(record),
    )
