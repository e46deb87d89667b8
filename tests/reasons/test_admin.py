"""The administrator keeps channels on a site of his own."""

import re

import pytest
from django.test import Client

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from reasons.models import Channel
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(people.user("beheerder", Role.ADMINISTRATOR))
    return client


def test_channel_is_made_and_the_audit_trail_says_by_whom(administrator: Client) -> None:
    data = {"code": "chat", "name_nl": "Chat", "name_en": "", "position": 3, "is_active": "on"}

    answer = administrator.post("/admin/reasons/channel/add/", data)

    event = AuditEvent.objects.get(verb="channel_created")
    assert answer.status_code == 302
    assert Channel.objects.get().name_nl == "Chat"
    assert (str(event.actor), event.details) == ("beheerder", {"code": "chat"})


def test_channel_code_is_chosen_once(administrator: Client) -> None:
    channel = reasons.channel("phone", name_nl="Telefoon")
    data = {"code": "other", "name_nl": "Bellen", "name_en": "", "position": 0}

    administrator.post(f"/admin/reasons/channel/{channel.pk}/change/", data)

    channel.refresh_from_db()
    assert (channel.code, channel.name_nl, channel.is_active) == ("phone", "Bellen", False)


def test_site_has_dutch_headings_and_a_way_back(administrator: Client) -> None:
    page = administrator.get("/admin/").text

    headings = re.findall(r'class="section"[^>]*>\s*([^<]+?)\s*</a>', page)
    assert headings[:3] == ["Contacten en redenen", "Mensen", "Verantwoordelijkheden"]
    assert '<a href="/imports/">' in page
    assert "css/admin/house" in page
