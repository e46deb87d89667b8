"""Typing a paper tally over (C-12): looked over with its sums, confirmed once."""

import uuid
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as product
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from contactreductie.core.models import AuditEvent, User
from reasons.forms.tally_sheet import SheetForm, typed_reasons
from reasons.models import Contact, ContactReason, DimensionValue
from reasons.queries import tally as queries
from reasons.queries.catalog import Catalog
from tests.factories import people, reasons
from tests.factories.clock import amsterdam

pytestmark = pytest.mark.django_db
URL = "/tally/paper/"
NOW = amsterdam("2026-03-09 15:00")


def cell(reason: str, channel: str, value: str = "") -> str:
    """The name of a number on the sheet."""
    catalog = Catalog.load()
    values = str(DimensionValue.objects.get(code=value).pk) if value else ""
    return f"n-{catalog.tree.by_code[reason].id}-{catalog.channels[channel].pk}-{values}"


def filled_in(step: str, numbers: dict[str, Any], **fields: Any) -> dict[str, Any]:
    values = {"sheet": str(uuid.uuid4()), "day": timezone.localdate().isoformat(), "step": step}
    return values | numbers | fields


def counted() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in Contact.objects.values_list("reason__code", "channel__code"):
        found[row] = found.get(row, 0) + 1
    return found


def test_sheet_has_a_line_for_each_reason_and_each_value_it_demands(desk: Client) -> None:
    """C-8."""
    form = desk.get(URL).context["form"]

    names = [typed.name for typed in form.typed()]
    assert names == ["Te laat", "Niet bezorgd – DHL", "Niet bezorgd – UPS"]


def test_look_over_shows_the_sums_and_saves_nothing(desk: Client) -> None:
    numbers = {
        cell("late", "phone"): "3",
        cell("late", "chat"): "4",
        cell("not-delivered", "chat", "dhl"): "5",
    }

    page = desk.post(URL, filled_in("review", numbers))

    form = page.context["form"]
    assert page.status_code == 200
    assert [typed.total for typed in form.typed()] == [7, 5, 0]
    assert form.totals() == [("Telefoon", 3), ("Chat", 9)]
    assert form.total() == 12
    assert "12 contacten bevestigen" in page.text
    assert Contact.objects.exists() is False


def test_confirmed_twice_a_sheet_counts_once(desk: Client, agent: User) -> None:
    """C-1."""
    numbers = {cell("late", "phone"): "3", cell("not-delivered", "chat", "dhl"): "2"}
    data = filled_in("confirm", numbers)

    first, again = (desk.post(URL, data, follow=True).text for _ in range(2))

    assert "5 contacten geregistreerd op" in first
    assert "0 contacten geregistreerd op" in again
    assert "5 waren er al." in again
    assert counted() == {("late", "phone"): 3, ("not-delivered", "chat"): 2}
    values = {row.value.code for c in Contact.objects.all() for row in c.dimensions.all()}
    assert values == {"dhl"}
    assert set(Contact.objects.values_list("agent", "source")) == {(agent.pk, "tally-sheet")}


def test_change_goes_back_to_the_sheet_with_its_numbers_and_its_id(desk: Client) -> None:
    data = filled_in("edit", {cell("late", "phone"): "3"})

    page = desk.post(URL, data)

    assert (page.status_code, page.context["is_review"]) == (200, False)
    assert f'value="{data["sheet"]}"' in page.text
    assert [field.value() for field in page.context["form"].typed()[0].fields] == ["3", None]


def test_another_reason_is_added_as_a_line_and_keeps_what_was_typed(desk: Client) -> None:
    data = filled_in("add", {cell("late", "phone"): "3"}, more="damaged")

    form = desk.post(URL, data).context["form"]

    assert [typed.name for typed in form.typed()] == ["Te laat", "Kapot"]
    assert form.typed()[0].fields[0].value() == "3"
    assert form["more"].value() == ""


@pytest.mark.parametrize("number", ["-1", "1000", "1,5", "x"])
def test_number_that_is_none_is_named_and_nothing_is_saved(desk: Client, number: str) -> None:
    page = desk.post(URL, filled_in("confirm", {cell("late", "phone"): number}))

    assert (page.status_code, Contact.objects.count()) == (422, 0)
    assert "Te laat, Telefoon" in page.text


