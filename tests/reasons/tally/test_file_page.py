"""Handing in a tally as a file: tried first, and its good rows kept only after confirmation."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from contactreductie.core.enums import Role
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from reasons.ingest import running
from reasons.models import Contact, IngestBatch
from tests.factories import people, raci, reasons

pytestmark = pytest.mark.django_db
URL = "/tally/paper/file/"
ROWS = "date,channel,reason,count\n2026-03-02,phone,late,3\n2026-03-02,phone,x,2\n"


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.reason("late", reasons.reason("delivery"), name_nl="Te laat")
    reasons.channel("phone")


@pytest.fixture
def leader() -> User:
    return people.team_leader()


@pytest.fixture
def desk(client: Client, leader: User) -> Client:
    client.force_login(leader)
    return client


def upload(rows: str = ROWS) -> SimpleUploadedFile:
    return SimpleUploadedFile("turflijst.csv", rows.encode())


def confirmed(desk: Client, trial: IngestBatch) -> IngestBatch:
    desk.post(f"/imports/{trial.pk}/confirm/")
    real = IngestBatch.objects.get(trial=trial)
    running.run_stored(real.pk, clock=timezone.now)
    real.refresh_from_db()
    return real


def tried(desk: Client, rows: str = ROWS) -> IngestBatch:
    desk.post(URL, {"file": upload(rows), "source": "Balie Utrecht"})
    batch = IngestBatch.objects.get()
    running.run_stored(batch.pk, clock=timezone.now)
    batch.refresh_from_db()
    return batch


def test_tally_is_tried_first_and_kept_after_confirmation(desk: Client, leader: User) -> None:
    """C-12, by a team leader from the first to the last page."""
    trial = tried(desk)

    shown = desk.get(f"/imports/{trial.pk}/")

    assert (trial.dry_run, trial.requested_by, trial.source) == (True, leader, "Balie Utrecht")
    assert Contact.objects.exists() is False
    assert shown.status_code == 200
    assert "Onbekende reden &#x27;x&#x27;." in shown.text
    assert "Contacten die nieuw zouden zijn" in shown.text
    confirmed = desk.post(f"/imports/{trial.pk}/confirm/")
    real = IngestBatch.objects.exclude(pk=trial.pk).get()
    assert confirmed["Location"] == f"/imports/{real.pk}/"
    running.run_stored(real.pk, clock=timezone.now)
    assert Contact.objects.count() == 3
    assert desk.get(f"/imports/{real.pk}/").status_code == 200
    assert [line["batch"].pk for line in desk.get(URL).context["lines"]] == [real.pk, trial.pk]


def test_tally_file_counts_for_the_team_of_who_handed_it_in(desk: Client, leader: User) -> None:
    """As a sheet that is typed over does; so the team leader finds it and can correct it."""
    raci.join(leader, raci.department("balie", is_customer_service=True))
    confirmed(desk, tried(desk, ROWS.replace("2026-03-02", timezone.localdate().isoformat())))

    listed = desk.get("/contacts/team/").context["lines"]
    week = desk.get("/team/", {"week": str(IsoWeek.of(timezone.localdate()))})

    assert [line["contact"].agent for line in listed] == [leader] * 3
    assert [line["may_correct"] for line in listed] == [True] * 3
    assert week.context["row"]["figures"].registered == 3


def test_tally_file_confirmed_by_somebody_else_stays_of_who_handed_it_in(
    desk: Client, leader: User
) -> None:
    trial = tried(desk)
    desk.force_login(people.coordinator())

    real = confirmed(desk, trial)

    assert set(Contact.objects.values_list("agent__username", flat=True)) == {leader.username}
    assert real.requested_by != leader


def test_trial_with_nothing_new_offers_nothing_to_import(desk: Client) -> None:
    trial = tried(desk, ROWS.replace("late", "y"))

    shown = desk.get(f"/imports/{trial.pk}/").text

    assert "Nu echt inlezen" not in shown
    assert "Niets in dit bestand is nieuw" in shown


def test_confirmed_trial_tells_of_the_import_that_followed(desk: Client) -> None:
    trial = tried(desk)
    before = desk.get(f"/imports/{trial.pk}/").text
    real = confirmed(desk, trial)

    after = desk.get(f"/imports/{trial.pk}/").text

    assert ("Nu echt inlezen" in before, "Nu echt inlezen" in after) == (True, False)
    assert "Deze proef is bevestigd" not in before
    assert f'<a href="/imports/{real.pk}/">Deze proef is bevestigd' in after


def test_own_tally_is_seen_by_who_handed_it_in_whoever_confirmed_it(
    desk: Client, leader: User
) -> None:
    trial = tried(desk)
    desk.force_login(people.coordinator())
    real = confirmed(desk, trial)
    desk.force_login(leader)

    assert desk.get(f"/imports/{real.pk}/").context["with_values"] is True
    assert [line["batch"].pk for line in desk.get(URL).context["lines"]] == [real.pk, trial.pk]


def test_help_with_a_refused_tally_is_about_tallies(desk: Client) -> None:
    shown = desk.get(f"/imports/{tried(desk).pk}/").text

    assert "onder dezelfde naam" in shown
    assert "klantnummers" not in shown
    assert "mappingbestand" not in shown


def test_names_of_the_own_lists_are_offered(desk: Client) -> None:
    confirmed(desk, tried(desk))

    assert '<option value="Balie Utrecht">' in desk.get(URL).text
    desk.force_login(people.team_leader("ander"))
    assert "<option" not in desk.get(URL).text


def test_list_under_a_name_in_other_capitals_counts_once(desk: Client) -> None:
    """C-1."""
    confirmed(desk, tried(desk))

    desk.post(URL, {"file": upload(), "source": "balie utrecht "})

    assert set(IngestBatch.objects.values_list("source", flat=True)) == {"Balie Utrecht"}


def test_same_list_handed_in_by_a_colleague_counts_once(desk: Client) -> None:
    """C-1: whose contacts they are is no part of what tells them apart."""
    confirmed(desk, tried(desk))
    IngestBatch.objects.all().delete()
    desk.force_login(people.team_leader("vervanger"))

    again = confirmed(desk, tried(desk))

    assert (again.created_count, again.duplicate_count, Contact.objects.count()) == (0, 3, 3)


def test_refused_rows_of_the_own_tally_can_be_repaired(desk: Client) -> None:
    trial = tried(desk)

    answer = desk.get(f"/imports/{trial.pk}/rejected.csv")

    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (row,) = csv.DictReader(content.splitlines(), delimiter=";")
    own = {"date": "2026-03-02", "channel": "phone", "reason": "x", "count": "2"}
    assert own.items() <= row.items()
    assert (row["rejected_row"], row["rejected_column"]) == ("3", "reason")
    assert row["rejected_message"] == "Onbekende reden 'x'."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"source": "Balie"}, "Bestand"),
        ({"file": upload(), "source": ""}, "Van wie is deze lijst?"),
        ({"file": upload("a,b\n1,2\n"), "source": "Balie"}, "kolom &#x27;date&#x27; ontbreekt"),
    ],
)
def test_file_that_cannot_be_taken_says_why_and_opens_nothing(
    desk: Client, data: dict[str, object], message: str
) -> None:
    page = desk.post(URL, data)

    assert page.status_code == 422
    assert message in page.text
    assert IngestBatch.objects.exists() is False


def test_team_leader_sees_no_imports_but_the_own_tallies(desk: Client, leader: User) -> None:
    trial = tried(desk)
    desk.force_login(people.team_leader("ander"))

    addresses = [f"/imports/{trial.pk}/", f"/imports/{trial.pk}/rejected.csv"]

    assert [desk.get(address).status_code for address in addresses] == [404, 404]
    assert desk.post(f"/imports/{trial.pk}/confirm/").status_code == 404
    assert desk.get("/imports/").status_code == 403
    assert desk.get(URL).context["lines"] == []


def test_administrator_sees_the_values_of_an_own_tally_only(desk: Client) -> None:
    """Section 2: what stands in other people's rows is not for who only runs the imports."""
    trial = tried(desk)
    administrator = people.user("beheerder", Role.ADMINISTRATOR)
    desk.force_login(administrator)

    others = desk.get(f"/imports/{trial.pk}/")
    IngestBatch.objects.update(requested_by=administrator)
    own = desk.get(f"/imports/{trial.pk}/")

    assert (others.context["with_values"], own.context["with_values"]) == (False, True)
    IngestBatch.objects.update(mapping={})
    assert desk.get(f"/imports/{trial.pk}/").context["with_values"] is False
    assert desk.get(f"/imports/{trial.pk}/rejected.csv").status_code == 403


def test_tally_on_the_imports_page_is_tried_first_as_well(client: Client) -> None:
    """C-12: nothing of it is kept before it is confirmed, wherever it is handed in."""
    client.force_login(people.coordinator())
    mapping = SimpleUploadedFile("tally.toml", b'[file]\nkind = "tally"\n')

    client.post("/imports/", {"file": upload(), "mapping": mapping, "source": "Balie"})

    assert IngestBatch.objects.get().dry_run is True
