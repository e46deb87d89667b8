"""What channels bring, and why they are there (V-4, W-6, H-7)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contactreductie.core.enums import Role
from contactreductie.core.iso_week import IsoWeek
from feedbackloop.services import facts, volumes
from raci.enums import ChannelMeasure
from reasons.enums import ReasonKind
from reasons.models import Channel
from tests.factories import channels as make
from tests.factories import feedbackloop as loop
from tests.factories import people, raci, reasons
from tests.factories.clock import MONDAY, amsterdam
from tests.factories.feedbackloop import W10
from tests.factories.raci import Organisation
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db
URL = "/channels/"


@pytest.fixture
def org() -> Organisation:
    made = raci.organisation()
    raci.customer_vision(made.manager)
    reasons.channel("phone", name_nl="Telefoon", position=1)
    reasons.channel("chat", name_nl="Chat", position=2)
    reasons.reason("not-delivered", made.reason)
    reasons.reason("invoice", made.reason)
    reasons.reason("spam", kind=ReasonKind.NOISE)
    return made


@pytest.fixture
def visitor(client: Client, org: Organisation) -> Client:
    client.force_login(org.coordinator)
    return client


def phone() -> Channel:
    return Channel.objects.get(code="phone")


def contact(moment: str, customer: str = "", **fields: Any) -> None:
    reasons.contact(amsterdam(moment), customer_ref=customer, **fields)


def delivered(denominator: str, units: int, week: IsoWeek = W10) -> None:
    row = {"period": str(week), "denominator": denominator, "units": str(units)}
    assert volumes.record_volumes([(2, row)], source="x", now=MONDAY).rejected == []


def listed(client: Client) -> dict[str, Any]:
    facts.refresh()
    rows = client.get(URL).context["rows"]
    return {row.channel.code: row.figures for row in rows}


def test_list_before_the_first_contacts_says_so(visitor: Client) -> None:
    text = page(visitor, URL)
    assert "Er is nog geen volledige week met contacten." in text
    assert "geen doel vastgelegd" in text


def test_ratio_is_contacts_over_units_of_the_weeks_that_have_units(visitor: Client) -> None:
    """N-1: (30 + 30) / (100 + 300) = 15.0 per 100, not the mean of 30 and 10."""
    loop.series("not-delivered", [8, 30, 30])
    loop.contacts(W10, 9, reason="spam")
    delivered("orders", 100, W10.plus(-1))
    delivered("orders", 300)
    figures = listed(visitor)["phone"]
    assert (figures.contacts, figures.ratio.per_100) == (68, 15.0)
    assert (figures.ratio.weeks_known, figures.ratio.weeks) == (2, 3)
    assert "2 van 3 weken" in page(visitor, URL)


@pytest.mark.parametrize(
    ("units", "words"), [(None, "noemer ontbreekt"), (0, "n.v.t. (noemer is 0)")]
)
def test_ratio_without_units_is_words(visitor: Client, units: int | None, words: str) -> None:
    """N-1"""
    loop.contacts(W10, 10, reason="not-delivered")
    if units is not None:
        delivered("orders", units)
    assert listed(visitor)["phone"].ratio.per_100 is None
    assert words in page(visitor, URL)


def test_switches_are_counted_at_the_channel_they_leave(visitor: Client) -> None:
    """H-7: K1 phone to chat, K2 mail to mail: 1 of 2 = 50%."""
    reasons.channel("email", name_nl="E-mail", position=3)
    contact("2026-03-02 10:00", "K1", reason="not-delivered")
    contact("2026-03-06 10:00", "K1", reason="not-delivered", channel="chat", referred_by_us=True)
    contact("2026-03-03 10:00", "K2", reason="invoice", channel="email")
    contact("2026-03-07 10:00", "K2", reason="invoice", channel="email")
    contact("2026-03-04 10:00", "K3", reason="not-delivered")
    figures = listed(visitor)
    assert [
        (switches.elsewhere, switches.repeats, switches.referred)
        for switches in (figures[code].switches for code in ("phone", "email", "chat"))
    ] == [(1, 1, 1), (0, 1, 0), (0, 0, 0)]
    total = visitor.get(URL).context["overview"].switches
    assert (total.elsewhere, total.repeats, total.share) == (1, 2, 0.5)
    assert "1 door ons verwezen" in page(visitor, URL)


def test_switches_are_silent_where_too_few_customers_are_known(visitor: Client) -> None:
    """H-5"""
    contact("2026-03-02 10:00", "K1", reason="not-delivered")
    contact("2026-03-06 10:00", "K1", reason="not-delivered", channel="chat")
    loop.contacts(W10, 10, reason="not-delivered")
    listed(visitor)
    assert "te weinig bekende klanten" in page(visitor, URL)


def test_given_up_is_shown_beside_what_was_offered(visitor: Client) -> None:
    """K-1, W-6: 30 / 600 = 5%; and neither becomes the denominator of totals."""
    loop.contacts(W10, 10, reason="not-delivered")
    delivered("abandoned:phone", 30)
    delivered("offered:phone", 600)
    figures = listed(visitor)
    assert figures["phone"].abandoned.share == 0.05
    assert figures["chat"].abandoned is None
    text = page(visitor, URL)
    assert "30 van 600" in text
    assert "niet aangeleverd" in text
    assert figures["phone"].ratio.missing == "denominator_missing"


def test_cost_and_contacts_outside_opening_hours_follow_the_charter(
    visitor: Client, org: Organisation
) -> None:
    """V-4: half past eight to half past five on weekdays, in local time."""
    hours = {str(day): [["08:30", "17:30"]] for day in range(1, 6)}
    charter = {"opening_hours": hours, "cost_per_contact": Decimal("4.50")}
    make.charter(phone(), actor=org.coordinator, owner=org.logistics, **charter)
    for moment in ("02 08:29", "02 08:30", "02 17:29", "02 17:30", "07 12:00"):
        contact(f"2026-03-{moment}", reason="not-delivered")
    contact("2026-03-07 12:00", reason="not-delivered", channel="chat")
    figures = listed(visitor)
    outside = figures["phone"].outside
    assert (outside.part, outside.whole, figures["phone"].cost) == (3, 5, Decimal("22.50"))
    assert (figures["chat"].outside, figures["chat"].cost) == (None, None)


def test_local_time_decides_in_summer(client: Client, org: Organisation, monkeypatch: Any) -> None:
    """08:30 in summer is 06:30 UTC; in winter it is 07:30."""
    hours = {"1": [["08:30", "09:00"]]}
    make.charter(phone(), actor=org.coordinator, owner=org.logistics, opening_hours=hours)
    summer = amsterdam("2026-07-06 08:30")
    reasons.contact(summer, reason="not-delivered", now=summer + timedelta(days=1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: amsterdam("2026-07-14 09:00"))
    client.force_login(org.coordinator)
    outside = listed(client)["phone"].outside
    assert (outside.part, outside.whole) == (0, 1)


def test_review_that_is_due_is_told_to_all_and_asked_of_the_owner(
    client: Client, org: Organisation
) -> None:
    """V-4"""
    past = {"now": amsterdam("2025-03-03 10:00"), "review_date": date(2026, 3, 9)}
    make.charter(phone(), actor=org.coordinator, owner=org.logistics, **past)
    said = "Kanaal 'Telefoon' is aan herziening toe."
    for user, asked in ((org.head, True), (org.agent, False)):
        client.force_login(user)
        assert said in page(client, URL)
        text = page(client, f"{URL}phone/")
        assert (said in text, "Leg vast dat het blijft" in text) == (True, asked)
    org.agent.language = "en"
    org.agent.save()
    assert "Channel 'Telefoon' is due for review." in page(client, URL)


def test_running_symptom_measure_is_a_warning_with_cause_and_end(
    visitor: Client, org: Organisation
) -> None:
    """W-6"""
    make.charter(phone(), actor=org.coordinator, owner=org.logistics)
    make.decision(phone(), actor=org.coordinator)
    for url in (URL, f"{URL}phone/"):
        text = page(visitor, url)
        assert "van 2 maart 2026 tot en met 31 maart 2026" in text
        assert "Oorzaak: Te weinig mensen in de avond." in text
        assert "minder contacten in deze periode tellen niet als reductie" in text


def test_symptom_measure_that_has_ended_warns_no_longer(visitor: Client, org: Organisation) -> None:
    """W-6"""
    make.charter(phone(), actor=org.coordinator, owner=org.logistics)
    make.decision(phone(), actor=org.coordinator, ends_on=date(2026, 3, 8))
    make.decision(phone(), actor=org.coordinator, measure=ChannelMeasure.KEPT, ends_on=None)
    assert "tellen niet als reductie" not in page(visitor, URL)


def test_added_channel_compares_contacts_per_customer(visitor: Client, org: Organisation) -> None:
    """V-4: 4 contacts of 3 customers before, 4 of 2 after; 13 weeks each, noise left out."""
    added = date(2025, 12, 1)
    charter = {"added_on": added, "expected_volume": 40}
    make.charter(phone(), actor=org.coordinator, owner=org.logistics, **charter)
    contact("2025-09-01 10:00", "K9", reason="not-delivered")
    for moment, customer in (("11-03", "K1"), ("11-10", "K1"), ("11-30", "K2")):
        contact(f"2025-{moment} 10:00", customer, reason="not-delivered")
    contact("2025-11-11 10:00", "K3", reason="spam")
    for moment in ("2025-12-01", "2025-12-02", "2026-03-01"):
        contact(f"{moment} 10:00", "K1", reason="not-delivered")
    contact("2026-02-01 10:00", "K4", reason="invoice", channel="chat")
    contact("2026-03-02 10:00", "K5", reason="invoice")
    facts.refresh()
    found = visitor.get(f"{URL}phone/").context["added"]
    assert (found.before.contacts, found.before.customers, found.before.average) == (4, 3, 4 / 3)
    assert (found.after.contacts, found.after.customers, found.after.average) == (4, 2, 2.0)


def test_channel_added_lately_is_not_judged_yet(visitor: Client, org: Organisation) -> None:
    charter = {"added_on": date(2026, 1, 5), "expected_volume": 40}
    make.charter(phone(), actor=org.coordinator, owner=org.logistics, **charter)
    text = page(visitor, f"{URL}phone/")
    assert "bekend na 5 april 2026" in text
    assert "te weinig historie" in text


def test_list_takes_the_same_queries_for_one_channel_and_for_three(
    visitor: Client, org: Organisation
) -> None:
    Channel.objects.filter(code="chat").delete()
    counts = []
    loop.contacts(W10, 10, reason="not-delivered")
    facts.refresh()
    for number in (1, 3):
        while Channel.objects.count() < number:
            reasons.channel(f"c{Channel.objects.count()}")
        for channel in Channel.objects.all():
            make.charter(channel, actor=org.coordinator, owner=org.logistics)
        visitor.get(URL)
        with CaptureQueriesContext(connection) as queries:
            assert len(visitor.get(URL).context["rows"]) == number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_unknown_channel_is_not_there(visitor: Client) -> None:
    page(visitor, f"{URL}fax/", 404)


def test_who_reads_no_counts_reads_no_channels(client: Client, org: Organisation) -> None:
    client.force_login(people.user("privacy", Role.PRIVACY_OFFICER))
    page(client, URL, 403)
