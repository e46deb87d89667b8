"""A stopped import goes on where it was, whoever takes it up, and never doubles a row."""

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from pytest_django.fixtures import Settings

from contactreductie.core.csv_files import RefusedFile
from contactreductie.core.refusals import Conflict, Refusal
from reasons.enums import IngestState
from reasons.ingest import receiving, records, running
from reasons.ingest.mapping import Mapping
from reasons.ingest.pipeline import Clock
from reasons.models import Contact, IngestBatch
from reasons.queries import ingest as ingest_queries
from reasons.services import ingest, uploads
from tests.factories import imports, people, reasons
from tests.factories.clock import MONDAY
from tests.factories.imports import row
from tests.flows import stores
from tests.house import processes

END_STATE = {
    "contacts": "SELECT external_ref, reason_id, delivery_row FROM reasons_contact",
    "dimensions": "SELECT value_id FROM reasons_contactdimension",
    "links": "SELECT contact_id, any_reason_id, same_reason_id FROM reasons_repeatlink",
    "rejected": "SELECT row_number, message FROM reasons_rejectedrow",
    "days": "SELECT DISTINCT day FROM reasons_changedday",
    "batches": "SELECT state, rows_done, created_count, duplicate_count, rejected_count, "
    "reasons_created_count FROM reasons_ingestbatch",
}


@pytest.fixture
def store(tmp_path: Path, db: None) -> Iterator[stores.Store]:
    kind = stores.PostgresStore if connection.vendor == "postgresql" else stores.Store
    store = kind(tmp_path / "import_killed")
    store.prepare()
    stores.run(store, processes.manage("migrate", "--verbosity=0"))
    yield store
    store.remove()


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """2,200 rows of 40 customers, some of them wrong, in five chunks."""
    rows = [
        row(
            number,
            occurred_at=f"2026-01-{number % 28 + 1:02}T10:{number % 60:02}",
            reason="",
            channel="pigeon" if number % 500 == 7 else "phone",
        )
        | {
            "reason_path": f"Bezorging > {'Te laat' if number % 3 else 'Kwijt'}"
            if number < 1800
            else "Bezorging > Kwijt > Buiten",
            "customer_ref": f"K{number % 40}",
            "dim:carrier": "PostNL" if number % 2 else "",
        }
        for number in range(2200)
    ]
    rows[5]["occurred_at"] = "never"
    return imports.csv_file(tmp_path, *rows)


def command(delivery: Path) -> list[str]:
    return processes.manage("import_contacts", str(delivery), "--create-reasons", "--json")


def end_state(store: stores.Store) -> dict[str, stores.Rows]:
    return {name: store.rows(query) for name, query in END_STATE.items()}


@pytest.mark.slow
def test_import_killed_in_the_middle_and_started_again_ends_as_one_clean_run(
    store: stores.Store, delivery: Path, tmp_path: Path
) -> None:
    clean = store.copy_to(tmp_path / "import_clean")
    finished = subprocess.run(
        command(delivery), env=_environment(clean), capture_output=True, check=False, text=True
    )
    store.slow_down("reasons_contact", "NEW.external_ref = 'ref-1200'")
    log = tmp_path / "killed.log"
    with processes.started(command(delivery), output=log, variables=store.variables) as process:
        done = "SELECT rows_done FROM reasons_ingestbatch"
        processes.wait_until(lambda: store.rows(done) == [("1000",)], log=log)
        process.kill()
        process.wait()
    store.speed_up("reasons_contact")

    again = subprocess.run(
        command(delivery), env=_environment(store), capture_output=True, check=False, text=True
    )

    figures = [json.loads(run.stdout.splitlines()[-1]) for run in (finished, again)]
    for found in figures:
        del found["seconds"]
    assert figures[0] == figures[1]
    assert figures[1]["read"] == 2200
    assert (finished.returncode, again.returncode) == (1, 1)
    assert end_state(store) == end_state(clean)
    clean.remove()


def _environment(store: stores.Store) -> dict[str, str]:
    return {**os.environ, **store.variables}


@pytest.fixture
def lists(db: None) -> None:
    reasons.reason("not-delivered", reasons.reason("delivery"))
    reasons.channel("phone")


def uploaded(count: int = 3, *rows: dict[str, str], **choices: Any) -> IngestBatch:
    rows = rows or tuple(row(number) for number in range(count))
    lines = [",".join(cells) for cells in (row(), *(cells.values() for cells in rows))]
    given = {"source": "phone-system", "create_reasons": False, "dry_run": False} | choices
    return receiving.receive(
        SimpleUploadedFile("../contacts.csv", "\n".join(lines).encode()),
        None,
        requested_by=people.coordinator(),
        now=MONDAY,
        **given,
    )


