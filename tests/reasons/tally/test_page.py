"""Counting by taps: one tap is one contact, with and without a script."""

import json
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from contactreductie.core.models import User
from reasons.models import Contact
from reasons.queries import tally as queries
from reasons.queries.catalog import Catalog
from reasons.services import contacts, pins
from tests.factories import people, reasons, tally
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
URL = "/tally/"
JSON = {"Accept": "application/json"}
# Session, person with roles; the token of the lists; own use, recent reasons and pins; the day's
# counts, the day's taps, and the last contact.
QUERIES = 9


def tap(reason: str = "late", channel: str = "phone", **fields: Any) -> dict[str, Any]:
    """What a button sends without a script."""
    return {"id": str(uuid.uuid4()), "tap": json.dumps([reason, channel])} | fields


def sent(agent: User, **fields: Any) -> dict[str, Any]:
    """What the script sends of a tap."""
    values = {"id": str(uuid.uuid4()), "reason": "late", "channel": "phone", "source": "tally"}
    return values | {"agent": agent.pk} | fields


def buttons(desk: Client) -> list[tuple[int, str, list[int]]]:
    """Place, reason and counts of each row."""
    rows = desk.get(URL).context["rows"]
    return [(r["place"], r["reason"].code, [cell["count"] for cell in r["cells"]]) for r in rows]


def test_tap_registers_one_contact_of_now_without_customer(desk: Client, agent: User) -> None:
    before = timezone.now()

    answer = desk.post(URL, tap(channel="chat"), follow=True)

    contact = Contact.objects.get()
    assert answer.redirect_chain == [(URL, 302)]
    assert (contact.reason.code, contact.channel.code) == ("late", "chat")
    assert (contact.source, contact.customer_key, contact.agent) == ("tally", "", agent)
    assert before <= contact.occurred_at <= timezone.now()
    assert "Geregistreerd: Te laat · Chat" in answer.text
    assert answer.context["channel"].code == "chat"


def test_tap_sent_twice_counts_once_and_another_button_of_that_page_counts_too(
    desk: Client,
) -> None:
    """C-1: the page was sent twice, by a double click or a lost answer."""
    first = tap()
    other = tap("damaged", id=first["id"])

    for data in (first, first, other):
        assert desk.post(URL, data).status_code == 302

    found = Contact.objects.values_list("reason__code", flat=True)
    assert sorted(found) == ["damaged", "late"]


def test_tap_on_a_demanding_reason_asks_and_counts_nothing_until_it_knows(desk: Client) -> None:
    """C-8."""
    data = tap("not-delivered")

    asked = desk.post(URL, data)

    assert (asked.status_code, Contact.objects.count()) == (422, 0)
    assert "Kies een bezorgdienst bij deze reden." in asked.text
    assert [field.name for field in asked.context["asked"]] == ["dim:carrier"]
    assert desk.post(URL, data | {"dim:carrier": "dhl"}).status_code == 302
    assert Contact.objects.get().dimensions.get().value.code == "dhl"


@pytest.mark.parametrize(
    ("reason", "channel", "message"),
    [
        ("delivery", "phone", "Deze reden is niet (meer) te kiezen."),
        ("late", "fax", "Onbekend kanaal &#x27;fax&#x27;."),
        ("x", "phone", "Onbekende reden &#x27;x&#x27;."),
    ],
)
def test_tap_that_breaks_a_rule_is_refused(
    desk: Client, reason: str, channel: str, message: str
) -> None:
    """C-3, C-4."""
    answer = desk.post(URL, tap(reason, channel))

    assert (answer.status_code, Contact.objects.count()) == (422, 0)
    assert message in answer.text


def test_enter_where_there_is_nothing_to_tap_counts_nothing(desk: Client) -> None:
    answer = desk.post(URL, {"id": str(uuid.uuid4()), "tap": ""})

    assert (answer.status_code, Contact.objects.count()) == (302, 0)


@pytest.mark.parametrize("value", ["x", "[]", '["late"]', '["late", 1]', "{}", '"late"', "7"])
def test_tap_that_is_none_is_refused(desk: Client, value: str) -> None:
    answer = desk.post(URL, {"id": str(uuid.uuid4()), "tap": value})

    assert (answer.status_code, Contact.objects.count()) == (422, 0)


