"""The page of the customer vision: draft, approval, what hangs on it, and rechecks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raci.enums import ActionState, ChannelMeasure, Strategy
from raci.models import (
    ChannelCharter,
    ChannelDecision,
    CustomerVision,
    ReasonScore,
    StrategyChoice,
)
from raci.queries import serving
from raci.queries import vision as queries
from tests.factories import raci as make
from tests.factories import reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
VISION = reverse("raci:vision")
TEXT = {"statement": "Zo doen wij het.", "principles": "Een\nTwee"}
OTHERWISE = ("Geen vraag is het best.", "Een mens neemt op.")


@pytest.fixture
def org():
    return make.organisation()


def named(principle):
    return {"principle": principle, "principle_why": "Daarom."}


def everything(org, principle):
    """A channel with a decision, a score and a strategy that name the principle."""
    channel = reasons.channel("phone", name_nl="Telefoon")
    ChannelCharter.objects.create(
        channel=channel,
        purpose="Spoed.",
        owner=org.logistics,
        review_date=date(2027, 3, 1),
        changed_at=MONDAY,
        **named(principle),
    )
    ChannelDecision.objects.create(
        channel=channel,
        measure=ChannelMeasure.KEPT,
        starts_on=date(2026, 3, 9),
        decided_by=org.manager,
        decided_at=MONDAY,
        **named(principle),
    )
    ReasonScore.objects.create(
        reason=org.reason,
        person=org.head,
        department=org.logistics,
        customer=-1,
        organisation=-2,
        motive="Moet weg.",
        scored_at=MONDAY,
        **named(principle),
    )
    StrategyChoice.objects.create(
        reason=org.reason,
        strategy=Strategy.SIMPLIFY,
        rationale="Nog niet weg te nemen.",
        chosen_by=org.manager,
        chosen_at=MONDAY,
        **named(principle),
    )


def test_each_principle_tells_what_hangs_on_it(org):
    active = make.customer_vision(org.manager)
    planned = make.action_in(ActionState.PLANNED, org)
    make.action_in(ActionState.VERIFIED, org)
    everything(org, active.principles.get(number=1))
    first, second = serving.of_version(queries.active())
    assert (first.open_actions, first.closed_actions) == ([planned], 1)
    assert (first.channels, first.channel_decisions) == (["Telefoon"], 1)
    assert (first.scores, first.strategies) == (1, 1)
    assert (second.open_actions, second.closed_actions, second.scores) == ([], 0, 0)


def test_page_shows_what_hangs_on_a_principle_and_asks_for_the_targets(client, org):
    active = make.customer_vision(org.manager)
    make.action_in(ActionState.PLANNED, org)
    everything(org, active.principles.get(number=1))
    client.force_login(org.agent)
    content = client.get(VISION).content.decode()
    assert "1 open actie, 0 gesloten · kanalen: Telefoon · 1 besluit over een kanaal" in content
    assert "1 score · 1 eigen strategie" in content
    assert 'hx-get="/targets/vision/"' in content
    assert '<a href="/targets/vision/">' in content


def test_coordinator_drafts_and_management_approves_it(client, org):
    """V-1."""
    client.force_login(org.coordinator)
    assert client.post(VISION, {**TEXT, "step": "draft"}).status_code == 302
    draft = queries.draft()
    assert "Dit concept goedkeuren" not in client.get(VISION).content.decode()
    assert client.post(f"/vision/{draft.pk}/approve/").status_code == 403
    client.force_login(org.manager)
    assert "Dit concept goedkeuren" in client.get(VISION).content.decode()
    assert client.post(f"/vision/{draft.pk}/approve/").status_code == 302
    assert queries.active() == draft


def test_draft_is_not_shown_to_everybody(client, org):
    client.force_login(org.manager)
    client.post(VISION, {**TEXT, "step": "draft"})
    client.force_login(org.head)
    assert "Zo doen wij het." not in client.get(VISION).content.decode()


def test_draft_that_changed_meanwhile_is_a_conflict(client, org):
    client.force_login(org.manager)
    client.post(VISION, {**TEXT, "step": "draft"})
    seen = queries.draft()
    client.post(VISION, {**TEXT, "step": "draft"})
    assert client.post(f"/vision/{seen.pk}/approve/").status_code == 409


def test_withdrawn_draft_is_gone(client, org):
    client.force_login(org.coordinator)
    client.post(VISION, {**TEXT, "step": "draft"})
    assert client.post(f"/vision/{queries.draft().pk}/withdraw/").status_code == 302
    assert not CustomerVision.objects.exists()


def test_refused_draft_keeps_the_input(client, org):
    client.force_login(org.coordinator)
    response = client.post(VISION, {**TEXT, "principles": "x" * 301, "step": "draft"})
    assert response.status_code == 422
    assert "Zo doen wij het." in response.content.decode()


def test_open_items_of_an_older_version_are_read_again_on_the_page(client, org):
    """V-2."""
    everything(org, make.customer_vision(org.manager).principles.get(number=1))
    action = make.action_in(ActionState.PLANNED, org)
    principle = make.customer_vision(org.manager, OTHERWISE).principles.get(number=2)
    client.force_login(org.coordinator)
    items = client.get(VISION).context["to_recheck"]
    assert [item.kind for item in items] == ["action", "channel", "strategy"]
    for item in items:
        prefix = f"{item.kind}-{item.pk}"
        given = {f"{prefix}-principle": principle.pk, f"{prefix}-principle_why": "Ook zo."}
        address = reverse("raci:recheck", args=[item.kind, item.pk])
        assert client.post(address, given).status_code == 302
    assert client.get(VISION).context["to_recheck"] == []
    content = client.get(reverse("raci:action", args=[action.number])).content.decode()
    assert "Getoetst aan de nieuwe klantvisie: past nog" in content


def test_refused_recheck_keeps_the_input_at_its_item(client, org):
    """V-2."""
    make.customer_vision(org.manager)
    action = make.action_in(ActionState.PLANNED, org)
    make.customer_vision(org.manager)
    client.force_login(org.head)
    address = reverse("raci:recheck", args=["action", action.number])
    response = client.post(address, {f"action-{action.number}-principle_why": "Ook zo."})
    assert response.status_code == 422
    content = response.content.decode()
    assert "Koppel een principe uit de klantvisie." in content
    assert "Ook zo.</textarea>" in content


def test_department_owner_is_asked_about_own_actions_only(client, org):
    everything(org, make.customer_vision(org.manager).principles.get(number=1))
    make.action_in(ActionState.PLANNED, org)
    make.customer_vision(org.manager, OTHERWISE)
    client.force_login(org.head)
    asked = {item.kind: item.form is not None for item in client.get(VISION).context["to_recheck"]}
    assert asked == {"action": True, "channel": False, "strategy": False}


def test_recheck_of_something_unknown_is_missing(client, org):
    client.force_login(org.manager)
    for kind, pk in (("action", 999), ("person", 1)):
        assert client.post(reverse("raci:recheck", args=[kind, pk])).status_code == 404


def test_page_takes_the_same_queries_for_one_open_item_and_for_three(client, org):
    make.customer_vision(org.manager)
    counts = []
    client.force_login(org.coordinator)
    for number in (1, 2):
        for _more in range(number):
            make.action_in(ActionState.PLANNED, org)
        make.customer_vision(org.manager)
        client.get(VISION)
        with CaptureQueriesContext(connection) as queries_made:
            client.get(VISION)
        counts.append((len(queries_made), number))
    assert [made for made, _number in counts] == [counts[0][0]] * 2
    assert counts[0][0] <= 25
