"""Somebody's own places: the nine keys and the tally sheet."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.models import ContactReason, PinnedReason
from reasons.queries import workspace
from reasons.services import pins
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db
URL = "/tally/places/"


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    for code in ("late", "damaged", "lost"):
        reasons.reason(code, delivery)


@pytest.fixture
def agent() -> User:
    """Who has no places yet."""
    return people.agent()


def post(desk: Client, **data: Any) -> Any:
    return desk.post(URL, data)


def test_places_page_pins_a_reason_and_goes_to_its_place(desk: Client, agent: User) -> None:
    answer = post(desk, reason="late", slot="12")

    assert (answer.status_code, answer["Location"]) == (302, f"{URL}#place-12")
    assert workspace.pins(agent) == {12: "late"}
    page = desk.get(URL).text
    assert "Bezorging" in page
    assert '<option value="12">12 – Late</option>' in page
    assert '<option value="1" selected>Alt+1</option>' in page


def test_places_page_moves_a_reason_and_frees_its_place(desk: Client, agent: User) -> None:
    for slot, code in enumerate(["late", "damaged"], start=1):
        pins.pin(agent=agent, slot=slot, reason=code)

    assert post(desk, slot="2", to="1")["Location"] == f"{URL}#place-1"
    assert workspace.pins(agent) == {1: "damaged", 2: "late"}
    post(desk, slot="1", to="")
    assert workspace.pins(agent) == {2: "late"}


@pytest.mark.parametrize(
    "data",
    [
        {"reason": "delivery", "slot": "1"},
        {"reason": "x", "slot": "1"},
        {"reason": "", "slot": "1"},
        {"reason": "late", "slot": "25"},
        {"slot": "1", "to": "25"},
        {"slot": "0", "to": ""},
        {"slot": "x"},
    ],
)
def test_places_page_refuses_what_no_place_can_hold(
    desk: Client, agent: User, data: dict[str, str]
) -> None:
    """C-3, and places 1 to 24."""
    assert post(desk, **data).status_code == 422
    assert workspace.pins(agent) == {}


def test_places_page_shows_an_ended_reason_so_that_it_can_go(desk: Client, agent: User) -> None:
    pins.pin(agent=agent, slot=1, reason="late")
    ContactReason.objects.filter(code="late").update(valid_until="2020-01-01")
    reasons.lists.touch()

    assert "Beëindigd" in desk.get(URL).text


def test_move_into_a_free_place_leaves_the_old_one_free(agent: User) -> None:
    pins.pin(agent=agent, slot=1, reason="late")

    pins.move(agent=agent, slot=1, to=24)

    assert workspace.pins(agent) == {24: "late"}


@pytest.mark.parametrize(("slot", "to"), [(0, 1), (1, 0), (25, 1), (1, 25)])
def test_move_out_of_range_is_refused(agent: User, slot: int, to: int) -> None:
    pins.pin(agent=agent, slot=1, reason="late")

    with pytest.raises(Refusal):
        pins.move(agent=agent, slot=slot, to=to)

    assert workspace.pins(agent) == {1: "late"}


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.dictionaries(st.integers(1, 5), st.sampled_from(["late", "damaged", "lost"])),
    st.integers(1, 5),
    st.integers(1, 5),
)
def test_move_swaps_two_places_and_nothing_else(
    agent: User, wanted: dict[int, str], slot: int, to: int
) -> None:
    PinnedReason.objects.all().delete()
    for place, code in wanted.items():
        pins.pin(agent=agent, slot=place, reason=code)
    before = workspace.pins(agent)

    pins.move(agent=agent, slot=slot, to=to)

    places = {slot: to, to: slot}
    assert workspace.pins(agent) == {places.get(n, n): code for n, code in before.items()}