def test_empty_sheet_is_refused(desk: Client) -> None:
    page = desk.post(URL, filled_in("review", {cell("late", "phone"): "0"}))

    assert page.status_code == 422
    assert "Vul in hoe vaak er iets geturfd is." in page.text


def test_old_sheet_takes_a_team_leader_and_a_reason(desk: Client) -> None:
    """Section 2."""
    day = (timezone.localdate() - timedelta(days=9)).isoformat()
    numbers = {cell("late", "phone"): "2"}

    refused = desk.post(URL, filled_in("confirm", numbers, day=day))
    desk.force_login(people.team_leader())
    unsaid = desk.post(URL, filled_in("confirm", numbers, day=day))
    saved = desk.post(URL, filled_in("confirm", numbers, day=day, late_reason="Lag nog in de la."))

    assert "Deze week is afgesloten. Vraag je teamleider." in refused.text
    assert [refused.status_code, unsaid.status_code, saved.status_code] == [422, 422, 302]
    assert Contact.objects.count() == 2
    event = AuditEvent.objects.get(verb="tally_sheet_registered")
    assert event.details == {"day": day, "created": 2, "late_reason": "Lag nog in de la."}


def test_future_day_is_refused_at_the_day(desk: Client) -> None:
    """C-5."""
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    page = desk.post(URL, filled_in("review", {cell("late", "phone"): "1"}, day=tomorrow))

    assert page.status_code == 422
    assert page.context["form"].errors["day"] == ["Het tijdstip ligt in de toekomst."]


def test_reason_that_ended_meanwhile_is_refused_and_nothing_is_saved(desk: Client) -> None:
    """C-3."""
    numbers = {cell("late", "phone"): "1", cell("damaged", "phone"): "1"}
    ContactReason.objects.filter(code="damaged").update(valid_until="2020-01-01")
    reasons.lists.touch()

    page = desk.post(URL, filled_in("confirm", numbers))

    assert (page.status_code, Contact.objects.count()) == (422, 0)
    assert "Deze reden is niet (meer) te kiezen." in page.text


def test_sheet_of_an_earlier_day_has_the_values_of_that_day_too(desk: Client) -> None:
    """C-8: what is typed for a value of another day is never left out unseen."""
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    DimensionValue.objects.filter(code="dhl").update(valid_until=yesterday)
    DimensionValue.objects.filter(code="ups").update(valid_from=today)
    reasons.lists.touch()
    dhl, ups = (cell("not-delivered", "phone", code) for code in ("dhl", "ups"))

    names = [typed.name for typed in desk.get(URL).context["form"].typed()]
    assert names == ["Te laat", "Niet bezorgd – UPS"]

    page = desk.post(URL, filled_in("review", {dhl: "2"}, day=yesterday.isoformat()))
    assert (page.status_code, page.context["form"].total()) == (200, 2)

    page = desk.post(URL, filled_in("review", {ups: "2"}, day=yesterday.isoformat()))
    assert page.status_code == 422
    assert f"pas te kiezen vanaf {today:%d-%m-%Y}." in page.text


@pytest.fixture
def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def test_older_day_with_very_many_values_keeps_the_numbers_of_today(
    desk: Client, yesterday: date
) -> None:
    """C-8: two values today; one more than a reason may have lines, yesterday."""
    dimension = DimensionValue.objects.get(code="dhl").dimension
    DimensionValue.objects.bulk_create(
        DimensionValue(dimension=dimension, code=f"c{n}", name=f"C{n}", valid_until=yesterday)
        for n in range(queries.REASON_LINES - 1)
    )
    reasons.lists.touch()
    numbers = {cell("late", "phone"): "1", cell("not-delivered", "phone", "dhl"): "2"}

    page = desk.post(URL, filled_in("review", numbers, day=yesterday.isoformat()))

    form = page.context["form"]
    assert [typed.name for typed in form.typed()] == ["Te laat", "Niet bezorgd – DHL"]
    assert (page.status_code, form.total()) == (200, 3)
    assert [reason.code for reason in page.context["left_out"]] == ["not-delivered"]
    desk.post(URL, filled_in("confirm", numbers, day=yesterday.isoformat()))
    assert counted() == {("late", "phone"): 1, ("not-delivered", "phone"): 2}


