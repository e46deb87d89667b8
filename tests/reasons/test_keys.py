"""The nine keys of an agent."""

import pytest
from django.test import Client

from contactreductie.core.refusals import Refusal
from reasons.models import PinnedReason
from reasons.queries import workspace
from reasons.services import pins
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery")
    for code in ("not-delivered", "damaged", "late"):
        reasons.reason(code, delivery)


def test_pinning_puts_a_reason_in_one_place_only() -> None:
    agent = people.agent()
    pins.pin(agent=agent, slot=1, reason="damaged")
    pins.pin(agent=agent, slot=2, reason="late")

    pins.pin(agent=agent, slot=2, reason="damaged")

    assert workspace.pins(agent) == {2: "damaged"}


def test_pinning_without_a_reason_frees_the_place() -> None:
    agent = people.agent()
    pins.pin(agent=agent, slot=9, reason="late")

    pins.pin(agent=agent, slot=9, reason="")

    assert workspace.pins(agent) == {}


@pytest.mark.parametrize(
    ("slot", "reason", "field"),
    [(0, "late", "slot"), (25, "late", "slot"), (1, "delivery", "reason")],
)
def test_pinning_refuses_what_no_key_can_hold_and_changes_nothing(
    slot: int, reason: str, field: str
) -> None:
    agent = people.agent()
    pins.pin(agent=agent, slot=1, reason="damaged")

    with pytest.raises(Refusal) as refused:
        pins.pin(agent=agent, slot=slot, reason=reason)

    assert refused.value.field == field
    assert workspace.pins(agent) == {1: "damaged"}


def test_keys_page_answers_all_pins_and_touches_nobody_elses(client: Client) -> None:
    colleague = people.agent("collega")
    pins.pin(agent=colleague, slot=1, reason="late")
    client.force_login(people.agent())

    answer = client.post("/register/keys/", {"slot": 1, "reason": "damaged"})

    assert answer.json() == {"pins": {"1": "damaged"}}
    assert PinnedReason.objects.count() == 2


def test_keys_page_tells_which_field_is_wrong(client: Client) -> None:
    client.force_login(people.agent())

    answer = client.post("/register/keys/", {"slot": 1, "reason": "nothing"})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["reason"]
