"""The catch-all of a reason that has choices and none (R-3)."""

import pytest
from django.test import Client

from reasons.enums import ReasonKind
from reasons.models import ContactReason
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db
URL = "/tree/money/catch-all/"


@pytest.fixture
def keeper(client: Client) -> Client:
    money = reasons.reason("money", name_nl="Geld", name_en="Money")
    reasons.reason("invoice", money)
    client.force_login(people.coordinator())
    return client


def offered(client: Client, code: str) -> bool:
    return f"/tree/{code}/catch-all/" in client.get("/tree/", {"reason": code}).content.decode()


def test_catch_all_is_offered_and_made_once(keeper: Client) -> None:
    """R-3."""
    assert offered(keeper, "money")
    assert "‘Overig’ onder Geld" in keeper.get(URL).content.decode()
    for _again in range(2):
        assert keeper.post(URL, {"why": "Wie niets vindt, kiest nu fout."}).status_code == 302
    made = ContactReason.objects.get(kind=ReasonKind.CATCH_ALL)
    assert (made.parent.code, made.name_nl, made.name_en) == ("money", "Overig", "Other")
    assert not offered(keeper, "money")


def test_catch_all_without_why_is_refused(keeper: Client) -> None:
    """R-7."""
    assert keeper.post(URL, {"why": ""}).status_code == 422
    assert not ContactReason.objects.filter(kind=ReasonKind.CATCH_ALL).exists()


def test_catch_all_is_not_offered_for_a_choice_or_for_noise(keeper: Client) -> None:
    noise = reasons.reason("noise", kind=ReasonKind.NOISE)
    reasons.reason("spam", noise)
    assert not offered(keeper, "invoice")
    assert not offered(keeper, "noise")
