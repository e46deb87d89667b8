"""Proposing an action, from a reason or as a follow-up."""

import pytest
from django.urls import reverse

from contactreductie.core.enums import Role
from raci.enums import ActionState
from raci.models import ImprovementAction
from tests.factories import people
from tests.factories import raci as make
from tests.factories import reasons as make_reasons
from tests.raci.views.visits import page, post

pytestmark = pytest.mark.django_db


def test_proposal_starts_from_a_reason(client, org):
    make_reasons.reason("kwijt", org.reason)
    form = page(client, org.agent, "propose", reason="kwijt").context["form"]
    assert form["reason"].value() == "kwijt"
    assert ("kwijt", "Bezorging › Kwijt") in form.fields["reason"].choices
    assert "accountable" not in form.fields


def test_proposal_by_an_agent_goes_to_the_owner(client, org):
    response = post(client, org.agent, "propose", title="Bel aan", reason="bezorging")
    action = ImprovementAction.objects.get()
    assert (response.status_code, response.url) == (302, "/actions/1/")
    assert (action.title, action.created_by) == ("Bel aan", org.agent)


def test_proposal_by_a_coordinator_may_name_another_owner(client, org):
    holder = f"p{org.manager.pk}"
    post(client, org.coordinator, "propose", title="x", reason="bezorging", accountable=holder)
    assert {role.person for role in ImprovementAction.objects.get().roles.all()} == {org.manager}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"title": "", "reason": "bezorging"}, "Vul dit veld in."),
        ({"title": "Mijn idee", "reason": ""}, "Kies een contactreden."),
        ({"title": "Mijn idee", "reason": "weg"}, "Mijn idee"),
        (
            {"title": "Mijn idee", "reason": "factuur"},
            "Kies precies één eindverantwoordelijke (A).",
        ),
    ],
)
def test_refused_proposal_keeps_the_input(client, org, given, message):
    make_reasons.reason("factuur")
    response = post(client, org.agent, "propose", description="Uitleg", **given)
    content = response.content.decode()
    assert response.status_code == 422
    assert message in content
    assert "Uitleg" in content
    assert not ImprovementAction.objects.exists()


def test_follow_up_is_proposed_from_a_closed_action(client, org):
    make.action_in(ActionState.CANCELLED, org)
    assert "?follows=1" in page(client, org.agent, "action", 1).content.decode()
    client.force_login(org.agent)
    address = reverse("raci:propose") + "?follows=1"
    assert client.get(address).context["form"]["title"].value() == "Tweede bezorgpoging"
    client.post(address, {"title": "Opnieuw", "reason": "bezorging"})
    assert ImprovementAction.objects.get(number=2).follow_up_of_id == 1
    assert client.get(reverse("raci:propose") + "?follows=99").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_proposing_is_closed_for_others(client, org, role):
    assert page(client, people.user("buiten", role), "propose").status_code == 403
