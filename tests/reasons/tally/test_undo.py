"""Taking taps back: those that are there, and those that are still on their way."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import Conflict, NotAllowed
from reasons.models import Contact, ContactVersion
from reasons.queries import tally as queries
from reasons.services import tally as service
from tests.factories import people, tally
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db
URL, UNDO = "/tally/", "/tally/undo/"
JSON = {"Accept": "application/json"}


def test_undo_takes_back_the_last_tap_and_offers_the_one_before(desk: Client, agent: User) -> None:
    first, last = tally.tapped(agent), tally.tapped(agent, channel="chat")
    page = desk.get(URL)
    assert page.context["last"]["id"] == str(last.pk)

    answer = desk.post(UNDO, {"id": str(last.pk)}, follow=True)

    assert "Ongedaan gemaakt: Te laat · Chat" in answer.text
    assert answer.context["last"]["id"] == str(first.pk)
    assert list(Contact.objects.values_list("pk", flat=True)) == [first.pk]
    assert AuditEvent.objects.filter(verb="contact_withdrawn").count() == 1


def test_undo_by_script_is_answered_the_same_twice(desk: Client, agent: User) -> None:
    contact = tally.tapped(agent)

    answers = [desk.post(UNDO, {"id": str(contact.pk)}, headers=JSON).json() for _ in range(2)]

    assert answers == [{"id": str(contact.pk)}] * 2
    assert ContactVersion.objects.count() == 1


def test_undo_of_a_tap_that_did_not_arrive_yet_keeps_it_from_coming_in(
    desk: Client, agent: User
) -> None:
    """The tap was on its way when its answer was given up."""
    data = {"id": str(uuid.uuid4()), "reason": "late", "channel": "phone", "source": "tally"}

    undone = desk.post(UNDO, {"id": data["id"]}, headers=JSON)
    late = desk.post(URL, data, headers=JSON)

    assert (undone.status_code, late.status_code) == (200, 409)
    assert Contact.objects.exists() is False


def test_undo_of_somebody_elses_tap_does_nothing_and_tells_nothing(desk: Client) -> None:
    contact = tally.tapped(people.agent("collega"))

    answers = [desk.post(UNDO, {"id": str(pk)}, headers=JSON) for pk in (contact.pk, uuid.uuid4())]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Contact.objects.filter(pk=contact.pk).exists() is True


def test_undo_too_late_says_so_and_leaves_the_contact(desk: Client, agent: User) -> None:
    """C-11."""
    contact = tally.tapped(agent)
    Contact.objects.update(recorded_at=timezone.now() - timedelta(hours=25))

    answer = desk.post(UNDO, {"id": str(contact.pk)}, headers=JSON)

    assert answer.status_code == 422
    message = "Deze week is afgesloten. Vraag je teamleider."
    assert answer.json()["errors"] == [{"field": "", "message": message}]
    assert Contact.objects.filter(pk=contact.pk).exists() is True


def test_undo_service_is_for_who_may_register() -> None:
    with pytest.raises(NotAllowed):
        service.take_back(uuid.uuid4(), actor=people.manager(), now=MONDAY)


def test_taps_typed_over_from_paper_are_not_undone_one_by_one(agent: User) -> None:
    tally.tapped(agent, id=uuid.uuid4())
    Contact.objects.update(source=service.PAPER)

    assert list(queries.latest_taps(agent, timezone.now())) == []


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.tuples(st.sampled_from("tru"), st.integers(0, 5)), max_size=20))
def test_taps_resends_and_undos_in_any_order_leave_what_was_tapped_and_not_undone(
    agent: User, steps: list[tuple[str, int]]
) -> None:
    """t: tap number n, r: the same once more, u: undo it, also before it arrives."""
    Contact.objects.all().delete()
    ContactVersion.objects.all().delete()
    ids = [uuid.uuid4() for _ in range(6)]
    standing: set[uuid.UUID] = set()
    undone: set[uuid.UUID] = set()
    now = amsterdam("2026-03-09 10:00")
    for step, number in steps:
        pk = ids[number]
        if step == "u":
            service.take_back(pk, actor=agent, now=now)
            undone.add(pk)
            standing.discard(pk)
        elif pk in undone:
            with pytest.raises(Conflict):
                tally.tapped(agent, id=pk, now=now)
        else:
            tally.tapped(agent, id=pk, now=now)
            standing.add(pk)

    assert set(Contact.objects.values_list("pk", flat=True)) == standing
    counted = queries.counted_today(agent, now)
    assert sum(counted.values()) == len(standing)


def test_undo_of_a_colleagues_tap_does_nothing_whatever_the_role(agent: User) -> None:
    """What lies outside the own taps answers as if it were not there."""
    contact = tally.tapped(agent)

    service.take_back(contact.pk, actor=people.team_leader(), now=contact.recorded_at)

    assert Contact.objects.get() == contact
    assert not ContactVersion.objects.exists()
