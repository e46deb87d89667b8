"""POST /api/v1/screen-pops/: an address to open, without a customer number in it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from contactreductie.core.enums import TokenScope
from reasons.models import Channel
from reasons.services import drafts
from tests.api.client import ApiClient, client_of
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
URL = "/api/v1/screen-pops/"
SENT = {"customer_ref": "KX-774411", "channel": "mail", "external_ref": "A-1", "source": "crm"}


@pytest.fixture
def crm() -> ApiClient:
    return client_of(people.agent("crm"))


def test_post_screen_pop_gives_an_address_that_tells_nothing(
    crm: ApiClient, settings: Settings
) -> None:
    answer = crm.send(URL, SENT)

    body = answer.json()
    assert answer.status_code == 200
    assert body["url"].startswith(f"{settings.BASE_URL}/register/?pop=")
    assert "774411" not in answer.text
    lasts = datetime.fromisoformat(body["expires_at"]) - timezone.now()
    assert timedelta() < lasts <= settings.SCREEN_POP_KEPT


def test_post_screen_pop_opens_the_page_of_any_agent(
    crm: ApiClient, client: Client, settings: Settings
) -> None:
    """The token is that of the CRM, the page that of whoever answers the call."""
    address = crm.send(URL, SENT).json()["url"].removeprefix(settings.BASE_URL)
    client.force_login(people.agent("anna"))

    form = client.get(address).context["form"]

    wanted = {"channel": "mail", "external_ref": "A-1", "source": "crm"}
    assert {name: form[name].value() for name in wanted} == wanted
    assert form["customer_key"].value() == drafts.customer_key("KX-774411")


@pytest.mark.parametrize("data", [{}, dict.fromkeys(SENT), dict.fromkeys(SENT, "")])
def test_post_screen_pop_may_leave_out_everything(crm: ApiClient, data: dict[str, Any]) -> None:
    assert crm.send(URL, data).status_code == 200


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"customer_ref": "<b>"}, "customer_ref", "C-6"),
        ({"channel": "fax"}, "channel", "C-4"),
        ({"direction": "sideways"}, "direction", "C-4"),
        ({"external_ref": "x" * 121}, "external_ref", ""),
        ({"source": "x" * 61}, "source", ""),
        ({"customer_ref": ["K1"]}, "customer_ref", ""),
    ],
)
def test_post_screen_pop_broken_rule_names_the_field(
    crm: ApiClient, fields: dict[str, Any], field: str, rule: str
) -> None:
    answer = crm.send(URL, SENT | fields)

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["rule"]) == (422, field, rule)
    assert "774411" not in answer.text


def test_post_screen_pop_with_an_ended_channel_is_refused(crm: ApiClient) -> None:
    """C-4."""
    Channel.objects.filter(code="mail").update(is_active=False)

    assert crm.send(URL, SENT).status_code == 422


def test_post_screen_pop_needs_a_writing_token_of_a_registrar() -> None:
    readers = client_of(people.agent("reader"), TokenScope.READ)
    manager = client_of(people.manager())

    answers = [ApiClient().send(URL, SENT), readers.send(URL, SENT), manager.send(URL, SENT)]
    assert [answer.status_code for answer in answers] == [401, 403, 403]
