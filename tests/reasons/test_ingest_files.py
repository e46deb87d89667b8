"""Files of every kind, and files that are refused before anything is imported."""

import gzip
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation
from pytest_django.fixtures import Settings

from contactreductie.core.csv_files import RefusedFile, UnusableFile
from contactreductie.core.refusals import Refusal
from reasons.ingest import text
from reasons.ingest.mapping import Mapping
from reasons.models import Contact, IngestBatch
from tests.factories import imports, reasons
from tests.factories.clock import amsterdam
from tests.factories.imports import row

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


def written(folder: Path, content: bytes, name: str = "contacts.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(folder: Path, *sheets: tuple[str, list[list[Any]]]) -> Path:
    path = folder / "contacts.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy hh:mm"})
    for name, lines in sheets:
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(lines):
            sheet.write_row(number, 0, cells)
    book.close()
    return path


def references() -> list[str]:
    return sorted(Contact.objects.values_list("external_ref", flat=True))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_delimiter_is_the_one_the_header_has_most_of(tmp_path: Path, delimiter: str) -> None:
    imports.import_file(imports.csv_file(tmp_path, row(1), row(2), delimiter=delimiter))

    assert references() == ["ref-1", "ref-2"]


def test_csv_header_with_commas_in_quotes_is_still_split_by_semicolons(tmp_path: Path) -> None:
    content = f'"a, b, c, d, e, f";{HEADER.replace(",", ";")}\n;1;2026-03-02;phone;not-delivered\n'

    imports.import_file(written(tmp_path, content.encode()))

    assert references() == ["1"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_lines_may_end_in_any_way(tmp_path: Path, line_end: str) -> None:
    lines = [HEADER, "1,2026-03-02,phone,not-delivered", "2,2026-03-02,phone,not-delivered"]

    batch = imports.import_file(written(tmp_path, line_end.join(lines).encode()))

    assert references() == ["1", "2"]
    assert batch.rows_total == 2


def test_csv_stray_carriage_return_in_a_text_ends_no_row(tmp_path: Path) -> None:
    lines = [f"{HEADER},note", "1,2026-03-02,phone,not-delivered,twee\rregels", "2,x,y,z,"]

    batch = imports.import_file(written(tmp_path, "\n".join(lines).encode()))

    assert Contact.objects.get().note == "twee regels"
    assert [bad[0] for bad in imports.rejections(batch)] == [3]


def test_csv_with_byte_order_mark_and_capitals_in_its_header_is_read(tmp_path: Path) -> None:
    path = imports.csv_file(tmp_path, row(1), encoding="utf-8-sig")
    path.write_text(path.read_text("utf-8").replace("external_ref", "External_Ref"), "utf-8")

    imports.import_file(path)

    assert references() == ["ref-1"]


def test_gzip_is_recognised_by_content_whatever_its_name(tmp_path: Path) -> None:
    plain = imports.csv_file(tmp_path, row(1))

    imports.import_file(written(tmp_path, gzip.compress(plain.read_bytes()), "contacts.txt"))

    assert references() == ["ref-1"]


def test_json_lines_give_line_numbers_and_may_leave_keys_out(tmp_path: Path) -> None:
    lines = [
        json.dumps(row(1) | {"handle_seconds": 30}),
        "not json",
        json.dumps(row(3) | {"note": {"a": 1}}),
        json.dumps(row(4) | {"external_ref": 4, "customer_ref": None}),
    ]

    batch = imports.import_file(written(tmp_path, "\n".join(lines).encode()))

    assert references() == ["4", "ref-1"]
    assert imports.rejections(batch) == [
        (2, "", "", "Deze regel is niet één JSON-object."),
        (3, "", "", "Deze regel bevat een waarde binnen een waarde."),
    ]


def test_json_lines_path_may_be_a_list(tmp_path: Path) -> None:
    line = row(1) | {"reason": "", "reason_path": ["Delivery", "Not delivered"]}

    imports.import_file(written(tmp_path, json.dumps(line).encode()))

    assert Contact.objects.get().reason.code == "not-delivered"


def test_spreadsheet_numbers_and_midnight_are_read_as_they_are_seen(tmp_path: Path) -> None:
    moments = [datetime(2026, 3, 2), datetime(2026, 3, 2, 9, 31)]  # noqa: DTZ001 - as in Excel
    lines = [[n + 1, moment, "phone", "not-delivered", 90] for n, moment in enumerate(moments)]
    header = [*HEADER.split(","), "handle_seconds"]

    imports.import_file(workbook(tmp_path, ("Blad1", [header, *lines])))

    first, second = Contact.objects.order_by("occurred_at")
    assert (first.external_ref, first.occurred_at) == ("1", amsterdam("2026-03-02 00:00"))
    assert (second.external_ref, second.occurred_at) == ("2", amsterdam("2026-03-02 09:31"))
    assert first.handle_seconds == 90


def test_spreadsheet_header_may_stand_lower_and_rows_keep_their_number(tmp_path: Path) -> None:
    lines: list[list[Any]] = [[], [], HEADER.split(","), []]
    lines += [["a", "2026-03-02", "phone", "x"], ["b", "2026-03-02", "phone", "not-delivered"]]

    batch = imports.import_file(workbook(tmp_path, ("Blad1", lines)))

    assert references() == ["b"]
    assert [bad[:3] for bad in imports.rejections(batch)] == [(5, "reason", "x")]


def test_spreadsheet_sheet_is_the_one_the_mapping_names(tmp_path: Path) -> None:
    lines = [HEADER.split(","), ["a", "2026-03-02", "phone", "not-delivered"]]
    path = workbook(tmp_path, ("Uitleg", [["Lees mij"]]), ("Contacten", lines))

    kind, message = refused(path, Mapping.from_document({"file": {"sheet": "Nee"}}))
    imports.import_file(path, Mapping.from_document({"file": {"sheet": "Contacten"}}))

    assert kind is RefusedFile
    assert message == "Er is geen werkblad 'Nee'. Het bestand heeft: Uitleg, Contacten."
    assert references() == ["a"]


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


def test_line_without_end_is_refused_before_it_fills_memory(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n".encode() + b"a" * (text.MAX_LINE + 1))

    kind, message = refused(path)

    assert kind is RefusedFile
    assert message == "Een regel van het bestand is te lang; is het een ander soort bestand?"
