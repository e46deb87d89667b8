"""Writing about channels, in the browser's way."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from raci.models import ChannelCharter, ChannelDecision
from tests.factories import channels as make
from tests.factories import raci

pytestmark = pytest.mark.django_db
CHARTER, DECIDE = "/channels/phone/purpose/", "/channels/phone/decide/"


def answers(org, **changed):
    return {
        "purpose": "Vragen die niet kunnen wachten.",
        "principle": str(make.principle().pk),
        "principle_why": "Er is altijd een mens.",
        "owner": str(org.logistics.pk),
        "cost_per_contact": "4,50",
        "hours_1": "08:00-12:00, 13:00–17:30",
        **changed,
    }


def test_charter_is_written_and_shown(client: Client, org, phone):
    client.force_login(org.head)
    assert client.get(CHARTER).status_code == 200
    sent = client.post(CHARTER, answers(org), follow=True)
    assert sent.redirect_chain == [("/channels/phone/", 302)]
    text = sent.content.decode()
    assert "Vragen die niet kunnen wachten." in text
    assert "maandag 08:00-12:00, 13:00-17:30" in text.lower()
    kept = ChannelCharter.objects.get()
    assert (kept.cost_per_contact, kept.opening_hours) == (
        Decimal("4.50"),
        {"1": [["08:00", "12:00"], ["13:00", "17:30"]]},
    )
    assert 'value="08:00-12:00, 13:00-17:30"' in client.get(CHARTER).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"purpose": ""}, "Geef doel en klantvisie-principe van dit kanaal."),
        ({"principle": ""}, "Geef doel en klantvisie-principe van dit kanaal."),
        ({"hours_1": "acht tot vijf"}, "Schrijf openingstijden als 08:00-18:00"),
        ({"added_on": "2026-01-05"}, "Geef het verwachte aantal contacten per week."),
    ],
)
def test_refused_charter_shows_the_form_with_its_input(client: Client, org, phone, changed, said):
    """V-4"""
    client.force_login(org.coordinator)
    sent = client.post(CHARTER, answers(org, principle_why="Zo helpt het.", **changed))
    assert sent.status_code == 422
    text = sent.content.decode()
    assert said in text
    assert "Zo helpt het." in text
    assert not ChannelCharter.objects.exists()


def test_decision_without_cause_is_refused_and_with_it_kept(client: Client, org, phone):
    """W-6"""
    make.charter(phone, actor=org.coordinator, owner=org.logistics)
    client.force_login(org.head)
    given = {
        "measure": "closed",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-31",
        "principle": str(make.principle().pk),
        "principle_why": "Tijdelijk.",
    }
    sent = client.post(DECIDE, given)
    assert sent.status_code == 422
    assert "Dit bestrijdt een symptoom. Vul oorzaak en einddatum in." in sent.content.decode()
    assert client.post(DECIDE, {**given, "cause": "Storing."}).status_code == 302
    assert ChannelDecision.objects.get().ends_on == date(2026, 3, 31)


def test_owner_of_another_department_does_not_get_in(client: Client, org, phone):
    make.charter(phone, actor=org.coordinator, owner=org.customer_service)
    client.force_login(org.head)
    assert [client.get(url).status_code for url in (CHARTER, DECIDE)] == [403, 403]
    assert client.post(CHARTER, answers(org)).status_code == 403
    text = client.get("/channels/phone/").content.decode()
    assert CHARTER not in text


def test_decision_lacking_cause_and_end_says_so_at_both(client: Client, org, phone):
    """W-6"""
    make.charter(phone, actor=org.coordinator, owner=org.logistics)
    client.force_login(org.head)
    given = {
        "measure": "closed",
        "starts_on": "2026-03-02",
        "principle": str(make.principle().pk),
        "principle_why": "Tijdelijk.",
    }
    symptom = ["Dit bestrijdt een symptoom. Vul oorzaak en einddatum in."]
    sent = client.post(DECIDE, given)
    assert sent.context["form"].errors == {"ends_on": symptom, "cause": symptom}
    sent = client.post(DECIDE, {**given, "cause": "Storing."})
    assert sent.context["form"].errors == {"ends_on": symptom}
    sent = client.post(DECIDE, {**given, "measure": "kept", "ends_on": "2026-03-01"})
    assert list(sent.context["form"].errors) == ["ends_on"]


@pytest.mark.parametrize(
    ("principles", "said"),
    [
        (raci.PRINCIPLES[::-1], "Dat principe is ongewijzigd."),
        (("Iets anders.",), "Dit noemt versie 1: “Wij voorkomen vragen.” Kies opnieuw."),
    ],
)
def test_charter_of_an_older_vision_asks_for_the_principle_again(
    client: Client, org, phone, principles, said
):
    """V-2: with the same words it is chosen already."""
    make.charter(phone, actor=org.coordinator, owner=org.logistics)
    client.force_login(org.head)
    assert "versie 1" not in client.get("/channels/phone/").content.decode()
    newer = raci.customer_vision(org.manager, principles)
    asked = client.get(CHARTER)
    assert said in asked.content.decode()
    same = newer.principles.filter(text="Wij voorkomen vragen.").first()
    assert asked.context["form"]["principle"].value() == (str(same.pk) if same else "")
    assert "versie 1" in client.get("/channels/phone/").content.decode()


def test_channel_that_is_due_leads_to_the_decision(client: Client, org, phone):
    """V-4"""
    make.charter(phone, actor=org.coordinator, owner=org.logistics)
    ChannelCharter.objects.update(review_date=date(2026, 3, 1))
    client.force_login(org.head)
    address = f"{DECIDE}?measure=kept"
    assert f'href="{address}"' in client.get("/channels/phone/").content.decode()
    assert '<option value="kept" selected>' in client.get(address).content.decode()
