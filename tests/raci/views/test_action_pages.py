from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contactreductie.core.enums import Role
from contactreductie.core.models import OutboxMessage, Sequence
from raci.enums import ActionState
from raci.models import ImprovementAction
from tests.factories import people
from tests.factories import raci as make
from tests.raci.views.visits import page, post

pytestmark = pytest.mark.django_db
# The menu's own included.
MOST_QUERIES = 15
WHO = ["agent", "head", "worker", "coordinator", "manager"]


def titles(response):
    return [line.action.title for line in response.context["lines"]]


@pytest.mark.parametrize("who", WHO)
def test_list_opens_for_everybody_who_takes_part(client, org, who):
    make.proposal(org)
    response = page(client, getattr(org, who), "actions")
    assert response.status_code == 200
    assert titles(response) == ["Tweede bezorgpoging"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_list_is_closed_for_others(client, org, role):
    response = page(client, people.user("buiten", role), "actions")
    assert response.status_code == 403
    assert "Je hebt geen rechten om dit te doen." in response.content.decode()


def test_stranger_logs_in_first(client):
    response = client.get(reverse("raci:actions"))
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/actions/")


def test_list_shows_open_actions_and_filters(client, org):
    depot = make.department("depot", parent=org.logistics)
    for state in ActionState:
        make.action_in(state, org, title=state.value)
    roles = [make.letter("A", org.manager), make.letter("R", depot)]
    make.proposal(org, roles=roles, title="van de directie")

    def listed(user=org.coordinator, **query):
        return sorted(titles(page(client, user, "actions", **query)))

    late = ["in_progress", "planned"]  # due 6 April 2026, before the day of this test
    opened = sorted([*late, "proposed", "reported_done"])
    assert listed() == sorted([*opened, "van de directie"])
    assert listed(state="verified") == ["verified"]
    assert len(listed(state="all")) == 8
    assert listed(department="logistics") == opened
    assert listed(department="depot") == []
    assert listed(late="on") == (late if timezone.localdate() > date(2026, 4, 6) else [])
    assert listed(user=org.manager, mine="on") == ["van de directie"]
    assert listed(user=org.head, mine="on") == sorted([*opened, "van de directie"])
    assert listed(q="directie") == ["van de directie"]
    assert listed(q="bezorging", state="cancelled") == ["cancelled"]
    assert listed(q="1") == ["proposed"]


@pytest.mark.parametrize("query", [{"state": "x"}, {"department": "x"}, {"page": "x"}, {"q": "'"}])
def test_list_survives_an_impossible_choice(client, org, query):
    assert page(client, org.agent, "actions", **query).status_code == 200


def test_tabs_count_open_actions_per_department(client, org):
    make.proposal(org)
    make.action_in(ActionState.CANCELLED, org)
    response = page(client, org.agent, "actions")
    assert response.context["tabs"] == [{"code": "logistics", "name": "Logistics", "count": 1}]


def test_list_takes_the_same_queries_for_one_action_and_for_three(client, org):
    counts = []
    client.force_login(org.coordinator)
    for number in (1, 3):
        while ImprovementAction.objects.count() < number:
            make.action_in(ActionState.PLANNED, org)
        client.get(reverse("raci:actions"))  # what is loaded once per process
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(reverse("raci:actions")).context["lines"]) == number
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES


@pytest.mark.parametrize(
    ("state", "who", "steps"),
    [
        ("proposed", "head", {"accept", "set_roles", "cancel"}),
        ("proposed", "coordinator", {"accept", "set_roles"}),
        ("proposed", "manager", {"accept", "set_roles", "cancel"}),
        ("proposed", "agent", set()),
        ("planned", "head", {"start", "move_due_date", "set_roles", "cancel"}),
        ("planned", "worker", {"start", "set_roles"}),
        ("in_progress", "head", {"report_done", "move_due_date", "set_roles", "cancel"}),
        ("in_progress", "worker", {"report_done", "set_roles"}),
        ("reported_done", "head", {"return_to_work", "set_roles", "cancel"}),
        ("reported_done", "worker", {"set_roles"}),
        ("verified", "head", set()),
        ("cancelled", "manager", set()),
    ],
)
def test_page_offers_only_the_possible_steps(client, org, state, who, steps):
    action = make.action_in(ActionState(state), org)
    response = page(client, getattr(org, who), "action", action.number)
    assert response.status_code == 200
    places = ("main_steps", "decline_steps", "aside_steps")
    assert {offer.step.name for place in places for offer in response.context[place]} == steps


@pytest.mark.parametrize("state", ActionState)
def test_page_of_every_state_can_be_read_in_both_languages(client, org, state):
    action = make.action_in(state, org, description="Piek <b>", origin="2026-W10 spike")
    content = page(client, org.head, "action", action.number).content.decode()
    assert "Piek &lt;b&gt;" in content
    assert str(state.label) in content
    client.cookies["django_language"] = "en-gb"
    english = client.get(reverse("raci:action", args=[action.number])).content.decode()
    assert "Who does what" in english