def at(moment: datetime = MONDAY) -> Clock:
    return lambda: moment


def test_worker_brings_an_uploaded_file_in_and_lets_go_of_it(
    lists: None, django_capture_on_commit_callbacks: object
) -> None:
    batch = uploaded()
    path = uploads.path_of(batch.stored_path)
    assert path.read_text().startswith("external_ref")

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        running.run_stored(batch.pk, clock=at())

    batch.refresh_from_db()
    assert (batch.state, batch.rows_total, batch.created_count) == (IngestState.DONE, 3, 3)
    assert (batch.file_name, batch.stored_path) == ("contacts.csv", "")
    assert path.exists() is False


def test_worker_stops_after_its_turn_and_the_next_one_goes_on(
    lists: None, settings: Settings
) -> None:
    settings.IMPORT_CHUNK_ROWS, settings.IMPORT_TURN = 2, timedelta(0)
    batch = uploaded(5)

    states = []
    for _turn in range(3):
        assert ingest_queries.due(MONDAY) == [batch.pk]
        running.run_stored(batch.pk, clock=at())
        batch.refresh_from_db()
        states.append((batch.state, batch.rows_done, Contact.objects.count()))

    assert states == [("waiting", 2, 2), ("waiting", 4, 4), ("done", 5, 5)]
    assert ingest_queries.due(MONDAY) == []


def test_import_of_a_silent_worker_is_due_again_after_its_lease(lists: None) -> None:
    batch = uploaded()
    ingest.claim(batch.pk, now=MONDAY)

    assert ingest.claim(batch.pk, now=MONDAY + timedelta(seconds=59)) is None
    assert ingest_queries.due(MONDAY + timedelta(seconds=59)) == []
    assert ingest_queries.due(MONDAY + timedelta(seconds=61)) == [batch.pk]
    assert ingest.claim(batch.pk, now=MONDAY + timedelta(seconds=61)) is not None


def test_worker_that_lost_its_claim_writes_nothing_more(lists: None, settings: Settings) -> None:
    settings.IMPORT_CHUNK_ROWS = 2
    batch = uploaded(6)
    slow = ingest.claim(batch.pk, now=MONDAY)
    assert slow is not None
    job = running.open_job(
        uploads.path_of(batch.stored_path), Mapping(), source=batch.source, create=False
    )

    def overtaken(done: int) -> None:
        if done == 2:
            ingest.claim(batch.pk, now=MONDAY, take_over=True)

    with pytest.raises(Conflict):
        running.import_job(job, slow, clock=at(), report=overtaken)

    batch.refresh_from_db()
    assert (batch.rows_done, Contact.objects.count()) == (2, 2)


def test_trial_run_of_an_upload_can_be_confirmed_once(lists: None) -> None:
    trial = uploaded(dry_run=True)
    running.run_stored(trial.pk, clock=at())
    trial.refresh_from_db()
    assert (trial.state, trial.created_count, Contact.objects.count()) == ("done", 3, 0)

    actor = trial.requested_by
    assert actor is not None
    batch = uploads.confirm_trial(trial, requested_by=actor, now=MONDAY)
    with pytest.raises(Conflict):
        uploads.confirm_trial(trial, requested_by=actor, now=MONDAY)
    running.run_stored(batch.pk, clock=at())

    batch.refresh_from_db()
    assert (batch.state, batch.dry_run, batch.created_count) == ("done", False, 3)
    assert Contact.objects.count() == 3


def test_trial_run_stops_after_its_turn_and_ends_with_the_counts_of_one_run(
    lists: None, settings: Settings
) -> None:
    settings.IMPORT_CHUNK_ROWS, settings.IMPORT_TURN = 2, timedelta(0)
    numbers = (1, 2, 3, 1, 2)  # the last two are there already
    rows = [row(number, reason="new") for number in numbers]
    trial = uploaded(5, *rows, dry_run=True, create_reasons=True)
    notes = uploads.notes_of(trial.stored_path)

    states = []
    for _turn in range(3):
        running.run_stored(trial.pk, clock=at())
        trial.refresh_from_db()
        states.append((trial.state, trial.rows_done, notes.exists()))

    assert states == [("waiting", 2, True), ("waiting", 4, True), ("done", 5, False)]
    assert imports.counts(trial) == {
        "read": 5,
        "created": 3,
        "duplicate": 2,
        "rejected": 0,
        "reasons_created": 1,
    }


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_worker_keeps_its_claim_while_a_large_file_is_opened(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "ROWS_PER_BEAT", 2)
    rows = [row(number) for number in range(5)]
    path = {
        "csv": lambda: imports.csv_file(tmp_path, *rows),
        "json": lambda: imports.json_file(tmp_path, *rows),
        "xlsx": lambda: imports.workbook(
            tmp_path, ("Blad1", [list(rows[0]), *(list(cells.values()) for cells in rows)])
        ),
    }[kind]()
    beats: list[str] = []

    running.open_job(path, Mapping(), source="x", create=False, beat=lambda: beats.append("opened"))
    known = len(beats)
    beats.clear()
    running.open_job(
        path, Mapping(), source="x", create=False, known_rows=5, beat=lambda: beats.append("again")
    )

    assert (known, len(beats)) == {"csv": (2, 0), "json": (4, 2), "xlsx": (3, 1)}[kind]


