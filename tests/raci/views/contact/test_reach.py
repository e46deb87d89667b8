"""Who gets to which contact, in the panel and in the list of the team."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from raci.models import Department
from reasons.models import Contact
from tests.factories import people, raci
from tests.raci.views.contact.desk import PANEL, registered, sent, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["correct", "withdraw", "first-time-right", "signal"])
def test_contact_page_in_the_panel_has_no_house_around_it(
    agent_client: Client, agent: User, page: str
) -> None:
    contact = registered(agent)

    answer = agent_client.get(url(contact, page), headers=PANEL)

    assert answer.text.lstrip().startswith("<div data-panel-content>")
    assert "<nav" not in answer.text
    assert '<h2 class="workpanel__title" id="workpanel-title"' in answer.text


def test_correction_in_the_panel_tells_what_the_contact_is_now(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent)
    data = sent(agent_client, contact, reason="invoice")

    answer = agent_client.post(url(contact), data, headers=PANEL).json()

    assert (answer["message"], answer["event"]) == ("Gecorrigeerd.", "contact:corrected")
    shown = answer["detail"]["contact"]
    assert (shown["id"], shown["reason"], shown["name"]) == (str(contact.pk), "invoice", "Factuur")


def test_undoing_in_the_panel_tells_which_contact_is_gone(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent)

    answer = agent_client.post(url(contact, "withdraw"), headers=PANEL).json()

    assert (answer["event"], answer["detail"]) == ("contact:withdrawn", {"id": str(contact.pk)})


@pytest.mark.parametrize("page", ["correct", "withdraw", "first-time-right", "signal"])
def test_contact_of_somebody_else_is_as_if_it_were_not_there(
    client: Client, agent: User, team: Department, page: str
) -> None:
    """Section 2: the own contacts, those of the team, all."""
    contact = registered(agent)
    other_team = raci.department("avond", parent=team.parent)
    owner = people.user("eigenaar", Role.AGENT, Role.DEPARTMENT_OWNER)
    raci.assign(contact.reason, raci.department("logistics", head=owner))
    visitors = {
        agent: 200,
        raci.join(people.agent("collega"), team): 404,
        raci.join(people.team_leader(), team): 200,
        raci.join(people.team_leader("avondleider"), other_team): 404,
        people.coordinator(): 200,
        owner: 404,  # who answers for the reason reads the row, elsewhere
        people.user("privacy", Role.AGENT, Role.PRIVACY_OFFICER): 404,
    }

    for visitor, status in visitors.items():
        client.force_login(visitor)
        assert client.get(url(contact, page)).status_code == status, visitor.username
    assert client.get(f"/contacts/{uuid.uuid4()}/{page}/").status_code == 404


def test_team_page_lists_the_contacts_of_the_own_team(
    client: Client, agent: User, team: Department
) -> None:
    registered(agent)
    stranger = raci.join(people.agent("avond"), raci.department("avond", parent=team.parent))
    registered(stranger, reason="invoice")
    client.force_login(raci.join(people.team_leader(), team))

    page = client.get("/contacts/team/")

    assert [line["contact"].reason.code for line in page.context["lines"]] == ["not-delivered"]
    assert page.context["lines"][0]["may_correct"] is True


LIMIT = "Ouder dan 7 dagen? Vraag de regisseur."


def test_team_page_says_whom_to_ask_where_the_own_reach_ends(
    client: Client, agent: User, team: Department
) -> None:
    """C-11."""
    long_ago = timezone.localdate() - timedelta(days=30)
    registered(agent)
    client.force_login(raci.join(people.team_leader(), team))
    assert LIMIT not in client.get("/contacts/team/").text

    page = client.get("/contacts/team/", {"day": long_ago.isoformat()})

    assert LIMIT in page.text
    client.force_login(people.coordinator())
    assert LIMIT not in client.get("/contacts/team/", {"day": long_ago.isoformat()}).text


def test_team_page_with_a_contact_out_of_reach_says_whom_to_ask(
    client: Client, agent: User, team: Department
) -> None:
    contact = registered(agent)
    Contact.objects.update(recorded_at=contact.recorded_at - timedelta(days=8))
    client.force_login(raci.join(people.team_leader(), team))

    page = client.get("/contacts/team/", {"day": contact.local_date.isoformat()})

    assert [line["may_correct"] for line in page.context["lines"]] == [False]
    assert LIMIT in page.text


def test_team_page_belongs_to_the_own_contacts_in_the_menu(
    client: Client, team: Department
) -> None:
    client.force_login(raci.join(people.team_leader(), team))

    items = [
        item
        for group in client.get("/contacts/team/").context["navigation"]
        for item in group["items"]
    ]

    assert [item["url"] for item in items if item["current"]] == ["/contacts/mine/"]


@pytest.mark.parametrize("contact_count", [1, 3])
def test_team_page_query_count_does_not_grow(
    client: Client,
    agent: User,
    team: Department,
    contact_count: int,
    django_assert_num_queries: Any,
) -> None:
    for _number in range(contact_count):
        registered(agent)
    client.force_login(raci.join(people.team_leader(), team))

    with django_assert_num_queries(6):
        client.get("/contacts/team/")


def test_after_a_change_a_leader_is_back_at_the_list_of_that_day(
    client: Client, agent: User, team: Department
) -> None:
    """Where the contact of somebody else was found."""
    contact = registered(agent, age=timedelta(days=1))
    client.force_login(raci.join(people.team_leader(), team))
    found_on = f"/contacts/team/?day={contact.local_date.isoformat()}"

    page = client.get(url(contact))
    corrected = client.post(url(contact), sent(client, contact, reason="invoice"))
    withdrawn = client.post(url(contact, "withdraw"))

    assert f'<a href="{found_on}">Contacten van het team</a>' in page.text
    assert (corrected["Location"], withdrawn["Location"]) == (found_on, found_on)
