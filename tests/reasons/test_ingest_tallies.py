"""Files of counts from paper (C-12): a row is as many contacts as it says."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactreductie.core.csv_files import RefusedFile
from reasons.ingest import running
from reasons.ingest.mapping import Mapping, RefusedMapping
from reasons.models import Contact, ContactReason, IngestBatch, RejectedRow
from reasons.services import ingest
from tests.factories import imports, reasons
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db
TALLY = imports.mapping("tally")


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    reasons.reason("late", delivery, name_nl="Te laat")
    reasons.reason("damaged", delivery, name_nl="Kapot", requires=(reasons.carrier("dhl", "ups"),))
    reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")


def row(count: str = "3", **fields: str) -> dict[str, str]:
    """A row that passes, of which a test may spoil one field."""
    values = {"date": "2026-03-02", "channel": "phone", "reason": "late", "count": count}
    return values | {"dim:carrier": ""} | fields


def tallied(folder: Path, *rows: dict[str, str], **options: Any) -> IngestBatch:
    return imports.import_file(imports.csv_file(folder, *rows), TALLY, **options)


def counted() -> Counter[tuple[str, str]]:
    return Counter(Contact.objects.values_list("reason__code", "channel__code"))


def test_tally_row_becomes_as_many_contacts_at_noon_of_its_day(tmp_path: Path) -> None:
    batch = tallied(tmp_path, row("3"), row("2", channel="Chat"))

    counts = imports.counts(batch)
    assert counts == {"read": 2, "created": 5, "duplicate": 0, "rejected": 0, "reasons_created": 0}
    assert counted() == {("late", "phone"): 3, ("late", "chat"): 2}
    moments = set(Contact.objects.values_list("occurred_at", flat=True))
    assert moments == {amsterdam("2026-03-02 12:00")}


def test_tally_reads_paths_dimensions_and_dates_as_people_write_them(tmp_path: Path) -> None:
    path = imports.written(
        tmp_path,
        b"date;channel;reason_path;count;dim:carrier\n"
        b"2-3-2026;Telefoon;Bezorging > Te laat;2;\n"
        b"2026-03-03;CHAT;bezorging > kapot;1;dhl\n",
    )

    imports.import_file(path, TALLY)

    assert counted() == {("late", "phone"): 2, ("damaged", "chat"): 1}
    assert str(Contact.objects.get(reason__code="damaged").dimensions.get().value) == "DHL"


@pytest.mark.parametrize("name", ["Te laat", "te  LAAT", "Too late", "late"])
def test_tally_takes_the_name_of_a_reason_for_its_code(tmp_path: Path, name: str) -> None:
    """A channel may be called by its name as well."""
    ContactReason.objects.filter(code="late").update(name_en="Too late")

    batch = tallied(tmp_path, row("2"), row("2", reason=name, date="2026-03-03"))

    assert imports.rejections(batch) == []
    assert counted() == {("late", "phone"): 4}


def test_reason_by_name_and_by_code_is_the_same_count(tmp_path: Path) -> None:
    batch = tallied(tmp_path, row("2"), row("4", reason="Te laat"))

    assert [found[0] for found in imports.rejections(batch)] == [3]
    assert tallied(tmp_path, row("2", reason="te laat")).duplicate_count == 2


def test_reason_by_a_name_that_several_have_has_to_be_given_by_its_code(tmp_path: Path) -> None:
    returns = reasons.reason("returns", name_nl="Retour")
    reasons.reason("returns-late", returns, name_nl="Te laat")

    batch = tallied(tmp_path, row("2", reason="Te laat"))

    assert imports.rejections(batch) == [
        (2, "reason", "Te laat", "'Te laat' is de naam van meer dan één reden. Geef de code.")
    ]


def test_reason_by_name_is_the_one_that_was_in_use_on_the_day(tmp_path: Path) -> None:
    old = reasons.reason("old", name_nl="Te laat", valid_until=date(2026, 2, 28))
    ContactReason.objects.filter(code="late").update(valid_from=date(2026, 3, 1))

    tallied(tmp_path, row("2", reason="Te laat"), row("1", reason="Te laat", date="2026-02-27"))

    assert counted() == {("late", "phone"): 2, (old.code, "phone"): 1}


def test_name_of_a_branch_is_no_reason_to_count(tmp_path: Path) -> None:
    batch = tallied(tmp_path, row("2", reason="Bezorging"))

    assert [found[3] for found in imports.rejections(batch)] == ["Onbekende reden 'Bezorging'."]


def test_name_of_a_reason_makes_no_other_one_of_that_name(tmp_path: Path) -> None:
    ContactReason.objects.filter(code="late").update(name_nl="Vertraagd")

    batch = tallied(tmp_path, row("2", reason="Vertraagd"), create=True)

    assert (batch.reasons_created_count, counted()) == (0, {("late", "phone"): 2})


@pytest.mark.parametrize("name", ["balie utrecht", "  Balie   Utrecht ", "BALIE UTRÉCHT"])
def test_name_of_a_list_is_spelt_as_it_was_before(tmp_path: Path, name: str) -> None:
    """C-1: else the same list would count twice."""
    tallied(tmp_path, row("3"), source="Balie Utrecht")

    assert running.source_of(TALLY, name) == "Balie Utrecht"
    assert running.source_of(TALLY, "  Balie  Zwolle ") == "Balie Zwolle"


def test_name_of_a_system_stays_as_it_is_written(tmp_path: Path) -> None:
    tallied(tmp_path, row("3"), source="Balie")

    assert running.source_of(Mapping(), "BALIE") == "BALIE"


def test_tally_in_a_workbook_with_real_dates_and_numbers(tmp_path: Path) -> None:
    lines = [
        ["date", "channel", "reason", "count"],
        [datetime(2026, 3, 2), "phone", "late", 12],  # noqa: DTZ001 - as a spreadsheet has it
    ]

    batch = imports.import_file(imports.workbook(tmp_path, ("Turflijst", lines)), TALLY)

    assert (batch.created_count, counted()) == (12, {("late", "phone"): 12})
    assert Contact.objects.first().occurred_at == amsterdam("2026-03-02 12:00")


def test_tally_again_adds_nothing_and_a_higher_count_adds_the_difference(tmp_path: Path) -> None:
    """C-1: of one list a day, channel and reason count once."""
    tallied(tmp_path, row("3"))
    again = tallied(tmp_path, row("3"))
    more = tallied(tmp_path, row("1", date="2026-03-01"), row("5"))

    assert (again.created_count, again.duplicate_count) == (0, 3)
    assert (more.created_count, more.duplicate_count) == (3, 3)
    assert Contact.objects.count() == 6


def test_tally_of_another_list_counts_as_well(tmp_path: Path) -> None:
    tallied(tmp_path, row("3"), source="Balie Utrecht")
    tallied(tmp_path, row("3"), source="Balie Zwolle")

    assert Contact.objects.count() == 6


@pytest.mark.parametrize(
    ("spoilt", "column", "message"),
    [
        ({"reason": "x"}, "reason", "Onbekende reden 'x'."),
        ({"reason": ""}, "reason", "Kies precies één hoofdreden."),
        ({"channel": "fax"}, "channel", "Onbekend kanaal 'fax'."),
        ({"channel": ""}, "channel", "Kies een kanaal."),
        ({"count": "0"}, "count", "'0' is geen geheel getal van 1 tot en met 999."),
        ({"count": "1000"}, "count", "'1000' is geen geheel getal van 1 tot en met 999."),
        ({"count": "2,5"}, "count", "'2,5' is geen geheel getal van 1 tot en met 999."),
        ({"count": ""}, "count", "'' is geen geheel getal van 1 tot en met 999."),
        ({"date": ""}, "date", "De datum ontbreekt."),
        ({"date": "maandag"}, "date", "'maandag' is geen datum in de vorm 2026-03-02."),
        ({"date": "2026-03-10"}, "date", "Het tijdstip ligt in de toekomst."),
        ({"reason": "damaged"}, "dim:carrier", "Kies een bezorgdienst bij deze reden."),
    ],
)
def test_bad_row_is_listed_with_its_number_and_the_good_ones_go_in(
    tmp_path: Path, spoilt: dict[str, str], column: str, message: str
) -> None:
    """C-12: "Rij 3: onbekende reden 'x'." """
    batch = tallied(tmp_path, row("2"), row(date="2026-03-03") | spoilt, row(date="2026-03-04"))

    (found,) = imports.rejections(batch)
    assert (found[0], found[1], found[3]) == (3, column, message)
    assert batch.created_count == 5


def test_day_channel_and_reason_in_two_rows_are_to_be_added_up(tmp_path: Path) -> None:
    """Which of the two is the count? Also when the rows call the channel by other names."""
    batch = tallied(tmp_path, row("2"), row("4", channel="Telefoon"))

    assert imports.rejections(batch) == [
        (3, "count", "4", "Dit is al geteld in rij 2. Zet het totaal in één rij.")
    ]
    assert Contact.objects.count() == 2


def test_tally_of_today_before_noon_is_of_now(tmp_path: Path) -> None:
    tallied(tmp_path, row("2", date="2026-03-09"))

    assert set(Contact.objects.values_list("occurred_at", flat=True)) == {MONDAY}


def test_refused_row_of_a_tally_can_be_repaired_under_its_own_columns(tmp_path: Path) -> None:
    batch = tallied(tmp_path, row("2", reason="x", date="2-3-2026"))

    kept = RejectedRow.objects.get(batch=batch).row
    assert kept == row("2", reason="x", date="2026-03-02")
    repaired = tallied(tmp_path, kept | {"reason": "late"})
    assert repaired.created_count == 2


def test_tally_without_its_columns_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = imports.csv_file(tmp_path, imports.row())

    with pytest.raises(RefusedFile) as refused:
        imports.import_file(path, TALLY)

    assert refused.value.parameters["column"] == "date"


def test_column_count_means_nothing_in_any_other_file(tmp_path: Path) -> None:
    """Files of other systems have columns of all names."""
    batch = imports.import_file(imports.csv_file(tmp_path, imports.row(count="7", reason="late")))

    assert batch.created_count == 1


@pytest.mark.parametrize(
    "document",
    [{"file": {"kind": "x"}}, {"file": {"kind": 1}}, {"columns": {"count": "n"}}],
)
def test_mapping_with_another_kind_or_a_count_of_no_tally_is_refused(
    document: dict[str, Any],
) -> None:
    with pytest.raises(RefusedMapping):
        Mapping.from_document(document)


def test_rehearsal_of_a_tally_counts_as_the_import_does_and_keeps_nothing(tmp_path: Path) -> None:
    rows = [row("3"), row("0", date="2026-03-03"), row("2", channel="chat"), row("9")]

    rehearsal = imports.rehearse_file(imports.csv_file(tmp_path, *rows), TALLY)

    counts = (rehearsal.read, rehearsal.created, rehearsal.duplicate, rehearsal.rejected_count)
    assert counts == (4, 5, 0, 2)
    assert Contact.objects.exists() is False


def test_tally_is_written_in_short_transactions(tmp_path: Path) -> None:
    """A row may be hundreds of contacts; agents go on saving meanwhile."""
    rows = [row("300", date=f"2026-03-0{day}") for day in range(1, 8)]
    job = running.open_job(imports.csv_file(tmp_path, *rows), TALLY, source="test", create=False)
    safe: list[int] = []

    running.import_by_hand(job, clock=lambda: MONDAY, report=safe.append)

    assert safe == [2, 4, 6, 7]
    assert Contact.objects.count() == 2100


def test_tally_taken_up_again_still_knows_what_was_counted_before(tmp_path: Path) -> None:
    """The rows that are in already are passed over, and the second row is still the second."""
    rows = [row("2"), row("1", date="2026-03-03"), row("4")]
    path = imports.csv_file(tmp_path, *rows)
    job = running.open_job(path, TALLY, source="test", create=False)
    batch = running.take_up(job, requested_by=None, clock=lambda: MONDAY)
    ingest.renew(batch, now=MONDAY, rows_done=2)
    batch.refresh_from_db()

    running.import_job(job, batch, clock=lambda: MONDAY, report=lambda _done: None)

    batch.refresh_from_db()
    assert (batch.rows_done, batch.created_count, batch.rejected_count) == (3, 0, 1)


ROWS = st.dictionaries(
    st.tuples(st.integers(1, 8), st.sampled_from(["phone", "chat"]), st.sampled_from(["", "x"])),
    st.integers(-1, 40),
    max_size=12,
    min_size=1,
)


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(ROWS)
def test_contacts_equal_the_counts_of_the_good_rows(
    tmp_path: Path, numbers: dict[tuple[int, str, str], int]
) -> None:
    Contact.objects.all().delete()
    rows = [
        row(str(count), date=f"2026-03-0{day}", channel=channel, reason=f"late{spoilt}")
        for (day, channel, spoilt), count in numbers.items()
    ]
    path = imports.csv_file(tmp_path, *rows)

    batches = [imports.import_file(path, TALLY) for _ in range(2)]

    good = {key: count for key, count in numbers.items() if count > 0 and not key[2]}
    found = Counter(Contact.objects.values_list("local_date__day", "channel__code"))
    assert found == {(day, channel): good[day, channel, ""] for day, channel, _ in good}
    assert [batch.created_count for batch in batches] == [sum(good.values()), 0]
    assert {batch.rejected_count for batch in batches} == {len(numbers) - len(good)}
