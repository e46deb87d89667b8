"""The import pages: hand in, follow, repair; in the browser without JavaScript."""

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent, User
from reasons.enums import IngestState
from reasons.ingest import running
from reasons.models import Contact, IngestBatch, RejectedRow
from reasons.services import ingest, uploads
from tests.factories import imports, people, reasons
from tests.factories.clock import MONDAY
from tests.factories.imports import row

pytestmark = pytest.mark.django_db
URL = "/imports/"
# Session, person with roles; then the number of imports and the imports.
QUERIES_LIST = 4
# Session, person with roles; then the import, the number of its refused rows, the line in the
# audit trail and these rows.
QUERIES_PAGE = 6


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.reason("not-delivered", reasons.reason("delivery"))
    reasons.channel("phone")


@pytest.fixture
def coordinator() -> User:
    return people.coordinator()


@pytest.fixture
def desk(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def upload(*rows: dict[str, str], name: str = "contacts.csv") -> SimpleUploadedFile:
    header = ",".join(rows[0])
    lines = [header, *(",".join(cells.values()) for cells in rows)]
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def batch(**fields: Any) -> IngestBatch:
    values = {"source": "test", "file_name": "a.csv", "state": IngestState.DONE}
    return ingest.open_batch(requested_by=None, now=MONDAY, **(values | fields))


def reject(batch: IngestBatch, count: int, value: str = "x") -> None:
    RejectedRow.objects.bulk_create(
        RejectedRow(
            batch=batch,
            row_number=number + 2,
            column="reason",
            value=value,
            message="unknown reason '%(value)s'.",
            parameters={"value": value},
            row={"external_ref": f"ref-{number}", "reason": value},
        )
        for number in range(count)
    )


def test_handing_in_a_file_opens_its_page_and_keeps_the_file(desk: Client) -> None:
    answer = desk.post(URL, {"file": upload(row(1)), "source": "tel"}, follow=True)

    opened = IngestBatch.objects.get()
    assert answer.redirect_chain == [(f"{URL}{opened.pk}/", 302)]
    assert (opened.source, opened.dry_run, opened.state) == ("tel", False, IngestState.WAITING)
    assert uploads.path_of(opened.stored_path).exists() is True
    assert "Wacht" in answer.text
    assert f'hx-get="{URL}{opened.pk}/"' in answer.text


def test_handing_in_starts_the_worker_when_the_import_is_safe(
    desk: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        desk.post(URL, {"file": upload(row(1))})

    assert len(callbacks) == 1


def test_trial_run_shows_what_would_happen_and_offers_the_real_one(desk: Client) -> None:
    desk.post(URL, {"file": upload(row(1), row(2, reason="x")), "trial": "1"})
    trial = IngestBatch.objects.get()
    running.run_stored(trial.pk, clock=timezone.now)

    shown = desk.get(f"{URL}{trial.pk}/").text

    assert Contact.objects.exists() is False
    assert "Zou nieuw zijn" in shown
    assert "Onbekende reden &#x27;x&#x27;." in shown
    answer = desk.post(f"{URL}{trial.pk}/confirm/")
    real = IngestBatch.objects.exclude(pk=trial.pk).get()
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}{real.pk}/")
    assert desk.post(f"{URL}{trial.pk}/confirm/").status_code == 409


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("a.csv", b"a,b\n1,2\n"), "kolom &#x27;external_ref&#x27; ontbreekt"),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "een ander soort bestand (PDF)"),
        (SimpleUploadedFile("a.csv", b""), "bestand is leeg"),
    ],
)
def test_handing_in_an_unusable_file_says_why_and_keeps_nothing(
    desk: Client, settings: Settings, file: SimpleUploadedFile, message: str
) -> None:
    answer = desk.post(URL, {"file": file, "source": "tel"})

    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="tel"' in answer.text
    assert IngestBatch.objects.exists() is False
    kept = [path for path in uploads.path_of("imports").glob("*") if path.stat().st_size < 100]
    assert [path for path in kept if path.read_bytes() in (b"a,b\n1,2\n", b"%PDF-1.7")] == []


def test_handing_in_a_wrong_mapping_blames_the_mapping(desk: Client) -> None:
    mapping = SimpleUploadedFile("m.toml", b"[kolommen]\n")

    answer = desk.post(URL, {"file": upload(row(1)), "mapping": mapping})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["mapping"]


