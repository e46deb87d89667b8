"""How a team registers: as a whole, never per person (H-8)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop.queries.volumes import default_denominator
from feedbackloop.services import facts
from raci.models import Department
from reasons.enums import ReasonKind
from tests.factories import feedbackloop as make
from tests.factories import people, raci, reasons
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db
URL = "/team/"


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.channel("phone")
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    reasons.reason("not-delivered", delivery)
    reasons.reason("delivery-other", delivery, kind=ReasonKind.CATCH_ALL)
    reasons.reason("spam", kind=ReasonKind.NOISE)


@pytest.fixture
def team() -> Department:
    return raci.department("noord", parent=raci.department("service", is_customer_service=True))


@pytest.fixture
def leader(client: Client, team: Department) -> Client:
    client.force_login(raci.join(people.team_leader(), team))
    return client


def member(team: Department, name: str) -> User:
    return raci.join(people.agent(name), team)


def registered(agent: User, number: int, *, week: IsoWeek = W10, **fields: Any) -> None:
    moment = week.start() + timedelta(days=1, hours=9)
    drafts = [reasons.draft(moment, **fields) for _number in range(number)]
    reasons.contacts_in_bulk(drafts, agent=agent, now=moment)


def opened(client: Client, **asked: str) -> Any:
    return client.get(URL, {"week": "2026-W10", **asked})


def test_team_page_counts_the_team_and_not_the_others(leader: Client, team: Department) -> None:
    registered(member(team, "anna"), 3, customer_ref="K1")
    registered(member(team, "bo"), 1, reason="delivery-other")
    registered(member(team, "cas"), 1, reason="spam")
    registered(people.agent("elders"), 7)
    registered(User.objects.get(username="anna"), 2, direction="outbound")

    row = opened(leader).context["row"]["figures"]

    assert (row.registered, row.counted, row.catch_all, row.keyed) == (5, 4, 1, 3)
    assert opened(leader).context["row"]["catch_all"]["share"] == 1 / 4


def test_team_page_holds_registrations_against_the_offer_of_the_team(
    leader: Client, team: Department
) -> None:
    make.orders(10, W10, denominator="offered")
    make.orders(8, W10, denominator="offered:noord")
    registered(member(team, "anna"), 6)

    page = opened(leader)

    assert page.context["row"]["completeness"].share == 6 / 8
    assert "6 geregistreerd van 8 aangeboden" in page.text


def test_team_page_without_own_offer_shows_that_of_customer_service(
    leader: Client, team: Department
) -> None:
    make.orders(10, W10, denominator="offered")
    registered(member(team, "anna"), 6)
    registered(people.agent("elders"), 3)
    facts.refresh()

    found = opened(leader).context["row"]["completeness"]

    assert (found.share, found.of_team) == (9 / 10, False)


def test_team_page_without_any_offer_names_the_missing_denominator(leader: Client) -> None:
    """N-1."""
    assert opened(leader).context["row"]["completeness"] is None
    assert "noemer ontbreekt" in opened(leader).text


@pytest.fixture
def day_and_evening(team: Department) -> Department:
    """A team of two shifts, with its leader in none of them."""
    for name, agent in (("dag", "anna"), ("avond", "bo")):
        registered(member(raci.department(name, parent=team), agent), 5)
    raci.department("nacht", parent=team)  # nobody works there yet
    return team


@pytest.mark.parametrize(
    ("offers", "share"),
    [
        ({"dag": 12, "avond": 8}, 10 / 20),
        ({"dag": 12, "avond": 8, "noord": 25}, 10 / 25),
        ({"dag": 12}, None),
    ],
)
def test_team_page_adds_up_the_offer_of_the_teams_below(
    leader: Client, day_and_evening: Department, offers: dict[str, int], share: float | None
) -> None:
    for code, units in offers.items():
        make.orders(units, W10, denominator=f"offered:{code}")

    found = opened(leader, team="noord").context["row"]["completeness"]

    assert (found and found.share) == share


def test_team_page_with_the_offer_of_some_teams_only_falls_back_to_that_of_all(
    leader: Client, day_and_evening: Department
) -> None:
    make.orders(90, W10, denominator="offered")
    make.orders(12, W10, denominator="offered:dag")
    facts.refresh()

    found = opened(leader, team="noord").context["row"]["completeness"]

    assert (found.of_team, found.offered) == (False, 90)


def test_missing_offer_is_to_be_asked_of_the_coordinator_by_who_may_not_bring_it_in(
    leader: Client, team: Department
) -> None:
    asked = opened(leader).text
    leader.force_login(people.coordinator())

    assert "vraag de regisseur" in asked
    assert "vraag de regisseur" not in opened(leader, team="noord").text


def test_team_page_tells_the_middle_pace_of_enough_people_only(
    leader: Client, team: Department
) -> None:
    """H-8: with fewer than three people, or few contacts, one person's pace would show."""
    anna, bo = member(team, "anna"), member(team, "bo")
    registered(anna, 20, wrap_up_seconds=4)
    registered(bo, 20, wrap_up_seconds=10)
    assert opened(leader).context["median"] is None

    registered(member(team, "cas"), 1, wrap_up_seconds=300)

    page = opened(leader)
    assert page.context["median"] == 10
    assert page.context["row"]["figures"].hours == (20 * 4 + 20 * 10 + 300) / 3600


