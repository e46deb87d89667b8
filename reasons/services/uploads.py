"""Uploaded files on their way in: kept under a name of our own, gone when they are done with.

They hold customer references as the other system wrote them, so none outlives its import.
"""

import uuid
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict
from reasons.enums import IngestState
from reasons.models import IngestBatch

FOLDER = "imports"
CONFIRMED = (
    "source",
    "file_name",
    "stored_path",
    "mapping",
    "create_reasons",
    "bytes_total",
    "rows_total",
)
ORPHAN_AFTER = timedelta(days=1)


def path_of(stored_path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / stored_path


def notes_of(stored_path: str) -> Path:
    """Where a trial run of the file keeps what it needs from one turn to the next."""
    return path_of(f"{stored_path}.notes")


def store(upload: File) -> str:
    """Keeps an uploaded file; returns the name to find it by."""
    stored_path = f"{FOLDER}/{uuid.uuid4().hex}"
    path = path_of(stored_path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        for chunk in upload.chunks():
            target.write(chunk)
    return stored_path


def discard(stored_path: str) -> None:
    """Removes a file once the change that makes it superfluous is safe."""
    if stored_path:
        transaction.on_commit(partial(path_of(stored_path).unlink, missing_ok=True))


@transaction.atomic
def confirm_trial(trial: IngestBatch, *, requested_by: User, now: datetime) -> IngestBatch:
    """The real import of a file that was tried; once per trial."""
    tried = IngestBatch.objects.filter(
        pk=trial.pk, stored_path=trial.stored_path, state=IngestState.DONE, dry_run=True
    ).exclude(stored_path="")
    if not tried.update(stored_path=""):
        raise Conflict(_("This file is no longer here. Upload it again."))
    return IngestBatch.objects.create(
        **{name: getattr(trial, name) for name in CONFIRMED},
        trial=trial,
        requested_by=requested_by,
        requested_at=now,
    )


def tidy(*, now: datetime) -> None:
    """Lets go of files of trials nobody confirmed, and of files that no import knows any more."""
    forgotten = IngestBatch.objects.filter(
        dry_run=True, state=IngestState.DONE, finished_at__lt=now - settings.TRIAL_IMPORT_KEPT
    ).exclude(stored_path="")
    forgotten.update(stored_path="")
    folder = path_of(FOLDER)
    before = (now - ORPHAN_AFTER).timestamp()
    old = [path for path in folder.glob("*") if path.stat().st_mtime < before]
    known = set(IngestBatch.objects.exclude(stored_path="").values_list("stored_path", flat=True))
    for path in old:
        if f"{FOLDER}/{path.stem}" not in known:  # with its notes
            path.unlink(missing_ok=True)
