import pytest

from contactreductie.core.enums import Role
from contactreductie.demo import people, state
from contactreductie.demo.state import State
from raci.models import Department
from reasons.services import ingest
from tests.factories import people as person
from tests.factories import reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


def test_empty_database_is_due_for_the_demo():
    assert (state.find(), state.is_due()) == (State.EMPTY, True)


def test_database_with_an_account_of_its_own_is_left_alone():
    person.user("jansen", Role.ADMINISTRATOR)
    assert (state.find(), state.is_due()) == (State.FOREIGN, False)


def test_database_with_a_reason_tree_of_its_own_is_left_alone():
    reasons.reason("bezorging")
    assert state.find() == State.FOREIGN


def test_load_that_was_cut_off_is_due_again():
    people.create_people(now=MONDAY, started_at=MONDAY)
    assert (state.find(), state.is_due()) == (State.HALF, True)


def test_half_demo_that_somebody_began_to_use_is_left_alone():
    people.create_people(now=MONDAY, started_at=MONDAY)
    person.user("jansen", Role.AGENT)
    assert state.find() == State.FOREIGN


@pytest.mark.parametrize("thing", ["contact", "batch", "reason", "channel", "department"])
def test_half_demo_with_anything_of_somebody_else_is_left_alone(thing: str):
    demo = people.create_people(now=MONDAY, started_at=MONDAY)
    reasons.reason("bezorging")
    reasons.channel("phone")
    assert state.find() == State.HALF

    if thing == "contact":
        reasons.contact(MONDAY, reason="bezorging", source="crm", external_ref="1")
    elif thing == "batch":
        ingest.open_batch(requested_by=demo["regisseur"], now=MONDAY, file_name="export.csv")
    elif thing == "reason":
        reasons.reason("abonnement")
    elif thing == "channel":
        reasons.channel("balie")
    else:
        Department.objects.create(code="verkoop", name="Verkoop")

    assert (state.find(), state.is_due()) == (State.FOREIGN, False)


def test_database_with_only_an_import_is_left_alone():
    ingest.open_batch(requested_by=None, now=MONDAY, file_name="export.csv")
    assert state.find() == State.FOREIGN


def test_finished_demo_is_not_due_again():
    created = people.create_people(now=MONDAY, started_at=MONDAY)
    state.mark(state.FINISHED, by=created["beheerder"], now=MONDAY)
    assert (state.find(), state.is_due()) == (State.COMPLETE, False)
