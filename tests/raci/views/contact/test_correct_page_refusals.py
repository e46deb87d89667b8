"""The correction page when something is wrong, late or changed, and what it tells of before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.models import User
from reasons.models import Contact, ContactVersion
from reasons.services import corrections
from tests.factories import people, raci
from tests.raci.views.contact.desk import registered, sent, url

pytestmark = pytest.mark.django_db


def test_correct_page_refusal_keeps_the_input_and_opens_what_is_wrong(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent)
    data = sent(agent_client, contact, customer_ref="<x>", note="ingedeukt")

    answer = agent_client.post(url(contact), data)

    assert answer.status_code == 422
    assert "Klantnummer heeft niet de juiste vorm." in answer.text
    assert "ingedeukt" in answer.text
    assert '<details class="disclosure" open>' in answer.text


def test_correct_page_demanded_dimension_is_asked_for(agent_client: Client, agent: User) -> None:
    """C-8."""
    contact = registered(agent)

    answer = agent_client.post(url(contact), sent(agent_client, contact, reason="damaged"))

    assert "Kies een bezorgdienst bij deze reden." in answer.text
    assert [bound.name for bound in answer.context["form"].wanted_dimensions()] == ["dim:carrier"]


def test_correct_page_changed_meanwhile_shows_by_whom_and_goes_on_from_there(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent)
    data = sent(agent_client, contact, channel="chat")
    leader = raci.join(people.team_leader(), agent.membership.department)
    draft = replace(corrections.draft_of(contact), reason="invoice")
    corrections.correct_contact(
        contact, draft, seen=contact.changed_at, actor=leader, now=timezone.now()
    )

    answer = agent_client.post(url(contact), data)

    assert answer.status_code == 409
    assert "Iemand heeft dit zojuist gewijzigd." in answer.text
    assert "Reden: Niet bezorgd → Factuur" in answer.text
    assert answer.context["form"]["channel"].value() == "chat"
    again = data | {"seen": answer.context["form"]["seen"].value(), "reason": "invoice"}
    assert agent_client.post(url(contact), again).status_code == 302
    assert Contact.objects.get().channel.code == "chat"


@pytest.mark.parametrize("seen", ["", "gisteren", "2026-03-09"])
def test_correct_page_without_what_was_seen_is_a_conflict(
    agent_client: Client, agent: User, seen: str
) -> None:
    contact = registered(agent)

    answer = agent_client.post(url(contact), sent(agent_client, contact, note="x") | {"seen": seen})

    assert answer.status_code == 409


def test_correct_page_after_a_day_says_whom_to_ask(agent_client: Client, agent: User) -> None:
    """C-11."""
    contact = registered(agent, age=timedelta(hours=25))

    page = agent_client.get(url(contact))
    answer = agent_client.post(url(contact), {"reason": "invoice", "channel": "chat"})

    for response in (page, answer):
        assert "Deze week is afgesloten. Vraag je teamleider." in response.text
        assert response.context["form"] is None
    assert (page.status_code, answer.status_code) == (200, 422)


def test_correct_page_in_the_doubled_hour_keeps_which_of_the_two_it_was(client: Client) -> None:
    """C-5: 02:30 on 25 October 2026, once in summer time and once in winter time."""
    coordinator = people.coordinator()
    client.force_login(coordinator)
    for hour, season in ((0, "summer"), (1, "winter")):
        moment = datetime(2026, 10, 25, hour, 30, 12, tzinfo=UTC)
        contact = registered(coordinator, occurred_at=moment, late_reason="lijst")
        data = sent(client, contact, note="x")

        assert (data["occurred_at"], data["season"]) == ("2026-10-25T02:30", season)
        assert client.post(url(contact), data).status_code == 302
        assert Contact.objects.get(pk=contact.pk).occurred_at == moment


def test_correct_page_history_tells_who_changed_what(agent_client: Client, agent: User) -> None:
    contact = registered(agent, customer_ref="K1", note="doos nat")
    draft = replace(
        corrections.draft_of(contact),
        reason="damaged",
        dimensions={"carrier": "dhl"},
        note="<b>droog</b>",
        customer_ref="K2",
        asked_by_us=True,
    )
    corrections.correct_contact(
        contact, draft, seen=contact.changed_at, actor=agent, now=timezone.now()
    )

    changes = agent_client.get(url(contact)).context["history"]
    page = agent_client.get(url(contact)).text

    assert [change.title for change in changes] == ["Gecorrigeerd", "Geregistreerd"]
    assert changes[0].lines == (
        "Reden: Niet bezorgd → Beschadigd",
        "Kenmerken: – → DHL",
        "Toelichting: “doos nat” → “<b>droog</b>”",
        "Door ons gevraagd: nee → ja",
        "Klant gewijzigd",
    )
    assert "&lt;b&gt;droog&lt;/b&gt;" in page
    keys = {version.content["customer_key"] for version in ContactVersion.objects.all()}
    assert not any(key in page for key in keys)


@pytest.mark.parametrize("change_count", [1, 3])
def test_correct_page_query_count_does_not_grow(
    agent_client: Client, agent: User, change_count: int, django_assert_num_queries: Any
) -> None:
    contact = registered(agent, customer_ref="K1")
    for number in range(change_count):
        draft = replace(corrections.draft_of(contact), note=f"{number}")
        seen, now = contact.changed_at, timezone.now()
        contact = corrections.correct_contact(contact, draft, seen=seen, actor=agent, now=now)

    with django_assert_num_queries(12):
        agent_client.get(url(contact))


def test_correct_page_of_a_colleague_says_whose_contact_it_is(client: Client, agent: User) -> None:
    contact = registered(agent)
    client.force_login(raci.join(people.team_leader(), agent.membership.department))

    assert f" · {agent}" in client.get(url(contact)).text


def test_correct_page_of_a_week_that_is_over_says_what_becomes_of_the_change(
    client: Client, agent: User
) -> None:
    told = "Deze week is afgelopen; de wijziging komt als correctie in het volgende rapport."
    client.force_login(people.coordinator())

    assert told in client.get(url(registered(agent, age=timedelta(days=7)))).text
    assert told not in client.get(url(registered(agent))).text


def test_correct_page_without_a_reason_shows_the_one_it_has(
    agent_client: Client, agent: User
) -> None:
    """C-2."""
    contact = registered(agent)

    answer = agent_client.post(url(contact), sent(agent_client, contact, reason=""))

    assert answer.status_code == 422
    assert answer.context["form"]["reason"].value() == "not-delivered"