def test_unknown_action_is_missing(client, org):
    assert page(client, org.head, "action", 99).status_code == 404
    assert page(client, org.head, "action", 10**30).status_code == 404
    assert post(client, org.head, "start", 99).status_code == 404


def test_page_points_to_the_measured_effect_once_live(client, org):
    done = make.action_in(ActionState.REPORTED_DONE, org)
    planned = make.action_in(ActionState.PLANNED, org)
    address = reverse("feedbackloop:action_effect", args=[done.number])
    assert address in page(client, org.head, "action", done.number).content.decode()
    assert "/effect/" not in page(client, org.head, "action", planned.number).content.decode()


def answers(action, step, **data):
    return {"version": action.version, **{f"{step}-{key}": value for key, value in data.items()}}


def test_whole_road_is_walked_in_forms(client, org):
    vision = make.customer_vision(org.manager)
    action = make.proposal(org)
    plan = {
        "cause": "De bezorger belt niet aan.",
        "side": "back",
        "prevention_impossible": "Wettelijk verplicht.",
        "principle": vision.principles.get(number=2).pk,
        "principle_why": "Zo hoeft niemand te bellen.",
        "due_date": timezone.localdate().isoformat(),
    }
    steps = [
        ("accept", org.head, plan, "planned"),
        ("start", org.worker, {}, "in_progress"),
        (
            "report_done",
            org.worker,
            {"result": "Klaar", "live_date": timezone.localdate().isoformat()},
            "reported_done",
        ),
        ("return_to_work", org.head, {"remark": "Nog niet overal."}, "in_progress"),
        ("cancel", org.head, {"remark": "Vervallen."}, "cancelled"),
    ]
    for step, who, given, state in steps:
        action.refresh_from_db()
        response = post(client, who, step, action.number, **answers(action, step, **given))
        assert (response.status_code, response.url) == (302, "/actions/1/"), step
        assert ImprovementAction.objects.get().state == state
    kept = ImprovementAction.objects.get()
    assert (kept.principle.number, kept.prevention_impossible) == (2, "Wettelijk verplicht.")


def test_refused_plan_keeps_the_input_and_says_everything_at_once(client, org):
    make.customer_vision(org.manager)
    action = make.proposal(org)
    given = answers(action, "accept", cause="De bezorger <belt> niet aan.", side="")
    response = post(client, org.head, "accept", action.number, **given)
    content = response.content.decode()
    assert response.status_code == 422
    assert "De bezorger &lt;belt&gt; niet aan." in content
    for message in (
        "Kies voorkant of achterkant.",
        "Koppel een principe uit de klantvisie.",
        "Vul een einddatum in de toekomst in.",
    ):
        assert message in content
    assert ImprovementAction.objects.get().state == "proposed"


def test_plan_without_vision_says_so_and_points_to_it(client, org):
    action = make.proposal(org)
    content = page(client, org.head, "action", action.number).content.decode()
    assert "Leg eerst de klantvisie vast." in content
    assert reverse("raci:vision") in content
    refused = post(client, org.head, "accept", action.number, **answers(action, "accept"))
    assert refused.status_code == 422
    assert "Leg eerst de klantvisie vast." in refused.content.decode()


def test_rule_of_the_service_is_shown_at_the_form(client, org):
    action = make.action_in(ActionState.IN_PROGRESS, org)
    given = answers(action, "report_done", result="Klaar", live_date="2999-01-01")
    response = post(client, org.worker, "report_done", action.number, **given)
    assert response.status_code == 422
    assert "De livedatum ligt in de toekomst." in response.content.decode()


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 5000])
def test_step_on_another_version_is_a_conflict_with_the_input_kept(client, org, version):
    action = make.action_in(ActionState.IN_PROGRESS, org)
    given = answers(action, "report_done", result="Mijn werk", live_date="2026-03-09")
    response = post(
        client, org.worker, "report_done", action.number, **{**given, "version": version}
    )
    content = response.content.decode()
    assert response.status_code == 409
    assert "Iemand heeft dit zojuist gewijzigd. Herlaad en probeer opnieuw." in content
    assert "Mijn werk" in content


def test_step_that_has_gone_meanwhile_says_why(client, org):
    action = make.action_in(ActionState.PLANNED, org)
    seen = answers(action, "start")
    post(client, org.worker, "start", action.number, **seen)
    action.refresh_from_db()
    response = post(client, org.worker, "start", action.number, **answers(action, "start"))
    assert response.status_code == 422
    assert "Deze stap kan niet vanuit status &#x27;In uitvoering&#x27;." in (
        response.content.decode()
    )


