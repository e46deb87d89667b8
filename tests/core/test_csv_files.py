import gzip

import pytest

from contactreductie.core import csv_files
from contactreductie.core.csv_files import RefusedFile, RefusedRow, UnusableFile
from contactreductie.core.refusals import Refusal
from tests.refusals import in_both


@pytest.fixture
def file(tmp_path):
    def write(content, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def rows(path, **options):
    return list(csv_files.read_rows(path, **{"required": ["code"], **options}))


def refusal(path, **options):
    with pytest.raises(Refusal) as refused:
        csv_files.read_rows(path, **{"required": ["code"], **options})
    return refused.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_found_in_the_header(file, delimiter):
    text = "code,name\na,Aap\nb,Beer\n".replace(",", delimiter)
    assert rows(file(text)) == [
        (2, {"code": "a", "name": "Aap"}),
        (3, {"code": "b", "name": "Beer"}),
    ]


def test_row_numbers_are_those_of_a_spreadsheet(file):
    text = 'code,name\na,"twee\nregels"\n\nb,Beer\n'
    assert rows(file(text)) == [
        (2, {"code": "a", "name": "twee\nregels"}),
        (4, {"code": "b", "name": "Beer"}),
    ]


def test_byte_order_mark_windows_line_ends_and_spaces_are_no_content(file):
    content = b"\xef\xbb\xbfcode, name \r\n a , Aap \r\n"
    assert rows(file(content)) == [(2, {"code": "a", "name": "Aap"})]


def test_lone_carriage_return_is_part_of_a_cell(file):
    assert rows(file(b"code,name\na,een\rtwee\n")) == [(2, {"code": "a", "name": "een twee"})]


def test_old_line_ends_are_line_ends(file):
    assert rows(file(b"code,name\ra,Aap\rb,Beer\r")) == [
        (2, {"code": "a", "name": "Aap"}),
        (3, {"code": "b", "name": "Beer"}),
    ]


def test_missing_optional_column_is_empty_and_others_are_passed_on(file):
    text = "code,dim:carrier\na,postnl\n"
    assert rows(file(text), optional=["name"]) == [
        (2, {"code": "a", "dim:carrier": "postnl", "name": ""})
    ]


def test_missing_file_is_a_wrong_call(tmp_path):
    refused = refusal(tmp_path / "weg.csv")
    assert isinstance(refused, UnusableFile)
    assert in_both(refused) == ["Er is geen bestand 'weg.csv'.", "There is no file 'weg.csv'."]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_empty_file_is_refused(file, content):
    refused = refusal(file(content))
    assert isinstance(refused, RefusedFile)
    assert in_both(refused) == ["Het bestand is leeg.", "The file is empty."]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04\x14\x00", "XLSX/ZIP"),
        (gzip.compress(b"code\na\n", mtime=0), "GZIP"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "XLS"),
        (b"code,name\na,\x00b\n", "BINARY"),
        ("code\na\n".encode("utf-16-le"), "BINARY"),
    ],
)
def test_another_kind_of_file_is_a_wrong_call(file, content, kind):
    refused = refusal(file(content, "lijst.csv"))
    assert isinstance(refused, UnusableFile)
    assert in_both(refused)[0] == (
        f"'lijst.csv' is geen CSV-bestand maar een ander soort bestand ({kind})."
    )


def test_wrong_encoding_names_the_row_of_the_first_bad_byte(file):
    content = 'code,name\na,"twee\nregels"\nb,Geërgerd\n'.encode("cp1252")
    refused = refusal(file(content))
    assert in_both(refused) == [
        "Rij 3: het bestand is niet in de codering UTF-8.",
        "Row 3: the file is not in the encoding UTF-8.",
    ]


def test_wrong_encoding_in_a_cell_too_long_for_csv_still_names_a_row(file):
    content = b"code,name\na," + b"x" * 140_000 + b"\xff\n"
    assert in_both(refusal(file(content)))[1] == ("Row 2: the file is not in the encoding UTF-8.")


def test_bad_byte_at_the_very_end_refuses_before_the_first_row(file):
    content = b"code\n" + b"a\n" * 700_000 + b"\xff\n"
    assert refusal(file(content)).row == 700_002


def test_missing_columns_are_named(file):
    refused = refusal(file("naam\nx\n"), required=["code", "name"])
    assert in_both(refused) == ["Kolom ontbreekt: code, name.", "Column missing: code, name."]


def test_column_given_twice_is_refused(file):
    assert in_both(refusal(file("code,a,a\n1,2,3\n")))[0] == "Kolom komt dubbel voor: a."


@pytest.mark.parametrize(("row", "cells"), [("a", 1), ("a,b,c", 3)])
def test_row_with_other_number_of_cells_is_refused(file, row, cells):
    path = file(f"code,name\nx,y\n{row}\n")
    with pytest.raises(RefusedRow) as refused:
        rows(path)
    assert in_both(refused.value) == [
        f"Rij 3: deze rij heeft {cells} cellen, de kopregel 2.",
        f"Row 3: this row has {cells} cells where the header has 2.",
    ]


def test_bad_rows_can_be_taken_apart(file):
    bad: list[RefusedRow] = []
    path = file("code,name\na,b,c\nx,y\n")
    assert rows(path, on_bad_row=bad.append) == [(3, {"code": "x", "name": "y"})]
    assert [refused.row for refused in bad] == [2]


def test_quotes_that_do_not_match_are_refused(file):
    with pytest.raises(RefusedRow) as refused:
        rows(file('code,name\nx,y\na,"open\n'))
    assert in_both(refused.value)[0] == ("Rij 3: de aanhalingstekens in deze rij kloppen niet.")


def test_rejection_names_row_and_column_in_the_readers_language():
    rejection = csv_files.Rejection(17, Refusal("Fill in this field.", field="name_nl"))
    assert in_both(rejection) == [
        "Rij 17, kolom name_nl: Vul dit veld in.",
        "Row 17, column name_nl: Fill in this field.",
    ]


def test_rejection_of_a_row_names_the_row_once():
    refused = RefusedRow(4, "the quotes in this row do not match.")
    assert in_both(csv_files.Rejection(4, refused))[1] == (
        "Row 4: the quotes in this row do not match."
    )