def test_handing_in_too_large_a_file_is_refused(desk: Client, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 10

    answer = desk.post(URL, {"file": upload(row(1))})

    assert "Dit bestand is te groot." in answer.text


def test_progress_is_a_fragment_until_the_import_is_finished(desk: Client) -> None:
    running_batch = batch(state=IngestState.RUNNING, rows_total=200, rows_done=50)
    url, htmx = f"{URL}{running_batch.pk}/", {"HX-Request": "true"}

    fragment = desk.get(url, headers=htmx)
    IngestBatch.objects.update(state=IngestState.DONE)
    finished = desk.get(url, headers=htmx)

    assert "<html" not in fragment.text
    assert 'value="50" max="200"' in fragment.text
    assert 'hx-trigger="every 2s"' in fragment.text
    assert finished.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in desk.get(url).text


def test_refused_import_says_why_in_the_language_of_the_reader(client: Client) -> None:
    refused = batch(
        state=IngestState.REFUSED, refusal={"message": "The file is empty.", "parameters": {}}
    )
    client.force_login(people.user("beheer", Role.ADMINISTRATOR, language="en-gb"))

    assert "The file is empty." in client.get(f"{URL}{refused.pk}/").text


def test_command_that_was_broken_off_is_shown_as_stopped(desk: Client) -> None:
    batch(state=IngestState.RUNNING, claimed_until=timezone.now() - timedelta(minutes=1))

    assert "Gestopt" in desk.get(URL).text


def test_rejected_rows_are_paged(desk: Client) -> None:
    found = batch(rejected_count=60)
    reject(found, 60)

    second = desk.get(f"{URL}{found.pk}/?page=2")

    assert [bad.row_number for bad in second.context["page"]] == list(range(52, 62))
    assert "51–60 van 60" in second.text


def test_download_is_logged_harmless_and_can_be_sent_again(
    desk: Client, tmp_path: Any, coordinator: User
) -> None:
    rows = [
        row(1, occurred_at="02-03-2026", customer_ref="K 1", note="=SUM(A1)"),
        row(2, customer_ref="K 2", note="goed"),
    ]
    found = imports.import_file(imports.csv_file(tmp_path, *rows))

    answer = desk.get(f"{URL}{found.pk}/rejected.csv")

    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="import-{found.pk}-rejected.csv"'
    )
    assert AuditEvent.objects.get(verb="rejected_rows_downloaded").actor == coordinator
    (line,) = csv.DictReader(content.splitlines(), delimiter=";")
    assert line["note"] == "'=SUM(A1)"
    assert line["customer_ref"].startswith("key:")
    assert (line["rejected_row"], line["rejected_column"]) == ("2", "occurred_at")
    assert "K 1" not in content
    repaired = tmp_path / "repaired.csv"
    repaired.write_text(content.replace("02-03-2026;", "2026-03-02;", 1), "cp1252")
    again = imports.import_file(repaired)
    assert imports.counts(again)["created"] == 1
    contact = Contact.objects.get(external_ref="ref-1")
    assert contact.note == "=SUM(A1)"
    assert f"key:{contact.customer_key}" == line["customer_ref"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_any_number_of_imports(
    desk: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        batch()

    with django_assert_num_queries(QUERIES_LIST):
        assert len(desk.get(URL).context["lines"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_import_page_takes_the_same_queries_for_any_number_of_rejected_rows(
    desk: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = batch(rejected_count=count)
    reject(found, count)

    with django_assert_num_queries(QUERIES_PAGE):
        assert len(desk.get(f"{URL}{found.pk}/").context["page"]) == count


def test_values_in_rejected_rows_are_for_the_coordinator_and_each_look_is_logged(
    desk: Client, coordinator: User
) -> None:
    """Section 2."""
    found = batch(rejected_count=1)
    reject(found, 1, "klaagt over buurman")

    shown = desk.get(f"{URL}{found.pk}/").text

    assert "Onbekende reden &#x27;klaagt over buurman&#x27;." in shown
    assert f"{URL}{found.pk}/rejected.csv" in shown
    (event,) = AuditEvent.objects.filter(verb="rejected_rows_seen")
    assert (event.actor, event.subject_id) == (coordinator, str(found.pk))


def test_administrator_sees_what_is_wrong_in_rejected_rows_but_no_values(client: Client) -> None:
    """Section 2."""
    found = batch(rejected_count=1)
    reject(found, 1, "klaagt over buurman")
    client.force_login(people.user("beheer", Role.ADMINISTRATOR))

    shown = client.get(f"{URL}{found.pk}/").text

    assert "Onbekende reden &#x27;…&#x27;." in shown
    assert "buurman" not in shown
    assert "rejected.csv" not in shown
    assert client.get(f"{URL}{found.pk}/rejected.csv").status_code == 403
    assert AuditEvent.objects.filter(verb__startswith="rejected_rows").exists() is False


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_import_pages_are_not_for_others(client: Client, role: Role) -> None:
    found = batch()
    client.force_login(people.user("other", role))

    for url in (URL, f"{URL}{found.pk}/", f"{URL}{found.pk}/rejected.csv"):
        assert client.get(url).status_code == 403
