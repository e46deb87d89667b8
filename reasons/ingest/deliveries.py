"""Opening a delivered file: its kind is recognised by content, the name says nothing."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from contactreductie.core.csv_files import RefusedFile, UnusableFile
from reasons.ingest import text
from reasons.ingest.csv_delivery import CsvDelivery
from reasons.ingest.json_delivery import JsonDelivery
from reasons.ingest.mapping import Mapping
from reasons.ingest.records import Beat, Delivery, beating, empty_file, without_rows
from reasons.ingest.sheet_delivery import SheetDelivery

ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
OTHER_KINDS = {
    b"PK\x05\x06": "ZIP",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"SQLite format 3": "SQLite",
    b"BZh": "BZIP2",
    b"\xfd7zXZ": "XZ",
    b"7z\xbc\xaf": "7Z",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
}


@dataclass(frozen=True)
class Survey:
    """What one pass over the whole file shows: it can be read to its end, and its size."""

    rows: int
    sha256: str = ""


def open_delivery(path: Path, mapping: Mapping, beat: Beat | None = None) -> Delivery:
    """The file behind a path, read up to its header; of some kinds that takes the whole file.

    Raises UnusableFile for no file or another kind of file, RefusedFile for a file of the right
    kind that cannot be taken.
    """
    if not path.is_file():
        raise UnusableFile(_("There is no file '%(name)s'."), name=path.name)
    if path.stat().st_size == 0:
        raise empty_file()
    start = text.first_bytes(path)
    if start.startswith(ZIP):
        return SheetDelivery(path, mapping, beat=beat)
    gzipped = start.startswith(GZIP)
    if gzipped:
        start = text.first_bytes(path, gzipped=True)
    return _text_delivery(path, mapping, start, gzipped, beat)


def survey(path: Path, delivery: Delivery, beat: Beat | None = None) -> Survey:
    """Reads everything once before anything is written: nothing is ever half imported because
    the file breaks off, or changes its encoding, in the middle."""
    rows = sum(1 for _record in beating(delivery.records(), beat))
    if not rows:
        raise without_rows()
    with path.open("rb") as file:
        return Survey(rows, hashlib.file_digest(file, "sha256").hexdigest())


def _text_delivery(
    path: Path, mapping: Mapping, start: bytes, gzipped: bool, beat: Beat | None
) -> Delivery:
    for signature, kind in OTHER_KINDS.items():
        if start.startswith(signature):
            raise text.other_kind(kind)
    if start.startswith(UTF16) and not mapping.encoding.startswith("utf-16"):
        message = _('The file is in UTF-16. Name that in the mapping file: encoding = "utf-16".')
        raise RefusedFile(message)
    if b"\0" in start and not mapping.encoding.startswith(("utf-16", "utf-32")):
        raise text.other_kind("binary")
    opening = start.decode(mapping.encoding, "replace").lstrip("\ufeff \t\r\n")
    if opening.startswith("["):
        raise RefusedFile(_("This is one JSON list. Give JSON lines: one object on each line."))
    if opening.startswith("{"):
        return JsonDelivery(path, mapping, gzipped=gzipped, beat=beat)
    return CsvDelivery(path, mapping, gzipped=gzipped)
