"""Improvement actions by machine."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contactreductie.core.enums import Role, TokenScope
from contactreductie.core.iso_week import AMSTERDAM
from feedbackloop.services import facts
from raci.enums import ActionState
from raci.models import Department, ImprovementAction, Membership
from raci.services import vision
from reasons.models import ContactReason
from tests.api.client import ApiClient, client_of
from tests.factories import feedbackloop, people, raci
from tests.factories.feedbackloop import W10

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
URL = "/api/v1/actions/"
REASON = "not-delivered"


@pytest.fixture
def logistics() -> Department:
    department = feedbackloop.department("logistics")
    feedbackloop.accountable(ContactReason.objects.get(code="delivery"), department)
    vision.publish_vision(
        statement="Samen minder contact.",
        principles=["De klant weet waar zijn pakket is."],
        actor=people.manager(),
        now=timezone.now(),
    )
    return department


@pytest.fixture
def head(logistics: Department) -> ApiClient:
    return client_of(logistics.head)


def proposal(**fields: Any) -> dict[str, Any]:
    return {"title": "Bericht bij vertraging", "reason": REASON, **fields}


def plan(version: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "transition": "accept",
        "version": version,
        "cause": "De klant hoort niets.",
        "side": "front",
        "principle": 1,
        "principle_why": "De klant weet het dan zelf.",
        "due_date": (timezone.now().astimezone(AMSTERDAM).date() + timedelta(weeks=4)).isoformat(),
        **fields,
    }


def take(client: ApiClient, number: int, **step: Any) -> Any:
    return client.send(f"{URL}{number}/transitions/", step)


def test_propose_action_copies_the_matrix(head: ApiClient) -> None:
    response = head.send(URL, proposal(description="Bij elke vertraging."))

    action = response.json()
    assert response.status_code == 201
    assert response.headers["Location"].endswith(f"{URL}{action['number']}/")
    assert (action["state"], action["version"], action["reason"]) == ("proposed", 1, REASON)
    assert action["roles"] == [
        {"role": "A", "department": "logistics", "person": None},
        {"role": "R", "department": "logistics", "person": None},
    ]
    assert action["transitions"] == ["accept", "cancel"]
    assert [entry["kind"] for entry in action["entries"]] == ["created"]
    assert head.get(f"{URL}{action['number']}/").json() == action


def test_propose_action_with_roles_of_its_own(head: ApiClient, logistics: Department) -> None:
    feedbackloop.department("cs", is_customer_service=True)
    people.agent("anna")
    roles = [
        {"role": "A", "department": "logistics"},
        {"role": "R", "person": "anna"},
        {"role": "I", "department": "cs"},
    ]
    action = head.send(URL, proposal(roles=roles)).json()

    given = {(role["role"], role["department"] or role["person"]) for role in action["roles"]}
    assert given == {("A", "logistics"), ("R", "anna"), ("I", "cs")}


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"title": ""}, ("title", "")),
        ({"title": 5.0e10, "reason": {}}, ("reason", "")),
        ({"reason": "x"}, ("reason", "")),
        ({"reason": "invoice"}, ("accountable", "A-1")),
        ({"roles": []}, ("accountable", "A-1")),
        ({"roles": [{"role": "A", "department": "x"}]}, ("department", "")),
        ({"roles": [{"role": "R", "person": "x"}]}, ("person", "")),
        ({"roles": [{"role": "A"}]}, ("roles", "A-1")),
        ({"roles": [{"role": "A", "department": "cs", "person": "head-cs"}]}, ("roles", "A-1")),
        ({"roles": [{"role": "Z", "department": "cs"}]}, ("roles[0].role", "")),
        ({"roles": [{"role": "A", "department": "cs"}, {"role": "R", "department": "cs"}]}, None),
    ],
)
def test_propose_action_broken_rule_is_refused(head: ApiClient, fields, place) -> None:
    feedbackloop.department("cs", is_customer_service=True)
    response = head.send(URL, proposal(**fields))

    error = response.json()["errors"][0]
    assert response.status_code == 422
    assert place in (None, (error["field"], error["rule"]))
    assert error["rule"] == "A-2" or place is not None
    assert ImprovementAction.objects.count() == 0


def test_propose_action_setting_roles_is_not_for_agents(logistics: Department) -> None:
    client = client_of(people.agent())
    roles = [{"role": "A", "department": "logistics"}]

    assert client.send(URL, proposal(roles=roles)).status_code == 403
    assert client.send(URL, proposal()).status_code == 201


def test_transitions_walk_the_whole_road(head: ApiClient) -> None:
    number = head.send(URL, proposal()).json()["number"]
    today = timezone.now().astimezone(AMSTERDAM).date().isoformat()

    planned = take(head, number, **plan()).json()
    started = take(head, number, transition="start", version=2).json()
    done = take(
        head, number, transition="report_done", version=3, result="Staat live.", live_date=today
    ).json()
    back = take(
        head, number, transition="return_to_work", version=4, remark="Nog niet overal."
    ).json()
    cancelled = take(head, number, transition="cancel", version=5, remark="Vervalt.").json()

    assert (planned["state"], planned["principle"], planned["side"]) == ("planned", 1, "front")
    assert planned["transitions"] == ["start", "cancel"]
    assert [step["state"] for step in (started, done, back, cancelled)] == [
        "in_progress",
        "reported_done",
        "in_progress",
        "cancelled",
    ]
    assert (done["live_date"], done["result"]) == (today, "Staat live.")
    assert (cancelled["version"], cancelled["transitions"]) == (6, [])
    assert len(cancelled["entries"]) == 6


def test_transition_on_an_old_version_is_a_conflict(head: ApiClient) -> None:
    number = head.send(URL, proposal()).json()["number"]
    take(head, number, **plan())
    response = take(head, number, transition="start", version=1)

    assert response.status_code == 409
    assert response.json()["detail"] == (
        "Iemand heeft dit zojuist gewijzigd. Herlaad en probeer opnieuw."
    )


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (plan(cause=""), "cause"),
        (plan(side="middle"), "side"),
        (plan(principle=2), "principle"),
        (plan(principle=None), "principle"),
        (plan(due_date="2020-01-01"), "due_date"),
        (plan(due_date="soon"), "due_date"),
        (plan(side="back"), "prevention_impossible"),
        ({"transition": "start", "version": 1}, ""),
        ({"transition": "fly", "version": 1}, "transition"),
        ({"transition": "cancel", "version": 1}, "remark"),
        ({"transition": "cancel"}, "version"),
        ({"version": 1}, "transition"),
    ],
)
def test_transition_refused_names_the_field(head: ApiClient, step, field) -> None:
    number = head.send(URL, proposal()).json()["number"]
    response = take(head, number, **step)

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert ImprovementAction.objects.get().state == "proposed"


def test_transition_by_another_department_is_403(head: ApiClient) -> None:
    number = head.send(URL, proposal()).json()["number"]
    other = client_of(feedbackloop.department("finance").head)

    assert other.get(f"{URL}{number}/").json()["transitions"] == []
    assert take(other, number, **plan()).status_code == 403


def test_transition_of_a_missing_action_is_404(head: ApiClient) -> None:
    assert take(head, 99, **plan()).status_code == 404
    assert head.get(f"{URL}99/").status_code == 404


def test_transition_with_reading_scope_is_403(head: ApiClient, logistics: Department) -> None:
    number = head.send(URL, proposal()).json()["number"]
    reader = client_of(logistics.head, TokenScope.READ)

    assert take(reader, number, **plan()).status_code == 403
    assert reader.get(f"{URL}{number}/").status_code == 200


def test_actions_are_selected_by_state_reason_and_department(head: ApiClient) -> None:
    numbers = [head.send(URL, proposal()).json()["number"] for _place in range(3)]
    take(head, numbers[0], **plan())

    def listed(query: str) -> list[int]:
        return [row["number"] for row in head.get(f"{URL}?{query}").json()["results"]]

    assert listed("") == numbers[::-1]
    assert listed("state=planned") == [numbers[0]]
    assert listed("reason=delivery&department=logistics") == numbers[::-1]
    assert listed("reason=money") == []
    assert [head.get(f"{URL}?{name}=x").status_code for name in ("state", "reason")] == [422, 422]
    assert head.get(f"{URL}?department=x").status_code == 422


def test_actions_take_as_many_queries_for_three_as_for_one(
    head: ApiClient, django_assert_num_queries
) -> None:
    for number in (1, 2):
        for _place in range(number):
            head.send(URL, proposal())
        head.get(URL)
        with django_assert_num_queries(4):
            head.get(URL)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_actions_are_for_who_takes_part(role: Role) -> None:
    client = client_of(people.user("x", role))

    assert client.get(URL).status_code == 403
    assert client.send(URL, proposal()).status_code == 403


def test_transition_by_a_member_of_customer_service_team_only_with_a_letter(
    head: ApiClient, logistics: Department
) -> None:
    number = head.send(URL, proposal()).json()["number"]
    take(head, number, **plan())
    agent = people.agent()
    assert take(client_of(agent), number, transition="start", version=2).status_code == 403

    Membership.objects.create(user=agent, department=logistics)
    assert take(client_of(agent), number, transition="start", version=2).status_code == 200


def judged(counts: list[int], **step: Any) -> Any:
    """The answer to a verdict on an action that went live on Monday of 2026-W11."""
    org = raci.organisation()
    action = raci.action_in(ActionState.REPORTED_DONE, org)
    feedbackloop.series("bezorging", counts, last=W10.plus(8))
    facts.refresh()
    return take(client_of(org.head), action.number, version=action.version, **step)


def test_transition_to_verified_measures_the_effect_itself() -> None:
    response = judged([40] * 20 + [4] * 8, transition="verify", remark="Het werkt.")

    action = response.json()
    assert (response.status_code, action["state"]) == (200, "verified")
    assert -1 < action["effect"]["low"] < action["effect"]["change"] < action["effect"]["high"] < 0


def test_transition_to_no_effect_says_so() -> None:
    assert judged([40] * 28, transition="no_effect").json()["state"] == "no_effect"


def test_transition_to_verified_without_a_decrease_is_refused() -> None:
    response = judged([40] * 28, transition="verify", effect={"change": -0.9})

    assert response.status_code == 422
    assert ImprovementAction.objects.get().state == "reported_done"


def test_transition_to_verified_without_a_baseline_is_refused() -> None:
    """K-2."""
    response = judged([], transition="verify")

    assert [error["rule"] for error in response.json()["errors"]] == ["K-2"]
