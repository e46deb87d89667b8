"""Files of every kind give the same contacts, with the row numbers that people see."""

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from contactreductie.core.csv_files import RefusedFile
from reasons.ingest.mapping import Mapping
from reasons.models import Contact
from tests.factories import imports, reasons
from tests.factories.clock import amsterdam
from tests.factories.imports import row, workbook

pytestmark = pytest.mark.django_db
HEADER = "external_ref,occurred_at,channel,reason"


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.reason("not-delivered", reasons.reason("delivery"))
    reasons.channel("phone")


def references() -> list[str]:
    return sorted(Contact.objects.values_list("external_ref", flat=True))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_delimiter_is_the_one_the_header_has_most_of(tmp_path: Path, delimiter: str) -> None:
    imports.import_file(imports.csv_file(tmp_path, row(1), row(2), delimiter=delimiter))

    assert references() == ["ref-1", "ref-2"]


def test_csv_header_with_commas_in_quotes_is_still_split_by_semicolons(tmp_path: Path) -> None:
    content = f'"a, b, c, d, e, f";{HEADER.replace(",", ";")}\n;1;2026-03-02;phone;not-delivered\n'

    imports.import_file(imports.written(tmp_path, content.encode()))

    assert references() == ["1"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_lines_may_end_in_any_way(tmp_path: Path, line_end: str) -> None:
    lines = [HEADER, "1,2026-03-02,phone,not-delivered", "2,2026-03-02,phone,not-delivered"]

    batch = imports.import_file(imports.written(tmp_path, line_end.join(lines).encode()))

    assert references() == ["1", "2"]
    assert batch.rows_total == 2


def test_csv_stray_carriage_return_in_a_text_ends_no_row(tmp_path: Path) -> None:
    lines = [f"{HEADER},note", "1,2026-03-02,phone,not-delivered,twee\rregels", "2,x,y,z,"]

    batch = imports.import_file(imports.written(tmp_path, "\n".join(lines).encode()))

    assert Contact.objects.get().note == "twee regels"
    assert [bad[0] for bad in imports.rejections(batch)] == [3]


def test_csv_with_byte_order_mark_and_capitals_in_its_header_is_read(tmp_path: Path) -> None:
    path = imports.csv_file(tmp_path, row(1), encoding="utf-8-sig")
    path.write_text(path.read_text("utf-8").replace("external_ref", "External_Ref"), "utf-8")

    imports.import_file(path)

    assert references() == ["ref-1"]


def test_gzip_is_recognised_by_content_whatever_its_name(tmp_path: Path) -> None:
    plain = imports.csv_file(tmp_path, row(1))

    imports.import_file(
        imports.written(tmp_path, gzip.compress(plain.read_bytes()), "contacts.txt")
    )

    assert references() == ["ref-1"]


def test_json_lines_give_line_numbers_and_may_leave_keys_out(tmp_path: Path) -> None:
    lines = [
        json.dumps(row(1) | {"handle_seconds": 30}),
        "not json",
        json.dumps(row(3) | {"note": {"a": 1}}),
        json.dumps(row(4) | {"external_ref": 4, "customer_ref": None}),
    ]

    batch = imports.import_file(imports.written(tmp_path, "\n".join(lines).encode()))

    assert references() == ["4", "ref-1"]
    assert imports.rejections(batch) == [
        (2, "", "", "Deze regel is niet één JSON-object."),
        (3, "", "", "Deze regel bevat een waarde binnen een waarde."),
    ]


def test_json_lines_with_characters_no_database_takes_are_still_read(tmp_path: Path) -> None:
    good = json.dumps(row(1) | {"note": "a\0b \ud800 é"})
    bad = json.dumps(row(2) | {"reason": "x\0\ud800"})

    batch = imports.import_file(imports.written(tmp_path, f"{good}\n{bad}".encode()))

    assert Contact.objects.get().note == "ab ? é"
    assert imports.rejections(batch) == [(2, "reason", "x?", "Onbekende reden 'x?'.")]


def test_json_lines_path_may_be_a_list(tmp_path: Path) -> None:
    line = row(1) | {"reason": "", "reason_path": ["Delivery", "Not delivered"]}

    imports.import_file(imports.written(tmp_path, json.dumps(line).encode()))

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

    with pytest.raises(RefusedFile) as refused:
        imports.import_file(path, Mapping.from_document({"file": {"sheet": "Nee"}}))
    imports.import_file(path, Mapping.from_document({"file": {"sheet": "Contacten"}}))

    with translation.override("nl"):
        message = str(refused.value)
    assert message == "Er is geen werkblad 'Nee'. Het bestand heeft: Uitleg, Contacten."
    assert references() == ["a"]