@pytest.mark.parametrize("step", ["accept", "start", "report_done", "return_to_work", "cancel"])
def test_step_by_an_agent_is_forbidden(client, org, step):
    make.customer_vision(org.manager)
    action = make.proposal(org)
    given = {"result": "x", "live_date": "2026-03-09", "remark": "x", "cause": "x", "side": "front"}
    given |= {"principle_why": "x", "due_date": timezone.localdate().isoformat()}
    given["principle"] = org.manager.pk and make.plan(org)["principle"].pk
    response = post(client, org.agent, step, action.number, **answers(action, step, **given))
    assert response.status_code == 403
    assert "Je hebt geen rechten om dit te doen." in response.content.decode()


@pytest.mark.parametrize(
    "step", ["accept", "start", "report_done", "return_to_work", "set_roles", "cancel", "remark"]
)
def test_incomplete_step_by_an_agent_is_forbidden_all_the_same(client, org, step):
    action = make.proposal(org)
    response = post(client, org.agent, step, action.number, version=action.version)
    assert response.status_code == 403


def test_department_owner_cannot_choose_an_a_elsewhere(client, org):
    action, finance = make.proposal(org), make.department("finance")
    elsewhere = {"accountable": f"d{finance.pk}", "responsible": [f"d{org.logistics.pk}"]}
    given = answers(action, "set_roles", **elsewhere)
    proposal = {"title": "x", "reason": "bezorging", "accountable": f"d{finance.pk}"}
    assert post(client, org.head, "set_roles", action.number, **given).status_code == 422
    assert post(client, org.head, "propose", **proposal).status_code == 422
    assert ImprovementAction.objects.count() == 1
    own = {"accountable": f"p{org.worker.pk}", "responsible": [f"d{finance.pk}"]}
    given = answers(action, "set_roles", **own)
    assert post(client, org.head, "set_roles", action.number, **given).status_code == 302


def test_large_numbers_stand_in_addresses_and_fields_as_they_are(client, org):
    """No separator for thousands, also not in a mail."""
    Sequence.objects.update_or_create(name="action", defaults={"last_number": 1233})
    action = make.proposal(org, actor=org.agent)
    ImprovementAction.objects.update(version=1000)
    content = page(client, org.head, "action", action.number).content.decode()
    assert 'name="version" value="1000"' in content
    assert "1.234" not in content
    response = post(client, org.head, "cancel", 1234, **{"version": 1000, "cancel-remark": "x"})
    assert response.status_code == 302
    closed = page(client, org.head, "action", action.number).content.decode()
    assert "?follows=1234" in closed
    for mail in OutboxMessage.objects.all():
        assert "1234. Tweede bezorgpoging" in mail.text


def test_steps_are_posted_only(client, org):
    action = make.proposal(org)
    assert page(client, org.head, "start", action.number).status_code == 405


def test_due_date_moved_by_somebody_else_is_refused(client, org):
    action = make.action_in(ActionState.PLANNED, org)
    given = answers(action, "move_due_date", remark="x", due_date="2999-01-01")
    response = post(client, org.worker, "move_due_date", action.number, **given)
    assert response.status_code == 422
    assert "Alleen de eindverantwoordelijke mag de datum verzetten." in response.content.decode()


def test_roles_are_changed_in_a_form(client, org):
    action = make.proposal(org)
    given = {
        "accountable": f"p{org.manager.pk}",
        "responsible": [f"d{org.logistics.pk}", f"p{org.head.pk}"],
        "informed": [f"d{org.team.pk}"],
    }
    response = post(
        client, org.coordinator, "set_roles", action.number, **answers(action, "set_roles", **given)
    )
    assert response.status_code == 302
    assert sorted(str(role) for role in action.roles.all()) == [
        "1: A directie",
        "1: I Team",
        "1: R Logistics",
        "1: R bakker",
    ]


def test_customer_service_as_a_is_refused_in_the_form(client, org):
    action = make.proposal(org)
    given = {"accountable": f"d{org.team.pk}", "responsible": [f"d{org.logistics.pk}"]}
    response = post(
        client, org.coordinator, "set_roles", action.number, **answers(action, "set_roles", **given)
    )
    assert response.status_code == 422
    assert "Klantenservice kan faciliteren" in response.content.decode()


def test_remark_lands_in_the_history(client, org):
    action = make.proposal(org, actor=org.agent)
    post(client, org.agent, "remark", action.number, text="Dit hoor ik elke dag.")
    assert "Dit hoor ik elke dag." in page(client, org.head, "action", 1).content.decode()
    assert post(client, org.agent, "remark", action.number, text=" ").status_code == 422


def test_remark_without_a_part_in_it_is_forbidden(client, org):
    make.proposal(org)
    assert "text" not in str(page(client, org.agent, "action", 1).context["remark"])
    assert post(client, org.agent, "remark", 1, text="Hoi").status_code == 403
