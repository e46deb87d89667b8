"""Rows that an import refuses: each with its row, column, value and a message in Dutch."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from contactreductie.core.refusals import Refusal
from reasons.ingest.mapping import Mapping
from reasons.models import Contact, RejectedRow
from reasons.queries.catalog import Catalog
from reasons.services.drafts import ContactDraft, check_draft
from tests.factories import imports, reasons
from tests.factories.clock import MONDAY
from tests.factories.imports import row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd", name_en="Not delivered")
    carrier = reasons.carrier("postnl", "dhl")
    reasons.reason("damaged", delivery, requires=(carrier,))
    reasons.reason("ended", delivery, valid_until=MONDAY.date() - timedelta(days=30))
    reasons.channel("phone", name_nl="Telefoon", name_en="Phone")
    reasons.channel("fax", is_active=False)


@pytest.mark.parametrize(
    ("fields", "column", "value", "message"),
    [
        ({"reason": "x"}, "reason", "x", "Onbekende reden 'x'."),
        (
            {"reason": "delivery"},
            "reason",
            "delivery",
            "Deze reden is niet (meer) te kiezen. Kies een actuele subreden.",
        ),
        (
            {"reason": "ended"},
            "reason",
            "ended",
            "Deze reden is niet (meer) te kiezen. Kies een actuele subreden.",
        ),
        ({"reason": ""}, "reason", "", "Kies precies één hoofdreden."),
        ({"channel": "pigeon"}, "channel", "pigeon", "Onbekend kanaal 'pigeon'."),
        ({"channel": "fax"}, "channel", "fax", "Onbekend kanaal 'fax'."),
        ({"channel": ""}, "channel", "", "Kies een kanaal."),
        (
            {"occurred_at": "31-02-2026"},
            "occurred_at",
            "31-02-2026",
            "'31-02-2026' is geen datum of tijdstip in de vorm 2026-03-02T09:15.",
        ),
        ({"occurred_at": ""}, "occurred_at", "", "Het tijdstip van het contact ontbreekt."),
        (
            {"occurred_at": "2025-03-30T02:30"},
            "occurred_at",
            "2025-03-30T02:30",
            "Dit tijdstip bestaat niet (zomertijd).",
        ),
        (
            {"occurred_at": "2025-10-26 02:30:00"},
            "occurred_at",
            "2025-10-26 02:30:00",
            (
                "Dit uur komt twee keer voor in de nacht dat de zomertijd eindigt. Schrijf het "
                "tijdstip met het verschil met UTC: 02:30+02:00 is zomertijd, 02:30+01:00 "
                "wintertijd."
            ),
        ),
        (
            {"occurred_at": "2026-03-09T07:03"},
            "occurred_at",
            "2026-03-09T07:03",
            "Het tijdstip ligt in de toekomst.",
        ),
        ({"external_ref": ""}, "external_ref", "", "Het externe kenmerk ontbreekt."),
        (
            {"customer_ref": "???"},
            "customer_ref",
            "",
            "Klantnummer heeft niet de juiste vorm.",
        ),
        (
            {"handle_seconds": "soon"},
            "handle_seconds",
            "soon",
            "'soon' is geen heel aantal seconden.",
        ),
        (
            {"reason": "damaged"},
            "dim:carrier",
            "",
            "Kies een bezorgdienst bij deze reden.",
        ),
        (
            {"reason": "damaged", "dim:carrier": "pony"},
            "dim:carrier",
            "pony",
            "Onbekende waarde 'pony'.",
        ),
    ],
)
def test_import_refused_row_is_told_with_its_place(
    tmp_path: Path, fields: dict[str, str], column: str, value: str, message: str
) -> None:
    empty = {"customer_ref": "", "handle_seconds": "", "dim:carrier": ""}
    rows = [row(number) | empty for number in range(1, 16)]

    batch = imports.import_file(imports.csv_file(tmp_path, *rows, row(16) | empty | fields))

    assert imports.rejections(batch) == [(17, column, value, message)]
    assert imports.counts(batch)["created"] == 15


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": "delivery"},
        {"reason": "damaged"},
        {"channel": "fax"},
        {"occurred_at": "2025-03-30T02:30"},
        {"occurred_at": "2027-01-01T00:00"},
        {"customer_ref": "???"},
        {"direction": "sideways"},
        {"resolution": "perhaps"},
        {"handle_seconds": "90000"},
        {"note": "x" * 281},
    ],
    ids=str,
)
def test_import_refuses_by_the_rules_of_a_single_registration(
    tmp_path: Path, fields: dict[str, str]
) -> None:
    batch = imports.import_file(imports.csv_file(tmp_path, row(1) | fields))

    given: dict[str, Any] = row(1) | fields
    given["occurred_at"] = datetime.fromisoformat(given["occurred_at"])
    given["handle_seconds"] = int(given.get("handle_seconds", "0"))
    with pytest.raises(Refusal) as single:
        check_draft(ContactDraft(**given), catalog=Catalog.load(), now=MONDAY)
    bad = RejectedRow.objects.get(batch=batch)
    assert (bad.message, bad.parameters) == (single.value.message, single.value.parameters)


def test_import_refused_row_is_told_in_the_language_of_its_reader(tmp_path: Path) -> None:
    batch = imports.import_file(imports.csv_file(tmp_path, row(1, reason="x")))

    bad = RejectedRow.objects.get(batch=batch)
    with translation.override("en-gb"):
        assert bad.text == "Unknown reason 'x'."
    with translation.override("nl"):
        assert bad.text == "Onbekende reden 'x'."


def test_import_unknown_dimension_refuses_only_rows_that_name_it(tmp_path: Path) -> None:
    rows = [row(1) | {"dim:colour": "red"}, row(2) | {"dim:colour": ""}]

    batch = imports.import_file(imports.csv_file(tmp_path, *rows))

    assert imports.rejections(batch) == [(2, "dim:colour", "red", "Onbekende dimensie 'colour'.")]
    assert Contact.objects.get().external_ref == "ref-2"


def test_import_row_of_another_width_is_refused_and_empty_rows_keep_their_number(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text(
        "external_ref,occurred_at,channel,reason\n"
        "\n"
        "ref-1,2026-03-02,phone\n"
        'ref-2,2026-03-02,"phone",not-delivered,and more\n'
        "ref-3,2026-03-02,phone,not-delivered,,\n"
    )

    batch = imports.import_file(path)

    assert imports.rejections(batch) == [
        (3, "", "", "Deze rij heeft 3 cellen, de kopregel 4."),
        (4, "", "", "Deze rij heeft 5 cellen, de kopregel 4."),
    ]
    assert Contact.objects.get().delivery_row == 5


def test_import_shows_the_column_by_the_name_the_file_gives_it(tmp_path: Path) -> None:
    path = imports.csv_file(
        tmp_path, {"Nr": "1", "Datum": "02/03/2026", "Hoofd": "Bezorging", "Sub": "Weg"}
    )
    mapping = Mapping.from_document(
        {
            "columns": {
                "external_ref": "Nr",
                "occurred_at": "Datum",
                "reason_path": ["Hoofd", "Sub"],
            },
            "formats": {"occurred_at": "%d/%m/%Y"},
            "constants": {"channel": "phone"},
        }
    )

    batch = imports.import_file(path, mapping)

    assert imports.rejections(batch) == [
        (2, "Hoofd > Sub", "Bezorging > Weg", "Onbekende reden 'Bezorging > Weg'.")
    ]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-02", datetime(2026, 3, 1, 23, 0, tzinfo=UTC)),
        ("2026-03-02 09:15", datetime(2026, 3, 2, 8, 15, tzinfo=UTC)),
        ("20260302T0915", datetime(2026, 3, 2, 8, 15, tzinfo=UTC)),
        ("2026-03-02T09:15:30.5Z", datetime(2026, 3, 2, 9, 15, 30, 500_000, tzinfo=UTC)),
        ("2026-03-02T09:15:00-05:00", datetime(2026, 3, 2, 14, 15, tzinfo=UTC)),
        ("2025-03-30", datetime(2025, 3, 29, 23, 0, tzinfo=UTC)),
        ("2025-10-26T02:30+02:00", datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),
        ("2025-10-26T02:30+01:00", datetime(2025, 10, 26, 1, 30, tzinfo=UTC)),
    ],
)
def test_import_time_is_read_as_amsterdam_unless_it_says_otherwise(
    tmp_path: Path, text: str, instant: datetime
) -> None:
    imports.import_file(imports.csv_file(tmp_path, row(1, occurred_at=text)))

    assert Contact.objects.get().occurred_at == instant


@pytest.mark.parametrize("name", ["phone", "Telefoon", "telefoon ", "PHONE"])
def test_import_channel_may_be_a_code_or_a_name(tmp_path: Path, name: str) -> None:
    imports.import_file(imports.csv_file(tmp_path, row(1, channel=name)))

    assert Contact.objects.get().channel.code == "phone"


def test_import_customer_reference_is_kept_as_a_key_only(tmp_path: Path) -> None:
    rows = [row(1, customer_ref="K 123"), row(2, customer_ref="k123", reason="x")]

    batch = imports.import_file(imports.csv_file(tmp_path, *rows))

    key = Contact.objects.get().customer_key
    assert len(key) == 32
    assert RejectedRow.objects.get(batch=batch).row["customer_ref"] == f"key:{key}"


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("Belt terug op 06-12345678.", "Belt terug op [phone]."),
        ("Bestelling 123456782", "Bestelling [bsn]"),
    ],
)
def test_import_row_with_personal_data_is_refused_and_kept_without_them(
    tmp_path: Path, note: str, kept: str
) -> None:
    """C-7: refused for the note or for anything else, and fit to be handed in again."""
    rows = [row(1, note=note), row(2, note=note, reason="x")]

    batch = imports.import_file(imports.csv_file(tmp_path, *rows))

    assert [bad.row["note"] for bad in RejectedRow.objects.filter(batch=batch)] == [kept, kept]
    assert [told[1:3] for told in imports.rejections(batch)] == [("note", kept), ("reason", "x")]


def test_import_takes_every_field(tmp_path: Path) -> None:
    fields = {
        "direction": "Outbound",
        "resolution": "resolved",
        "handle_seconds": "240",
        "note": "vraagt om terugbellen",
        "dim:carrier": "PostNL",
    }

    imports.import_file(imports.csv_file(tmp_path, row(1, reason="damaged") | fields))

    contact = Contact.objects.get()
    assert (contact.direction, contact.resolution) == ("outbound", "resolved")
    assert (contact.handle_seconds, contact.note) == (240, "vraagt om terugbellen")
    assert contact.dimensions.get().value.code == "postnl"
    assert (contact.source, contact.agent, contact.delivery_row) == ("test", None, 2)
