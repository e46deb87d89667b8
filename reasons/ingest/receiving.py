"""An uploaded file becomes an import that waits for a worker."""

from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.ingest import running
from reasons.ingest.mapping import Mapping, RefusedMapping
from reasons.models import IngestBatch
from reasons.models.ingest import TALLY
from reasons.services import ingest, uploads

# Larger files are looked at by the worker: their columns may take long to find.
AT_ONCE_BYTES = 20 * 1024 * 1024
TALLY_MAPPING = Mapping.from_document({"file": {"kind": TALLY}})


def receive(
    file: UploadedFile,
    mapping: UploadedFile | Mapping | None,
    *,
    source: str,
    create_reasons: bool,
    dry_run: bool,
    requested_by: User,
    now: datetime,
) -> IngestBatch:
    """Keeps the file and opens its import. A tally is always tried first (C-12).

    Refusal, naming the field `file` or `mapping`, when a quick look already shows that the file
    cannot be taken; then nothing is kept.
    """
    if not isinstance(mapping, Mapping):
        mapping = _read_mapping(mapping)
    source = running.source_of(mapping, source)
    stored_path = uploads.store(file)
    try:
        if (file.size or 0) <= AT_ONCE_BYTES:
            running.check_columns(uploads.path_of(stored_path), mapping)
    except Refusal as refusal:
        uploads.path_of(stored_path).unlink()
        raise Refusal(refusal.message, field="file", **refusal.parameters) from refusal
    return ingest.open_batch(
        requested_by=requested_by,
        now=now,
        source=source,
        file_name=Path(file.name or "").name[-200:],
        stored_path=stored_path,
        mapping=mapping.document,
        create_reasons=create_reasons,
        dry_run=dry_run or mapping.is_tally,
        bytes_total=file.size or 0,
    )


def _read_mapping(file: UploadedFile | None) -> Mapping:
    if file is None:
        return Mapping()
    try:
        return Mapping.parse(file.read().decode("utf-8-sig"))
    except UnicodeError as error:
        raise Refusal(_("The mapping file is not UTF-8 text."), field="mapping") from error
    except RefusedMapping as refusal:
        raise Refusal(refusal.message, field="mapping", **refusal.parameters) from refusal
