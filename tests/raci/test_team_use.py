"""What the team registers most, for who is new to it."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from contactreductie.core.models import User
from raci.queries import team_use
from tests.factories import people, raci, reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists() -> None:
    cache.clear()
    reasons.channel()
    for code in ("late", "damaged"):
        reasons.reason(code)


def registered(agent: User, code: str, number: int, *, days_ago: int) -> None:
    moment = MONDAY - timedelta(days=days_ago)
    drafts = [reasons.draft(moment, reason=code) for _number in range(number)]
    reasons.contacts_in_bulk(drafts, agent=agent, now=moment)


def test_team_use_counts_the_team_over_whole_weeks_before_this_one() -> None:
    org = raci.organisation()
    newcomer = raci.join(people.agent("nieuw"), org.team)
    registered(org.agent, "late", 2, days_ago=3)
    registered(org.agent, "damaged", 1, days_ago=0)  # this week: from next Monday on
    registered(org.agent, "damaged", 1, days_ago=40)  # too long ago
    registered(people.agent("elders"), "damaged", 5, days_ago=3)

    assert team_use.team_use(newcomer, MONDAY) == {"late": 2}


def test_team_use_of_somebody_without_team_is_empty(client: Client) -> None:
    client.force_login(people.agent())

    answer = client.get("/register/team-use/")

    assert json.loads(answer.content) == {}
    assert answer["Cache-Control"] == "private, max-age=3600"


def test_team_use_stays_the_same_within_the_day() -> None:
    """The keys may not change under somebody's fingers."""
    org = raci.organisation()
    before = team_use.team_use(org.agent, MONDAY)
    registered(org.agent, "late", 2, days_ago=3)

    assert team_use.team_use(org.agent, MONDAY) == before == {}
