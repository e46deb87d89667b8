"""`import_contacts` as scripts see it: JSON, exit codes, nothing half done."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from contactreductie.core.models import AuditEvent
from reasons.models import (
    ChangedDay,
    Channel,
    Contact,
    ContactReason,
    Dimension,
    DimensionValue,
    IngestBatch,
    RejectedRow,
)
from tests.factories import imports, reasons
from tests.factories.imports import row

pytestmark = pytest.mark.django_db
TABLES = (
    AuditEvent,
    ChangedDay,
    Channel,
    Contact,
    ContactReason,
    Dimension,
    DimensionValue,
    IngestBatch,
    RejectedRow,
)


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.reason("not-delivered", reasons.reason("delivery"))
    reasons.channel("phone")


def run(*arguments: Any) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("import_contacts", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return code, out.getvalue(), err.getvalue()


def figures(out: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    assert found.pop("seconds") >= 0
    return found


def stored() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in TABLES}


def test_command_all_rows_in_ends_with_code_0_and_one_json_object(tmp_path: Path) -> None:
    code, out, err = run(imports.csv_file(tmp_path, row(1), row(2)), "--json")

    assert (code, err) == (0, "")
    assert figures(out) == {
        "batch": IngestBatch.objects.get().pk,
        "read": 2,
        "created": 2,
        "duplicate": 0,
        "rejected": 0,
        "reasons_created": 0,
    }


def test_command_rejected_row_ends_with_code_1_and_a_line_about_it(tmp_path: Path) -> None:
    file = imports.csv_file(tmp_path, row(1), row(2, reason="x"), row(3, channel=""))

    code, out, err = run(file, "--json")

    assert code == 1
    assert err.splitlines() == [
        "Rij 3: onbekende reden 'x'. (kolom 'reason')",
        "Rij 4: Kies een kanaal. (kolom 'channel')",
    ]
    assert figures(out)["created"] == 1
    assert figures(out)["rejected"] == 2


def test_command_same_file_twice_adds_nothing_also_within_the_file(tmp_path: Path) -> None:
    file = imports.csv_file(tmp_path, row(1), row(2), row(1))
    _code, first, _err = run(file, "--json")

    _code, second, _err = run(file, "--json")
    _code, other, _err = run(file, "--json", "--source", "elsewhere")

    assert (figures(first)["created"], figures(first)["duplicate"]) == (2, 1)
    assert (figures(second)["created"], figures(second)["duplicate"]) == (0, 3)
    assert (figures(other)["created"], figures(other)["duplicate"]) == (2, 1)
    sources = Contact.objects.order_by("source").values_list("source", flat=True)
    assert list(sources) == ["elsewhere", "elsewhere", "import", "import"]


def test_command_dry_run_says_what_would_happen_and_changes_nothing(tmp_path: Path) -> None:
    known = imports.csv_file(tmp_path, row(1), name="known.csv")
    run(known, "--source", "test")
    before = stored()
    path = {"reason": "", "reason_path": "Geld > Factuur"}
    rows = [
        row(1) | {"reason_path": ""},
        row(2, channel="Fax") | path,
        row(2, channel="Fax") | path,
        row(3, occurred_at="ooit") | path,
    ]
    file = imports.csv_file(tmp_path, *rows)
    options = ("--source", "test", "--create-reasons", "--json")

    code, out, err = run(file, *options, "--dry-run")
    trial = figures(out)

    assert stored() == before
    assert code == 1
    assert "Rij 5: 'ooit' is geen datum of tijdstip" in err
    assert trial == {
        "batch": None,
        "read": 4,
        "created": 1,
        "duplicate": 2,
        "rejected": 1,
        "reasons_created": 2,
    }
    _code, out, _err = run(file, *options)
    assert figures(out) | {"batch": None} == trial


def test_command_refused_file_ends_with_code_1_and_leaves_nothing(tmp_path: Path) -> None:
    before = stored()
    file = tmp_path / "short.csv"
    file.write_text("external_ref,occurred_at,reason\n1,2026-03-02,not-delivered\n")

    code, out, err = run(file, "--json")

    message = (
        "Rij 1: kolom 'channel' ontbreekt. Het bestand heeft: external_ref, occurred_at, reason."
    )
    assert code == 1
    assert json.loads(out) == {"error": message}
    assert err == f"{message}\n"
    assert stored() == before


@pytest.mark.parametrize("name", ["nee.csv", "picture.csv"])
def test_command_called_with_no_usable_file_ends_with_code_2(tmp_path: Path, name: str) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n")

    assert run(tmp_path / name)[0] == 2


def test_command_source_with_too_long_a_name_ends_with_code_1(tmp_path: Path) -> None:
    code, _out, err = run(imports.csv_file(tmp_path, row(1)), "--source", "s" * 61)

    assert (code, err) == (
        1,
        "De naam van de bron heeft hoogstens 60 tekens, op één regel.\n",
    )


def test_command_unknown_mapping_key_ends_with_code_1(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text("[column]\n")

    code, _out, err = run(imports.csv_file(tmp_path, row(1)), "--mapping", mapping)

    assert code == 1
    assert "'column' is hier niet bekend" in err


def test_command_speaks_to_people_in_their_language(tmp_path: Path) -> None:
    file = imports.csv_file(tmp_path, row(1))

    with translation.override("nl"):
        _code, dutch, _err = run(file, "--dry-run")
    _code, english, _err = run(file, "--dry-run", "--language", "en")

    assert dutch.startswith("Proef, er is niets gewijzigd: 1 rijen gelezen, 1 nieuw,")
    assert english.startswith("Trial run, nothing was changed: 1 rows read, 1 new,")


def test_command_many_rejected_rows_shows_the_first_and_counts_the_rest(tmp_path: Path) -> None:
    file = imports.csv_file(tmp_path, *(row(number, reason="x") for number in range(130)))

    code, out, err = run(file, "--json")

    assert code == 1
    assert figures(out)["rejected"] == 130
    assert len(err.splitlines()) == 101
    assert err.splitlines()[0] == "En na de regels hieronder nog 30 afgewezen rijen."


def test_command_records_the_import_in_the_audit_trail(tmp_path: Path) -> None:
    run(imports.csv_file(tmp_path, row(1), row(2, reason="x")))

    event = AuditEvent.objects.get(verb="contacts_imported")
    assert event.subject_id == str(IngestBatch.objects.get().pk)
    assert event.details == {
        "source": "import",
        "created_count": 1,
        "duplicate_count": 0,
        "rejected_count": 1,
        "reasons_created_count": 0,
    }
