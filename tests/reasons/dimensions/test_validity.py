"""C-8: the day of the contact decides which values it may have."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from contactreductie.core.refusals import Refusal
from reasons.models import Contact, ContactReason, DimensionValue, RejectedRow
from reasons.queries import tally
from reasons.queries.catalog import Catalog
from reasons.services import corrections, taxonomy
from reasons.services.drafts import check_draft
from reasons.services.taxonomy import ReasonDraft
from tests.api.client import client_of
from tests.factories import imports, people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY, amsterdam
from tests.refusals import worded

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = MONDAY.date()
REFUSED = "'DHL' was te kiezen tot en met {:%d-%m-%Y}."


@pytest.fixture(autouse=True)
def lists() -> None:
    """PostNL for ever; DHL until yesterday; UPS from tomorrow on. By the clock of the tests."""
    make.reason("damaged", requires=(make.carrier("postnl", "dhl", "ups"),))
    make.channel("phone")
    bound(TODAY)


def bound(today: date) -> None:
    DimensionValue.objects.filter(code="dhl").update(valid_until=today - DAY)
    DimensionValue.objects.filter(code="ups").update(valid_from=today + DAY)
    make.lists.touch()


def checked(carrier: str, moment: datetime) -> str:
    draft = make.draft(moment, reason="damaged", dimensions={"carrier": carrier})
    found = check_draft(draft, catalog=Catalog.load(), now=MONDAY + 3 * DAY)
    return found.values[0].code


@pytest.mark.parametrize(
    ("carrier", "moment"),
    [
        ("postnl", "2020-01-01 10:00"),
        ("dhl", "2026-03-08 23:59"),  # its last day
        ("DHL", "2020-01-01 10:00"),
        ("ups", "2026-03-10 00:00"),  # its first day
    ],
)
def test_value_of_the_day_is_accepted_on_its_first_and_last_day(carrier: str, moment: str) -> None:
    """C-8."""
    assert checked(carrier, amsterdam(moment)) == carrier.casefold()


@pytest.mark.parametrize(
    ("carrier", "moment", "message", "english"),
    [
        (
            "dhl",
            "2026-03-09 00:00",
            "'DHL' was te kiezen tot en met 08-03-2026.",
            "'DHL' could be chosen up to and including 08-03-2026.",
        ),
        (
            "ups",
            "2026-03-09 23:59",
            "'UPS' is pas te kiezen vanaf 10-03-2026.",
            "'UPS' can be chosen from 10-03-2026 on.",
        ),
    ],
)
def test_value_of_another_day_is_refused_and_the_bound_is_told(
    carrier: str, moment: str, message: str, english: str
) -> None:
    """C-8."""
    with pytest.raises(Refusal) as refused:
        checked(carrier, amsterdam(moment))
    assert (refused.value.rule, refused.value.field) == ("C-8", "dim:carrier")
    assert (worded(refused, "nl"), worded(refused, "en")) == (message, english)


def test_import_rejects_the_row_with_an_ended_value_and_keeps_the_older_one(tmp_path: Path) -> None:
    """C-8, C-12: also where an import may make what is missing."""
    moments = ("2026-03-06T10:00", "2026-03-09T06:00")
    rows = [
        imports.row(number, reason="damaged", occurred_at=moment) | {"dim:carrier": "DHL"}
        for number, moment in enumerate(moments)
    ]

    batch = imports.import_file(imports.csv_file(tmp_path, *rows), create=True)

    bad = RejectedRow.objects.get(batch=batch)
    assert (bad.column, bad.value) == ("dim:carrier", "DHL")
    with translation.override("nl"):
        assert bad.text == "'DHL' was te kiezen tot en met 08-03-2026."
        assert bad.text_without_values == "'…' was te kiezen tot en met 08-03-2026."
    assert [row.local_date for row in Contact.objects.all()] == [date(2026, 3, 6)]
    assert DimensionValue.objects.count() == 3


def test_api_refuses_an_ended_value() -> None:
    """C-8."""
    today = timezone.localdate()
    bound(today)
    body = {
        "id": "0b8f2f5e-52ad-4ac4-9b10-0b6a7a1f2f11",
        "occurred_at": timezone.now().isoformat(),
        "channel": "phone",
        "reason": "damaged",
        "dimensions": {"carrier": "dhl"},
    }
    answer = client_of(people.agent()).send("/api/v1/contacts/", body)
    assert answer.status_code == 422
    assert REFUSED.format(today - DAY) in answer.text


@pytest.fixture
def desk(client: Client) -> Client:
    bound(timezone.localdate())
    client.force_login(people.agent())
    return client


def offered(page: Any) -> list[str]:
    choices = page.context["form"]["dim:carrier"].field.widget.choices
    return [code for code, _name in choices if code]


def test_register_page_offers_the_values_of_today(desk: Client) -> None:
    assert offered(desk.get("/register/")) == ["postnl"]


def test_register_page_offers_the_values_of_the_day_of_a_late_entry(desk: Client) -> None:
    """The form knows the day as soon as it was sent."""
    yesterday = f"{timezone.localdate() - DAY}T10:00"
    sent = {
        "id": "0b8f2f5e-52ad-4ac4-9b10-0b6a7a1f2f11",
        "reason": "damaged",
        "channel": "phone",
        "occurred_at": yesterday,
    }
    page = desk.post("/register/", sent)
    assert (page.status_code, offered(page)) == (422, ["dhl", "postnl"])

    assert desk.post("/register/", sent | {"dim:carrier": "dhl"}).status_code == 302
    assert Contact.objects.get().dimension_codes == {"carrier": "dhl"}


def test_register_page_keeps_the_input_when_a_value_ended_meanwhile(desk: Client) -> None:
    """C-8."""
    sent = {
        "id": "0b8f2f5e-52ad-4ac4-9b10-0b6a7a1f2f11",
        "reason": "damaged",
        "channel": "phone",
        "dim:carrier": "dhl",
        "note": "Doos nat.",
    }
    page = desk.post("/register/", sent)
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "dim:carrier": [REFUSED.format(timezone.localdate() - DAY)]
    }
    assert page.context["form"]["note"].value() == "Doos nat."


def test_correction_keeps_a_value_of_the_day_of_the_contact() -> None:
    """C-8, C-11: that it ended since changes nothing."""
    friday = amsterdam("2026-03-06 10:00")
    contact = make.contact(friday, reason="damaged", dimensions={"carrier": "dhl"})
    wanted = replace(corrections.draft_of(contact), note="Doos nat.")
    by = {"seen": contact.changed_at, "actor": people.coordinator(), "now": MONDAY}

    corrections.correct_contact(contact, wanted, catalog=Catalog.load(), **by)
    moved = replace(wanted, occurred_at=amsterdam("2026-03-09 06:00"))
    with pytest.raises(Refusal) as refused:
        corrections.correct_contact(contact, moved, catalog=Catalog.load(), **by)

    assert refused.value.rule == "C-8"
    kept = Contact.objects.get()
    assert (kept.note, kept.dimension_codes) == ("Doos nat.", {"carrier": "dhl"})


def test_tally_asks_for_the_values_of_today(desk: Client) -> None:
    assert desk.get("/tally/").context["asks"]["carrier"]["values"] == [["postnl", "POSTNL"]]


def test_paper_has_a_line_for_the_values_of_its_day_and_for_what_was_sent() -> None:
    catalog = Catalog.load()
    reasons = [catalog.tree.by_code["damaged"]]

    def codes(lines: list[tally.Line]) -> list[str]:
        return [value.code for line in lines for value in line.values]

    yesterday, _left_out = tally.sheet_lines(reasons, catalog, TODAY - DAY)
    assert codes(yesterday) == ["dhl", "postnl"]
    assert codes(tally.sheet_lines(reasons, catalog, TODAY)[0]) == ["postnl"]
    assert codes(tally.sheet_lines(reasons, catalog, TODAY, yesterday)[0]) == ["postnl", "dhl"]


def test_reason_may_have_the_name_of_a_value_that_ended() -> None:
    """R-6: what was a value may become a reason, not both at once."""
    with pytest.raises(Refusal) as refused:
        taxonomy.create_reason(ReasonDraft("ups", "Vraag over - UPS"), actor=None, now=MONDAY)
    assert refused.value.rule == "R-6"
    taxonomy.create_reason(ReasonDraft("dhl", "DHL"), actor=None, now=MONDAY)
    assert ContactReason.objects.filter(name_nl="DHL").exists()


@pytest.mark.parametrize("column", ["dim:carrier", "dim:shop"])
def test_value_that_an_import_makes_has_no_bounds(tmp_path: Path, column: str) -> None:
    """C-8, C-12: contacts of any day have it at once, and others may have it later."""
    moments = ("2016-03-07T10:00", "2026-03-09T06:00")
    rows = [
        imports.row(number, reason="damaged", occurred_at=moment)
        | {"dim:carrier": "PostNL", column: "Nieuw"}
        for number, moment in enumerate(moments)
    ]

    batch = imports.import_file(imports.csv_file(tmp_path, *rows), create=True)

    assert not RejectedRow.objects.filter(batch=batch).exists()
    made = DimensionValue.objects.get(name="Nieuw")
    assert (made.valid_from, made.valid_until) == (None, None)
    assert made.dimension.code == column.removeprefix("dim:")
    assert [row.local_date.year for row in made_contacts(made)] == [2016, 2026]


def made_contacts(value: DimensionValue) -> list[Contact]:
    return list(Contact.objects.filter(dimensions__value=value).order_by("local_date"))
