"""Files that are refused as a whole, with a message in Dutch, before anything is imported."""

import gzip
import zipfile
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from contactreductie.core.csv_files import RefusedFile, UnusableFile
from contactreductie.core.refusals import Refusal
from reasons.ingest import text
from reasons.ingest.mapping import Mapping
from reasons.models import Contact, IngestBatch
from tests.factories import imports, reasons
from tests.factories.imports import row, written

pytestmark = pytest.mark.django_db
HEADER = "external_ref,occurred_at,channel,reason"


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.reason("not-delivered", reasons.reason("delivery"))
    reasons.channel("phone")


def refused(path: Path, using: Mapping | None = None) -> tuple[type[Refusal], str]:
    """How a file is refused, in Dutch; nothing at all may be left of it."""
    with translation.override("nl"), pytest.raises(Refusal) as refusal:
        imports.import_file(path, using)
    assert Contact.objects.exists() is False
    assert IngestBatch.objects.exists() is False
    with translation.override("nl"):
        return type(refusal.value), str(refusal.value)


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"", RefusedFile, "Het bestand is leeg."),
        (b" \r\n\r\n", RefusedFile, "Het bestand is leeg."),
        (HEADER.encode(), RefusedFile, "Het bestand bevat geen rijen onder de kopregel."),
        (
            b"external_ref,occurred_at,reason\n1,2026-03-02,x\n",
            RefusedFile,
            (
                "Rij 1: kolom 'channel' ontbreekt. "
                "Het bestand heeft: external_ref, occurred_at, reason."
            ),
        ),
        (
            b"external_ref,occurred_at,channel\n1,2026-03-02,phone\n",
            RefusedFile,
            (
                "Rij 1: kolom 'reason' ontbreekt. "
                "Het bestand heeft: external_ref, occurred_at, channel."
            ),
        ),
        (
            f"{HEADER},channel\n1,2026-03-02,phone,x,phone\n".encode(),
            RefusedFile,
            "Kolom 'channel' staat twee keer in het bestand.",
        ),
        (
            f'{HEADER}\n1,2026-03-02,phone,x\n2,2026-03-02,"phone,x\n'.encode(),
            RefusedFile,
            "Rij 3: de aanhalingstekens in deze rij kloppen niet.",
        ),
        (
            b"%PDF-1.7\n",
            UnusableFile,
            (
                "Dit is een ander soort bestand (PDF). "
                "Lever CSV, met gzip ingepakte CSV, XLSX of JSON-regels."
            ),
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            UnusableFile,
            (
                "Dit is een ander soort bestand (XLS). "
                "Lever CSV, met gzip ingepakte CSV, XLSX of JSON-regels."
            ),
        ),
        (
            b"a\0b\0c",
            UnusableFile,
            (
                "Dit is een ander soort bestand (binary). "
                "Lever CSV, met gzip ingepakte CSV, XLSX of JSON-regels."
            ),
        ),
        (
            b'[{"external_ref": "1"}]',
            RefusedFile,
            "Dit is één JSON-lijst. Lever JSON-regels: één object per regel.",
        ),
        (
            gzip.compress(HEADER.encode() * 1000)[:-20],
            UnusableFile,
            "Het bestand is beschadigd: het is niet uit te pakken.",
        ),
        (
            b"PK\x03\x04 and then nothing like a workbook",
            UnusableFile,
            "Het bestand is beschadigd: het is niet uit te pakken.",
        ),
        (
            HEADER.encode("utf-16"),
            RefusedFile,
            (
                "Het bestand heeft de codering UTF-16. "
                'Noem die in het mappingbestand: encoding = "utf-16".'
            ),
        ),
    ],
)
def test_file_that_cannot_be_taken_is_refused_as_a_whole(
    tmp_path: Path, content: bytes, kind: type[Refusal], message: str
) -> None:
    assert refused(written(tmp_path, content)) == (kind, message)


def test_file_in_another_encoding_is_refused_with_row_and_column(tmp_path: Path) -> None:
    rows = [row(number) | {"note": "goed"} for number in range(1, 1200)]
    path = imports.csv_file(
        tmp_path, *rows, row(1200) | {"note": "één\nkeer"}, row(1201), encoding="cp1252"
    )

    assert refused(path) == (
        RefusedFile,
        (
            "Rij 1201, kolom 'note': het bestand heeft niet de codering UTF-8. "
            'Noem de juiste in het mappingbestand, bijvoorbeeld encoding = "cp1252".'
        ),
    )
    batch = imports.import_file(path, Mapping.from_document({"file": {"encoding": "cp1252"}}))
    assert imports.counts(batch)["created"] == 1201


def test_file_that_breaks_off_in_an_encoding_of_two_bytes_is_refused(tmp_path: Path) -> None:
    path = imports.csv_file(tmp_path, row(1), encoding="utf-16")
    path.write_bytes(path.read_bytes() + b"a")

    kind, message = refused(path, Mapping.from_document({"file": {"encoding": "utf-16"}}))

    assert kind is RefusedFile
    assert "niet de codering UTF-16" in message


def test_file_with_a_zero_byte_far_inside_is_another_kind(tmp_path: Path) -> None:
    path = imports.csv_file(tmp_path, *(row(number) for number in range(1000)))
    path.write_bytes(path.read_bytes() + b"\0")

    assert refused(path)[0] is UnusableFile


def test_file_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    assert refused(tmp_path / "nee.csv") == (UnusableFile, "Er is geen bestand 'nee.csv'.")


def test_packed_file_that_unpacks_beyond_the_limit_is_refused(
    tmp_path: Path, settings: Settings
) -> None:
    settings.MAX_UNPACKED_BYTES = 1024 * 1024
    path = written(tmp_path, gzip.compress(f"{HEADER}\n".encode() + b"a,b,c,d\n" * 300_000))

    assert refused(path) == (RefusedFile, "Het bestand is (uitgepakt) groter dan 1 MB.")


def test_spreadsheet_that_unpacks_beyond_the_limit_is_refused_unopened(
    tmp_path: Path, settings: Settings
) -> None:
    settings.MAX_SHEET_BYTES = 1024 * 1024
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (2 * 1024 * 1024))

    assert refused(path) == (RefusedFile, "Het bestand is (uitgepakt) groter dan 1 MB.")


def test_other_archive_is_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", b"x")

    kind, message = refused(path)

    assert kind is UnusableFile
    assert "(ZIP)" in message


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_file_of_more_columns_than_anybody_has_is_refused(tmp_path: Path, kind: str) -> None:
    columns = {f"extra-{number}": "x" for number in range(497)}  # and the four of a row
    path = {
        "csv": lambda: imports.csv_file(tmp_path, row(1) | columns),
        "json": lambda: imports.json_file(tmp_path, row(1), *({name: "x"} for name in columns)),
        "xlsx": lambda: imports.workbook(tmp_path, ("Blad1", [[*row(1), *columns]])),
    }[kind]()

    assert refused(path) == (RefusedFile, "Het bestand heeft meer dan 500 kolommen.")


def test_cell_too_long_for_csv_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\na,{'x' * 140_000}".encode() + b"\xff,phone,x\n")

    kind, message = refused(path)

    assert (kind, message[:5]) == (RefusedFile, "Rij 2")
    assert "niet de codering UTF-8" in message


def test_line_without_end_is_refused_before_it_fills_memory(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n".encode() + b"a" * (text.MAX_LINE + 1))

    kind, message = refused(path)

    assert kind is RefusedFile
    assert message == "Een regel van het bestand is te lang; is het een ander soort bestand?"