def test_worker_keeps_its_claim_while_it_passes_over_what_is_in(
    lists: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "ROWS_PER_BEAT", 2)
    path = imports.csv_file(tmp_path, *(row(number) for number in range(5)))
    beats: list[str] = []
    job = running.open_job(
        path, Mapping(), source="x", create=False, known_rows=5, beat=lambda: beats.append("still")
    )
    batch = running.take_up(job, requested_by=None, clock=at())
    batch.rows_done = 4

    running.import_job(job, batch, clock=at(), report=lambda _done: None)

    assert (Contact.objects.count(), len(beats)) == (1, 2)


def test_trial_run_that_was_broken_off_starts_again_from_the_first_row(lists: None) -> None:
    trial = uploaded(dry_run=True)
    broken = ingest.claim(trial.pk, now=MONDAY)
    assert broken is not None
    rejected = [ingest.RejectedRecord(2, "x")]
    ingest.advance(broken, ingest.Progress(2, 1, 0, rejected), now=MONDAY)

    running.run_stored(trial.pk, clock=at(MONDAY + timedelta(minutes=5)))

    trial.refresh_from_db()
    assert (trial.rows_done, trial.created_count, trial.rejected_count) == (3, 3, 0)
    assert trial.rejected_rows.count() == 0


def test_upload_that_changed_into_another_kind_is_refused_with_its_reason(lists: None) -> None:
    batch = uploaded()
    uploads.path_of(batch.stored_path).write_bytes(b"%PDF-1.7")

    running.run_stored(batch.pk, clock=at())

    batch.refresh_from_db()
    assert batch.state == IngestState.REFUSED
    assert ingest_queries.refusal_of(batch) == (
        "Dit is een ander soort bestand (PDF). "
        "Lever CSV, met gzip ingepakte CSV, XLSX of JSON-regels."
    )


def test_import_by_hand_that_is_refused_half_way_is_closed_with_its_reason(
    lists: None, tmp_path: Path
) -> None:
    path = imports.csv_file(tmp_path, row(1))
    job = running.open_job(path, Mapping(), source="test", create=False)
    path.write_bytes(path.read_bytes() + b"\xff")

    with pytest.raises(RefusedFile):
        running.import_by_hand(job, clock=at(), report=lambda _done: None)

    batch = IngestBatch.objects.get()
    assert (batch.state, batch.finished_at) == (IngestState.REFUSED, MONDAY)
    assert "niet de codering UTF-8" in ingest_queries.refusal_of(batch)


def test_source_that_is_refused_leaves_no_file_behind(lists: None) -> None:
    def files() -> set[Path]:
        return set(uploads.path_of("imports").glob("*"))

    before = files()
    with pytest.raises(Refusal) as refused:
        uploaded(source="two\nlines")

    assert refused.value.field == "source"
    assert files() == before


def test_tidy_lets_go_of_forgotten_trials_and_of_files_nobody_knows(lists: None) -> None:
    trial, waiting = uploaded(dry_run=True), uploaded_by_another()
    running.run_stored(trial.pk, clock=at())
    trial.refresh_from_db()
    files = [uploads.path_of(batch.stored_path) for batch in (trial, waiting)]

    uploads.tidy(now=MONDAY + timedelta(days=6))
    kept = [file.exists() for file in files]
    uploads.tidy(now=datetime.now(MONDAY.tzinfo) + timedelta(days=8))

    assert kept == [True, True]
    assert [file.exists() for file in files] == [False, True]


def uploaded_by_another() -> IngestBatch:
    file = SimpleUploadedFile("b.csv", (",".join(row()) + "\n1,2026-03-02,phone,x").encode())
    return receiving.receive(
        file,
        None,
        source="",
        create_reasons=False,
        dry_run=False,
        requested_by=people.user("beheer"),
        now=MONDAY,
    )
