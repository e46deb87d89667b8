"""My contacts: for one person, and of that person alone (H-8)."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.models import User
from reasons.enums import LegKind
from reasons.models import Contact
from reasons.queries import mine
from reasons.services import answers, contacts
from reasons.services.drafts import LegDraft
from tests.factories import people, reasons, signals
from tests.factories.clock import amsterdam

pytestmark = pytest.mark.django_db
URL = "/contacts/mine/"
NOW = amsterdam("2026-03-11 15:00")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is opened on a Wednesday afternoon."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    reasons.reason("not-delivered", name_nl="Niet bezorgd")
    reasons.channel("phone", name_nl="Telefoon")


def registered(actor: User, at: datetime = NOW, **fields: Any) -> Contact:
    draft = reasons.draft(**({"occurred_at": at} | fields))
    return contacts.register_contact(draft, actor=actor, now=at).contact


def shown(client: Client, query: str = "") -> list[str]:
    lines = client.get(URL + query).context["lines"]
    return [line["contact"].note for line in lines]


def test_mine_page_lists_todays_own_contacts_the_newest_first(
    agent_client: Client, agent: User
) -> None:
    midnight = amsterdam("2026-03-11 00:00")
    for hours, note in ((-1, "gisteren"), (0, "eerste"), (9, "tweede")):
        registered(agent, midnight + timedelta(hours=hours), note=note)
    registered(people.agent("collega"), note="van een ander")

    assert shown(agent_client) == ["tweede", "eerste"]


def test_mine_page_goes_by_the_day_of_registering(agent_client: Client, agent: User) -> None:
    registered(agent, NOW, occurred_at=NOW - timedelta(days=3), note="laat ingevoerd")

    assert shown(agent_client) == ["laat ingevoerd"]


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("?day=2026-03-10", ["gisteren"]),
        ("?day=2026-03-01", ["gisteren"]),  # no further back than can be corrected
        ("?day=2026-03-12", ["vandaag"]),
        ("?day=morgen", ["vandaag"]),
        ("?day=2026-03-11&page=99", ["vandaag"]),
    ],
)
def test_mine_page_shows_the_day_within_the_own_term(
    agent_client: Client, agent: User, query: str, notes: list[str]
) -> None:
    registered(agent, NOW - timedelta(days=1), note="gisteren")
    registered(agent, note="vandaag")

    assert shown(agent_client, query) == notes


def test_mine_page_offers_to_correct_what_still_can_be(agent_client: Client, agent: User) -> None:
    """C-11: 24 hours."""
    early = registered(agent, NOW - timedelta(hours=25))
    late = registered(agent, NOW - timedelta(hours=23))

    page = agent_client.get(URL + "?day=2026-03-10").text

    assert f"/contacts/{late.pk}/correct/" in page
    assert f"/contacts/{early.pk}/correct/" not in page
    assert f"/contacts/{early.pk}/first-time-right/" in page


def test_mine_page_days_go_back_as_far_as_the_role_allows() -> None:
    assert str(mine.first_day(people.agent(), NOW)) == "2026-03-10"
    assert str(mine.first_day(people.team_leader(), NOW)) == "2026-03-04"
    assert mine.first_day(people.coordinator(), NOW) is None


def test_mine_page_300_contacts_come_in_pages(agent_client: Client, agent: User) -> None:
    drafts = [reasons.draft(NOW) for _number in range(300)]
    reasons.contacts_in_bulk(drafts, now=NOW, agent=agent)

    page = agent_client.get(URL)

    assert (len(page.context["lines"]), page.context["page"].paginator.num_pages) == (50, 6)
    assert "300 contacten" in page.text


@pytest.mark.parametrize("contact_count", [1, 3])
def test_mine_page_query_count_does_not_grow(
    agent_client: Client, agent: User, contact_count: int, django_assert_num_queries: Any
) -> None:
    for number in range(contact_count):
        due = LegDraft(LegKind.CALLBACK, due_at=NOW + timedelta(days=1))
        contact = registered(agent, note=f"{number}", legs=(due,))
        signals.first_time_right(contact, agent)
        signals.customer_signal(contact, agent)
        signals.proposal(agent)

    with django_assert_num_queries(11):
        agent_client.get(URL)


def test_mine_page_without_anything_says_what_will_stand_here(agent_client: Client) -> None:
    page = agent_client.get(URL).text

    assert "Vandaag nog niets geregistreerd" in page
    assert "Een terugbelafspraak met een klant staat hier" in page
    assert "Meld het met Niet in 1x goed of Klantsignaal" in page
    assert page.count("nog te weinig") == 2


# --- My pace -----------------------------------------------------------------------------------


def with_pace(actor: User, *seconds: int | None, at: datetime = NOW) -> None:
    for value in seconds:
        registered(actor, at, wrap_up_seconds=value)


def test_pace_is_the_median_of_today_and_of_four_weeks(agent_client: Client, agent: User) -> None:
    with_pace(agent, 2, 3, 4, 9, 30, None)
    with_pace(agent, 10, 10, at=NOW - timedelta(days=27))
    with_pace(agent, 99, 99, 99, at=NOW - timedelta(days=29))
    with_pace(people.agent("collega"), 1, 1, 1, 1, 1)

    pace = agent_client.get(URL).context["pace"]

    assert (pace.today, pace.weeks) == (4, 9)


def test_pace_of_fewer_than_five_is_too_little(agent: User) -> None:
    with_pace(agent, 2, 3, 4, 9, None)
    assert mine.pace(agent, NOW).today is None

    with_pace(agent, 8)
    assert mine.pace(agent, NOW).today == 4


def test_pace_of_an_even_number_is_shown_with_a_decimal(agent_client: Client, agent: User) -> None:
    with_pace(agent, 2, 3, 4, 5, 6, 7)

    assert "4,5 s" in agent_client.get(URL).text


# --- Promises, and what became of what was brought up -------------------------------------------


def test_promises_are_the_own_open_ones_the_first_due_in_front(
    agent_client: Client, agent: User
) -> None:
    for days in (3, 1, 2):
        due = LegDraft(LegKind.CALLBACK, due_at=NOW + timedelta(days=days))
        registered(agent, legs=(due,))
    done = registered(agent, legs=(LegDraft(LegKind.CALLBACK, due_at=NOW + timedelta(days=1)),))
    done.legs.update(done_at=NOW, done_by=agent)
    registered(agent, legs=(LegDraft(LegKind.TRANSFER, "Logistiek"),))
    registered(people.agent("collega"), legs=(LegDraft(LegKind.CALLBACK, due_at=NOW + HOUR),))

    promises = agent_client.get(URL).context["promises"]

    assert [(leg.due_at - NOW).days for leg in promises] == [1, 2, 3]


def test_promise_past_its_term_says_so(agent_client: Client, agent: User) -> None:
    due = LegDraft(LegKind.CALLBACK, due_at=NOW - HOUR)
    registered(agent, NOW - timedelta(days=2), legs=(due,))

    assert "te laat" in agent_client.get(URL).text


def test_brought_up_unread_answers_stand_first(agent_client: Client, agent: User) -> None:
    contact, coordinator = registered(agent), people.coordinator()
    closed = signals.proposal(agent, now=NOW)
    waiting = signals.first_time_right(contact, agent, now=NOW - timedelta(days=2))
    answered = signals.customer_signal(contact, agent, now=NOW - timedelta(days=3))
    for item in (closed, answered):
        answers.answer(item, text="Dank je.", actor=coordinator, now=NOW)
    answers.close(closed, actor=agent, now=NOW)
    signals.proposal(people.agent("collega"))

    page = agent_client.get(URL)

    assert [line["item"] for line in page.context["signals"]] == [answered, waiting, closed]
    assert [line["is_unread"] for line in page.context["signals"]] == [True, False, False]
    assert "Er is een antwoord op wat je meldde" in page.text
    assert "Antwoord van regisseur, 11 maart 15:00" in page.text


def test_brought_up_more_than_twenty_says_there_is_more(agent_client: Client, agent: User) -> None:
    for _number in range(21):
        signals.proposal(agent)

    page = agent_client.get(URL)

    assert len(page.context["signals"]) == 20
    assert "Oudere staan hier niet bij." in page.text


def read(client: Client, item: Any) -> Any:
    return client.post(f"{URL}{item.what}/{item.pk}/read/")


def test_answer_read_closes_it(agent_client: Client, agent: User) -> None:
    """S-1: the follow-up is guarded until the agent has seen it."""
    item = signals.customer_signal(registered(agent), agent)
    answers.answer(item, text="Dank je.", actor=people.coordinator(), now=NOW)

    assert read(agent_client, item).status_code == 302
    assert read(agent_client, item).status_code == 302
    item.refresh_from_db()
    assert item.state == "closed"


def test_answer_read_of_a_colleague_or_without_an_answer(agent_client: Client, agent: User) -> None:
    theirs = signals.proposal(people.agent("collega"))
    unanswered = signals.proposal(agent)

    assert read(agent_client, theirs).status_code == 404
    assert read(agent_client, unanswered).status_code == 409
    for path in (f"nothing/{unanswered.pk}", f"missing-reason/{uuid.uuid4()}"):
        assert agent_client.post(f"{URL}{path}/read/").status_code == 404
