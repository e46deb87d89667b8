"""Promises that somebody kept (C-4)."""

import uuid

import pytest
from django.test import Client

from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import NotAllowed
from reasons.enums import LegKind
from reasons.models import ContactLeg
from reasons.services import legs
from tests.factories import people, reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def leg() -> ContactLeg:
    reasons.reason("not-delivered", name_nl="Niet bezorgd")
    reasons.channel("phone")
    contact = reasons.contact(MONDAY, customer_ref="K1")
    return ContactLeg.objects.create(
        contact=contact, kind=LegKind.CALLBACK, due_at=MONDAY, recorded_at=MONDAY
    )


def test_finish_leg_notes_who_and_when_and_leaves_a_trace(leg: ContactLeg) -> None:
    """Any registrar, whoever promised it."""
    actor = people.agent()

    assert legs.finish_leg(leg, actor=actor, now=MONDAY)

    leg.refresh_from_db()
    event = AuditEvent.objects.get(verb="leg_finished")
    assert (leg.done_by, leg.done_at) == (actor, MONDAY)
    assert (event.actor, event.details["contact"]) == (actor, str(leg.contact_id))


def test_finish_leg_again_changes_nothing(leg: ContactLeg) -> None:
    first, second = people.agent("first"), people.agent("second")

    outcomes = [legs.finish_leg(leg, actor=actor, now=MONDAY) for actor in (first, second)]

    leg.refresh_from_db()
    assert (outcomes, leg.done_by) == ([True, False], first)
    assert AuditEvent.objects.filter(verb="leg_finished").count() == 1


def test_finish_leg_outside_the_role_is_refused(leg: ContactLeg) -> None:
    with pytest.raises(NotAllowed):
        legs.finish_leg(leg, actor=people.manager(), now=MONDAY)


def test_leg_done_that_is_not_there_is_404(client: Client) -> None:
    client.force_login(people.agent())

    assert client.post("/contacts/legs/99/done/").status_code == 404


def test_leg_done_by_script_answers_what_to_tell(client: Client, leg: ContactLeg) -> None:
    client.force_login(people.agent())

    answer = client.post(f"/contacts/legs/{leg.pk}/done/", headers={"hx-request": "true"})

    assert answer.json()["event"] == "leg:done"
    assert answer.json()["message"] == "Genoteerd: deze belofte is nagekomen."


def test_leg_done_elsewhere_goes_back_to_the_own_contacts(client: Client, leg: ContactLeg) -> None:
    client.force_login(people.agent())

    answer = client.post(f"/contacts/legs/{leg.pk}/done/")

    assert (answer.status_code, answer["Location"]) == (302, "/contacts/mine/")


def test_leg_done_without_javascript_keeps_the_form_as_it_was(
    client: Client, leg: ContactLeg
) -> None:
    client.force_login(people.agent())
    typed = {"id": uuid.uuid4(), "customer_ref": "K1", "note": "doos ingedeukt"}

    answer = client.post(f"/contacts/legs/{leg.pk}/done/?plain=1", typed)

    assert answer.status_code == 200
    assert "doos ingedeukt" in answer.text
    assert "Genoteerd: deze belofte is nagekomen." in answer.text
    assert "Terugbellen beloofd" not in answer.text
    assert 'action="/register/?plain=1"' in answer.text