@pytest.mark.parametrize(("people_in_it", "each"), [(1, 40), (2, 20), (3, 9)])
def test_hours_of_few_people_or_contacts_are_not_told_in_any_week(
    leader: Client, team: Department, people_in_it: int, each: int
) -> None:
    """H-8: hours over contacts are the pace of the one who registered."""
    for number in range(people_in_it):
        agent = member(team, f"agent{number}")
        registered(agent, each, week=W10.plus(-1), wrap_up_seconds=360)
        registered(agent, 30)  # without a time, they hide nobody

    page = opened(leader)

    assert [row["figures"].hours for row in page.context["rows"]] == [None] * 8
    hours = [line.split("<")[0] for line in page.text.split('data-label="Uren registreren">')[1:]]
    assert hours == ["–"] * 8


def test_hours_of_enough_people_over_several_days_are_told_in_their_week(
    leader: Client, team: Department
) -> None:
    for number in range(3):
        agent = member(team, f"agent{number}")
        registered(agent, 10, week=W10.plus(-1), wrap_up_seconds=360)
        registered(agent, 10, week=W10, wrap_up_seconds=360)

    assert [row["figures"].hours for row in opened(leader).context["rows"]][:3] == [3, 3, None]


def test_team_page_names_no_agent(leader: Client, team: Department) -> None:
    registered(member(team, "anna"), 40, wrap_up_seconds=4)

    assert "anna" not in opened(leader).text


def test_team_page_lists_branches_with_most_under_their_catch_all(
    leader: Client, team: Department
) -> None:
    registered(member(team, "anna"), 54)
    registered(member(team, "bo"), 6, reason="delivery-other")

    (branch,) = opened(leader).context["branches"]

    assert (branch["name"], branch["figures"].contacts, branch["figures"].catch_all) == (
        "Bezorging",
        60,
        6,
    )
    assert branch["catch_all"]["tone"] == "warn"


def test_team_page_raises_no_alarm_on_few_contacts(leader: Client, team: Department) -> None:
    """N-3."""
    registered(member(team, "anna"), 1, customer_ref="K1")
    registered(member(team, "bo"), 1, reason="delivery-other")

    page = opened(leader).text

    assert "boven 10%" not in page
    assert "boven 5%" not in page
    assert page.count("weinig gegevens") == 4  # two figures, a branch and a week
    assert page.count("1 van 2") == 2


def test_team_page_leads_to_the_contacts_of_the_team(leader: Client) -> None:
    assert '<a class="btn" href="/contacts/team/">' in opened(leader).text


def test_team_page_of_another_team_is_not_there(leader: Client, team: Department) -> None:
    other = raci.department("zuid", parent=team.parent)
    member(other, "dirk")

    assert opened(leader, team="zuid").status_code == 404
    assert opened(leader, team="noord").status_code == 200


def test_team_page_shows_every_team_to_the_coordinator(client: Client, team: Department) -> None:
    client.force_login(people.coordinator())
    member(team, "anna")
    member(raci.department("zuid", parent=team.parent), "dirk")
    member(raci.department("finance"), "fin")

    assert [node.code for node in opened(client).context["teams"]] == ["noord", "zuid"]


@pytest.mark.parametrize("label", ["2999-W01", "x", "2026-W60"])
def test_team_page_of_an_impossible_week_is_not_there(leader: Client, label: str) -> None:
    assert opened(leader, week=label).status_code == 404


def test_team_page_without_a_team_says_how_to_get_one(client: Client) -> None:
    client.force_login(people.team_leader())

    assert "Je leidt nog geen team" in opened(client).text


@pytest.mark.parametrize("people_in_it", [1, 3])
def test_team_page_query_count_does_not_grow(
    leader: Client, team: Department, people_in_it: int, django_assert_num_queries: Any
) -> None:
    for number in range(people_in_it):
        registered(member(team, f"agent{number}"), 2)
        registered(
            User.objects.get(username=f"agent{number}"), 2, week=W10.plus(-number), reason="spam"
        )

    with django_assert_num_queries(13):
        opened(leader)


def test_contacts_offered_never_divide_totals() -> None:
    make.orders(10, W10, denominator="offered")
    make.orders(5, W10)

    found = default_denominator()
    assert found is not None
    assert found.code == "orders"


def test_team_page_opens_on_the_last_complete_week(leader: Client, team: Department) -> None:
    """On Monday morning the week itself has nothing to tell yet."""
    this_week = IsoWeek.of(timezone.localdate())

    page = leader.get(URL)
    assert page.context["week"] == this_week.plus(-1)
    assert leader.get(URL, {"week": page.context["next"]}).context["week"] == this_week