def test_tap_by_script_is_answered_as_on_the_register_page(desk: Client, agent: User) -> None:
    data = sent(agent)

    first, again = (desk.post(URL, data, headers=JSON) for _ in range(2))

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert first.json()["contact"]["id"] == data["id"]
    assert Contact.objects.get().source == "tally"


def test_tap_by_script_under_another_account_is_refused(desk: Client, agent: User) -> None:
    """C-9: somebody else logged in on this computer since the page was opened."""
    colleague = people.agent("collega")

    answer = desk.post(URL, sent(agent) | {"agent": colleague.pk}, headers=JSON)

    assert (answer.status_code, Contact.objects.count()) == (403, 0)


def test_sheet_shows_own_counts_of_today_by_reason_and_channel(desk: Client, agent: User) -> None:
    now = timezone.now()
    for fields in ({}, {}, {"channel": "chat"}, {"source": "web"}):
        tally.tapped(agent, **fields)
    tally.tapped(people.agent("collega"))
    yesterday = reasons.draft(now - timedelta(days=1), reason="late", source="tally")
    contacts.register_contact(yesterday, actor=agent, now=now)
    outbound = reasons.draft(now, reason="late", direction="outbound")
    contacts.register_contact(outbound, actor=agent, now=now)

    page = desk.get(URL)

    assert buttons(desk)[0] == (1, "late", [3, 1])
    assert page.context["total"] == 4


def test_sheet_fills_free_places_with_own_use_and_leaves_pinned_ones(
    desk: Client, agent: User
) -> None:
    """Pinned ones keep their place; what is used takes the free ones, up to twelve."""
    pins.pin(agent=agent, slot=20, reason="late")
    tally.tapped(agent, channel="chat")
    reasons.contacts_in_bulk(
        [reasons.draft(timezone.now(), reason="damaged")], now=timezone.now(), agent=agent
    )

    assert [row[:2] for row in buttons(desk)] == [
        (1, "damaged"),
        (2, "not-delivered"),
        (20, "late"),
    ]


def test_sheet_fills_itself_by_how_often_a_reason_was_used() -> None:
    """Use of the weeks before this one, so that places change on Mondays only."""
    agent = people.agent()
    many = [reasons.draft(MONDAY - timedelta(days=3, hours=n), reason="late") for n in range(3)]
    few = [reasons.draft(MONDAY - timedelta(days=2), reason="damaged")]
    for drafts in (many, few):
        reasons.contacts_in_bulk(drafts, now=MONDAY - timedelta(days=1), agent=agent)

    filled = queries.places(agent, Catalog.load(), MONDAY)

    assert [(place, node.code) for place, node in filled.items()] == [(1, "late"), (2, "damaged")]


def test_sheet_holds_twelve_by_use_and_leaves_out_what_cannot_be_chosen(agent: User) -> None:
    """C-3: an ended reason stays pinned, and has no button."""
    extra = [reasons.reason(f"r{number:02}") for number in range(14)]
    drafts = [reasons.draft(MONDAY - timedelta(days=3), reason=node.code) for node in extra]
    reasons.contacts_in_bulk(drafts, now=MONDAY - timedelta(days=2), agent=agent)
    extra[0].valid_until = date(2026, 3, 8)
    extra[0].save()

    filled = queries.places(agent, Catalog.load(), MONDAY)

    assert list(filled) == list(range(1, 13))
    codes = [node.code for node in filled.values()]
    assert codes == ["late", "not-delivered", *(f"r{number:02}" for number in range(1, 11))]


def test_sheet_without_any_reason_shows_the_way_to_choose(client: Client) -> None:
    client.force_login(people.agent("nieuw"))

    page = client.get(URL)

    assert "Je turflijst is nog leeg" in page.text
    assert 'href="/tally/places/"' in page.text


@pytest.mark.parametrize("taps", [1, 3])
def test_sheet_takes_the_same_queries_for_any_number_of_taps(
    desk: Client, agent: User, taps: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(taps):
        tally.tapped(agent)
    desk.get(URL)

    with django_assert_num_queries(QUERIES):
        desk.get(URL)
