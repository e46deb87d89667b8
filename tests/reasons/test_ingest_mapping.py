"""Mapping files, and what is wrong with them."""

from pathlib import Path

import pytest
from django.utils import translation

from reasons.ingest.mapping import SECTIONS, Mapping, RefusedMapping
from reasons.models import Contact
from tests.factories import imports, reasons

FILES = sorted(imports.MAPPINGS.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_mapping_of_the_documentation_is_valid(path: Path) -> None:
    mapping = Mapping.parse(path.read_text("utf-8"))

    assert Mapping.from_document(mapping.document) == mapping


def test_mapping_in_the_documentation_names_every_section() -> None:
    text = (imports.MAPPINGS.parent / "imports.md").read_text("utf-8")

    mapping = Mapping.parse(text.partition("```toml")[2].partition("```")[0])

    assert list(mapping.document) == list(SECTIONS)
    assert mapping.columns["reason_path"] == ("Product", "Sub-product", "Issue", "Sub-issue")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("a = ", "Het mappingbestand is geen geldige TOML: Invalid value (at end of document)."),
        (
            "[colums]",
            (
                "Mappingbestand: 'colums' is hier niet bekend. "
                "Mogelijk: file, columns, formats, values, levels, constants."
            ),
        ),
        (
            "[file]\nseparator = ';'",
            (
                "Mappingbestand: '[file] separator' is hier niet bekend. "
                "Mogelijk: encoding, delimiter, sheet, kind."
            ),
        ),
        (
            "[formats]\nnote = 'x'",
            "Mappingbestand: '[formats] note' is hier niet bekend. Mogelijk: occurred_at.",
        ),
        (
            "[columns]\nchannel = 3",
            "Mappingbestand: de waarde van '[columns] channel' is niet bruikbaar.",
        ),
        (
            "[columns]\nnote = ['a', 'b']",
            "Mappingbestand: de waarde van '[columns] note' is niet bruikbaar.",
        ),
        (
            "[columns]\nreason_path = []",
            "Mappingbestand: de waarde van '[columns] reason_path' is niet bruikbaar.",
        ),
        (
            "[columns]\nchannel = 'a'\n[constants]\nchannel = 'phone'",
            "Mappingbestand: 'channel' staat er als kolom en als vaste waarde.",
        ),
        (
            "[file]\nencoding = 'latijn'",
            "Mappingbestand: onbekende codering 'latijn'.",
        ),
        (
            "[file]\ndelimiter = '||'",
            "Mappingbestand: de waarde van '[file] delimiter' is niet bruikbaar.",
        ),
        (
            "[formats]\noccurred_at = '%d-%m'",
            "Mappingbestand: '%d-%m' is geen vorm met dag, maand en jaar.",
        ),
        (
            "[levels]\nmissing = 'guess'",
            "Mappingbestand: de waarde van '[levels] missing' is niet bruikbaar.",
        ),
        (
            "[values]\nchannel = 'x'",
            "Mappingbestand: de waarde van '[values] channel' is niet bruikbaar.",
        ),
    ],
)
def test_mapping_that_is_wrong_is_refused_with_its_place(document: str, message: str) -> None:
    with translation.override("nl"), pytest.raises(RefusedMapping) as refused:
        Mapping.parse(document)

    with translation.override("nl"):
        assert str(refused.value) == message


@pytest.mark.django_db
def test_mapping_renames_translates_and_fills_in(tmp_path: Path) -> None:
    reasons.reason("not-delivered", reasons.reason("delivery"))
    reasons.channel("phone")
    reasons.carrier("postnl")
    path = imports.csv_file(
        tmp_path,
        {"Nr": "7", "Op": "2-3-2026 9:15", "Via": "T", "Wat": "BEZ", "Wie": "PostNL BV"},
    )
    mapping = Mapping.parse(
        """
        [columns]
        external_ref = "nr"
        occurred_at = "Op"
        channel = "Via"
        reason = "Wat"
        "dim:carrier" = "Wie"
        [formats]
        occurred_at = ["%d-%m-%Y", "%d-%m-%Y %H:%M"]
        [values.channel]
        T = "phone"
        [values.reason]
        BEZ = "not-delivered"
        [values."dim:carrier"]
        "PostNL BV" = "postnl"
        [constants]
        direction = "outbound"
        """
    )

    imports.import_file(path, mapping)

    contact = Contact.objects.get()
    assert (contact.external_ref, contact.channel.code) == ("7", "phone")
    assert contact.reason.code == "not-delivered"
    assert contact.direction == "outbound"
    assert contact.dimensions.get().value.code == "postnl"
