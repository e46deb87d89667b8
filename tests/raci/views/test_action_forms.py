"""What the forms of an action keep, leave out and say."""

import pytest
from django.urls import reverse
from django.utils import timezone

from raci.enums import ActionState
from raci.models import ImprovementAction
from tests.factories import raci as make
from tests.factories import reasons as make_reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(client):
    def go(user, name, *args, post=None):
        client.force_login(user)
        address = reverse(f"raci:{name}", args=args)
        return client.get(address) if post is None else client.post(address, post, follow=True)

    return go


def answers(action, step, **data):
    return {"version": action.version, **{f"{step}-{key}": value for key, value in data.items()}}


def plan(principle, **given):
    return {
        "cause": "De bezorger belt niet aan.",
        "side": "front",
        "principle": principle.pk,
        "principle_why": "Geen gemiste bezorging.",
        "due_date": timezone.localdate().isoformat(),
        **given,
    }


def test_conflict_on_a_step_that_has_gone_shows_what_was_filled_in(visit, org):
    principle = make.customer_vision(org.manager).principles.get(number=2)
    action = make.proposal(org)
    mine = answers(action, "accept", **plan(principle, cause="Lang <verhaal>"))
    visit(org.manager, "accept", action.number, post=answers(action, "accept", **plan(principle)))

    response = visit(org.head, "accept", action.number, post=mine)

    content = response.content.decode()
    assert response.status_code == 409
    assert "Iemand heeft dit zojuist gewijzigd. Herlaad en probeer opnieuw." in content
    assert response.context["lost"][0].filled_in() == [
        ("Oorzaak", "Lang <verhaal>"),
        ("Kant", "Voorkant"),
        ("Principe uit de klantvisie", "2. Wij bellen eerst."),
        ("Hoe dient dit het principe?", "Geen gemiste bezorging."),
        ("Einddatum", timezone.localdate().isoformat()),
    ]
    assert "Lang &lt;verhaal&gt;" in content


@pytest.mark.parametrize("name", ["accept", "remark", "cancel"])
def test_address_of_a_form_followed_as_a_link_shows_the_action(visit, org, name):
    """After another language or a new log-in on a refusal."""
    action = make.proposal(org)
    response = visit(org.head, name, action.number)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Tweede bezorgpoging" in response.content.decode()
    assert ImprovementAction.objects.get().version == action.version


def test_front_side_leaves_out_why_prevention_is_impossible(visit, org):
    principle = make.customer_vision(org.manager).principles.get(number=1)
    action = make.proposal(org)
    given = plan(principle, prevention_impossible="Eerst achterkant gekozen.")
    visit(org.head, "accept", action.number, post=answers(action, "accept", **given))
    kept = ImprovementAction.objects.get()
    assert (kept.state, kept.prevention_impossible) == ("planned", "")


def test_change_that_leaves_the_state_alone_does_not_speak_of_it(visit, org):
    action = make.action_in(ActionState.PLANNED, org)
    moved = answers(action, "move_due_date", remark="Later", due_date=timezone.localdate())
    response = visit(org.head, "move_due_date", action.number, post=moved)
    assert [str(message) for message in response.context["messages"]] == ["Opgeslagen."]


def test_proposal_puts_its_story_and_declining_beside_accepting(visit, org):
    make.customer_vision(org.manager)
    make.proposal(org, description="Klanten missen hun pakket.")
    response = visit(org.head, "action", 1)
    content = response.content.decode()
    assert [offer.step.name for offer in response.context["decline_steps"]] == ["cancel"]
    order = ("Klanten missen hun pakket.", "Aanvaard en plan", "Dit voorstel afwijzen", "Verloop")
    places = [content.index(text) for text in order]
    assert places == sorted(places)


def test_plan_without_vision_asks_for_nothing(visit, org):
    """V-1: there is a way forward instead of a form that can only be refused."""
    make.proposal(org)
    content = visit(org.head, "action", 1).content.decode()
    assert "Leg eerst de klantvisie vast." in content
    assert "accept-cause" not in content
    assert "Dit voorstel afwijzen" in content


def test_action_planned_under_an_older_vision_says_so(visit, org):
    make.action_in(ActionState.PLANNED, org)
    said = "Er geldt een nieuwere versie"
    assert said not in visit(org.head, "action", 1).content.decode()
    make.customer_vision(org.manager)
    assert said in visit(org.head, "action", 1).content.decode()


def test_cancelled_action_measures_nothing(visit, org):
    action = make.action_in(ActionState.REPORTED_DONE, org)
    cancelled = answers(action, "cancel", remark="Vervallen.")
    response = visit(org.manager, "cancel", action.number, post=cancelled)
    steps = [(str(step["label"]), step["state"]) for step in response.context["steps"]]
    assert steps[-2:] == [("Gereed gemeld", "done"), ("Geannuleerd", "stopped")]
    assert "/effect/" not in response.content.decode()


def test_proposal_says_who_has_it_now(visit, org):
    response = visit(org.agent, "propose", post={"title": "Bel aan", "reason": "bezorging"})
    assert "Voorgesteld aan Logistics." in response.content.decode()


def test_proposal_on_a_reason_without_owner_says_who_can_help(visit, org):
    make_reasons.reason("factuur")
    response = visit(org.agent, "propose", post={"title": "Mijn idee", "reason": "factuur"})
    assert response.status_code == 422
    assert response.context["form"].errors["reason"] == [
        "Kies precies één eindverantwoordelijke (A).",
        "Voor deze reden is er nog geen; de regisseur of de directie kan iemand aanwijzen.",
    ]


def test_roles_offer_who_holds_a_letter_first(visit, org):
    action = make.proposal(org)
    response = visit(org.coordinator, "action", action.number)
    form = response.context["aside_steps"][0].form
    assert form.fields["responsible"].choices[0] == (f"d{org.logistics.pk}", "Logistics")
    assert form["responsible"].value() == [f"d{org.logistics.pk}"]
