import csv
import hashlib
import io
import json
from datetime import date

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from contactreductie.core.refusals import Refusal
from feedbackloop import exports
from feedbackloop.exports.tables import harmless
from feedbackloop.services import reports
from raci.models import Department
from tests.factories import feedbackloop as build
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    delivery = make.reason("delivery", name_nl="Bezorging", name_en="Delivery", position=1)
    make.reason("late", delivery, name_nl="=Te laat?", name_en="Late")
    payment = make.reason("payment", name_nl="Betaling <b>", position=2)
    make.channel("phone")
    build.accountable(delivery, build.department("logistics"))
    build.accountable(payment, build.department("warehouse"))
    build.series("late", [10] * 8 + [40])
    build.contacts(W10, 1200, reason="payment")
    build.orders(1000, W10)
    found = build.draft()
    reports.publish(found, now=MONDAY)
    return found


def text_of(report, file_format, **options):
    return exports.render(report, file_format, **options).body.decode()


def test_json_is_the_frozen_document_byte_for_byte(report):
    file = exports.render(report, "json")

    assert file.body == report.document.encode()
    assert file.sha256 == hashlib.sha256(report.document.encode()).hexdigest()
    assert file.name == "rapport-2026-W10-v1.json"


def test_csv_has_a_row_per_reason_and_empty_cells_for_what_is_absent(report):
    rows = list(csv.DictReader(io.StringIO(text_of(report, "csv"))))

    assert [row["reason"] for row in rows] == ["delivery", "late", "payment"]
    payment = rows[2]
    assert (payment["contacts"], payment["per_100"], payment["last_year"]) == ("1200", "120.0", "")


def test_csv_text_never_starts_a_formula(report):
    rows = list(csv.DictReader(io.StringIO(text_of(report, "csv"))))

    assert rows[1]["name_nl"] == "'=Te laat?"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "\0a"])
def test_harmless_text_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", [-1, 2.5, None, "a=1", ""])
def test_harmless_leaves_numbers_and_other_text_alone(cell):
    assert harmless(cell) == cell


def test_xlsx_has_a_sheet_per_section_with_numbers_as_numbers(report):
    with translation.override("en-gb"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(exports.render(report, "xlsx").body))

    assert book.sheet_names == [
        "Summary", "Reasons", "Findings", "Breakdown", "Denominators", "Actions",
    ]  # fmt: skip
    rows = book.get_sheet_by_name("Reasons").to_python()
    assert [row[0] for row in rows] == ["Reason", "Delivery", "Late", "Betaling <b>"]
    assert (rows[0][2], rows[3][2]) == ("Contacts", 1200)
    assert ["Contacts", 1240] in book.get_sheet_by_name("Summary").to_python()


def test_xlsx_is_in_the_active_language_and_text_is_never_a_formula(report):
    with translation.override("nl"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(exports.render(report, "xlsx").body))

    rows = book.get_sheet_by_name("Redenen").to_python()
    assert (rows[0][:3], rows[2][0]) == (["Reden", "Niveau", "Contacten"], "=Te laat?")
    assert "Logistics" in rows[1]


@pytest.mark.parametrize("file_format", ["xlsx", "pdf", "html", "csv"])
def test_same_report_gives_the_same_bytes(report, file_format):
    first, second = (exports.render(report, file_format).body for _ in range(2))

    assert first == second


def test_pdf_is_a_pdf(report):
    body = exports.render(report, "pdf").body

    assert body.startswith(b"%PDF-")
    assert b"2026" in body


def test_html_escapes_names_and_is_in_the_active_language(report):
    with translation.override("en-gb"):
        text = text_of(report, "html")

    assert '<html lang="en">' in text
    assert "Betaling &lt;b&gt;" in text
    assert "1,240" in text
    assert "http" not in text


@pytest.mark.parametrize("file_format", ["json", "csv", "html", "pdf", "xlsx"])
def test_department_limits_a_report_to_its_own_reasons(report, file_format):
    file = exports.render(report, file_format, department="logistics")

    assert file.name == f"rapport-2026-W10-v1-logistics.{file_format}"
    if file_format == "json":
        content = json.loads(file.body)
        assert [line["reason"] for line in content["lines"]] == ["delivery", "late"]
        assert {row["department"] for row in content["findings"]} <= {"logistics"}
        assert content["sha256"] is None
    if file_format == "html":
        assert "Betaling" not in file.body.decode().partition("<table>")[2]
        assert "Alleen de redenen van Logistics" in file.body.decode()


def test_html_says_what_the_page_says(report):
    """By hand: 1240 contacts on 1000 orders."""
    with translation.override("nl"):
        text = text_of(report, "html")

    assert '<p class="headline">1.240 contacten' in text
    assert "per 100 orders; 95%: 117,2–131,1" in text
    assert "124,0 (117,2–131,1)" in text


def test_department_has_its_teams_with_it(report):
    logistics = Department.objects.get(code="logistics")
    Department.objects.filter(code="warehouse").update(parent=logistics)

    whole, team = (
        json.loads(exports.render(report, "json", department=code).body)
        for code in ("logistics", "warehouse")
    )

    assert [line["reason"] for line in whole["lines"]] == ["delivery", "late", "payment"]
    assert [line["reason"] for line in team["lines"]] == ["payment"]


def test_part_of_a_report_does_not_carry_the_hash_of_the_whole(report):
    whole, part = (
        exports.render(report, "html", **options).body.decode()
        for options in ({}, {"department": "logistics"})
    )

    assert ("SHA-256" in whole, "SHA-256" in part) == (True, False)


def test_unknown_department_or_format_is_refused(report):
    with pytest.raises(Refusal):
        exports.render(report, "csv", department="nowhere")
    with pytest.raises(Refusal):
        exports.render(report, "docx")


def test_pdf_of_a_year_with_a_w53_names_its_days(report):
    from feedbackloop.exports.pages import readable

    content = {**report.content, "week": "2026-W53"}
    with translation.override("nl"):
        assert readable(content)["period"] == "28 december 2026 – 3 januari 2027"
    assert date(2026, 12, 28).isocalendar()[1] == 53