@pytest.mark.parametrize(
    ("room", "names"),
    [
        (3, ["Te laat", "Niet bezorgd – UPS", "Niet bezorgd – DHL"]),
        (2, ["Te laat", "Niet bezorgd – DHL"]),
    ],
)
def test_full_sheet_keeps_its_numbers_and_takes_no_line_more(
    agent: User, monkeypatch: pytest.MonkeyPatch, yesterday: date, room: int, names: list[str]
) -> None:
    """C-8: at the limit of what can be sent, with two channels."""
    monkeypatch.setattr(queries, "SHEET_FIELDS", room * 2)
    DimensionValue.objects.filter(code="dhl").update(valid_from=timezone.localdate())
    reasons.lists.touch()
    numbers = {cell("late", "phone"): "1", cell("not-delivered", "phone", "dhl"): "2"}
    data = QueryDict(urlencode(filled_in("edit", numbers, day=yesterday.isoformat())))
    catalog = Catalog.load()

    form = SheetForm(
        data,
        catalog=catalog,
        reasons=typed_reasons(data, catalog),
        today=timezone.localdate(),
    )

    assert form.is_valid()
    assert [typed.name for typed in form.typed()] == names
    assert form.total() == 3
    assert [reason.code for reason in form.left_out] == ["not-delivered"][: len(names) == 2]


def test_numbers_stay_when_a_second_day_is_chosen(desk: Client, yesterday: date) -> None:
    """C-8: what could be chosen on neither day is refused by name, not lost."""
    DimensionValue.objects.filter(code="dhl").update(valid_until=yesterday - timedelta(days=1))
    reasons.lists.touch()
    numbers = {cell("not-delivered", "phone", "dhl"): "2"}

    page = desk.post(URL, filled_in("confirm", numbers, day=yesterday.isoformat()))

    assert (page.status_code, Contact.objects.count()) == (422, 0)
    assert "'DHL' was te kiezen tot en met" in unescape(page.text)


def test_numbers_stay_when_a_reason_demands_more_meanwhile(desk: Client) -> None:
    """C-8."""
    numbers = {cell("late", "phone"): "2"}
    late = ContactReason.objects.get(code="late")
    late.required_dimensions.add(DimensionValue.objects.get(code="dhl").dimension)
    reasons.lists.touch()

    page = desk.post(URL, filled_in("confirm", numbers))

    assert (page.status_code, Contact.objects.count()) == (422, 0)
    typed = {line.name: line.fields[0].value() for line in page.context["form"].typed()}
    assert typed == {"Te laat – DHL": None, "Te laat – UPS": None, "Te laat": "2"}


def test_sheet_leaves_out_what_asks_for_one_of_very_many_values(desk: Client) -> None:
    dimension = DimensionValue.objects.get(code="dhl").dimension
    DimensionValue.objects.bulk_create(
        DimensionValue(dimension=dimension, code=f"c{n}", name=f"C{n}") for n in range(14)
    )
    reasons.lists.touch()

    for page in (desk.get(URL), desk.get(f"{URL}blank/")):
        assert [reason.code for reason in page.context["left_out"]] == ["not-delivered"]
        assert "Niet op deze lijst" in page.text


def test_sheet_is_never_longer_than_a_form_can_send(agent: User) -> None:
    tree = Catalog.load().tree
    many = [tree.by_code["late"]] * 600

    lines, left_out = queries.sheet_lines(many, Catalog.load(), timezone.localdate())

    assert len(lines) * 2 <= queries.SHEET_FIELDS < product.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert len(lines) + len(left_out) == 600


def test_empty_sheet_to_print_has_the_same_lines_with_room_for_date_and_name(
    desk: Client,
) -> None:
    page = desk.get(f"{URL}blank/")

    names = ["Te laat", "Niet bezorgd – DHL", "Niet bezorgd – UPS"]
    assert page.context["lines"] == names
    assert all(word in page.text for word in ("Datum", "Naam", "Telefoon", "Chat", *names))
