"""V-1 and V-2: the check that everything shares that names a principle."""

import pytest

from contactreductie.core.refusals import Refusal
from raci.services import principles, vision
from tests.factories import people
from tests.factories import raci as make
from tests.factories.clock import MONDAY
from tests.refusals import in_both

pytestmark = pytest.mark.django_db


def refusal_of(principle, why="Daarom."):
    with pytest.raises(Refusal) as refused:
        principles.checked(principle, why)
    return refused.value


def test_sentence_is_kept_without_surrounding_space():
    principle = make.customer_vision(people.manager()).principles.first()
    assert principles.checked(principle, "  Daarom. ") == "Daarom."


def test_without_a_vision_nothing_can_be_named():
    """V-1."""
    refusal = refusal_of(None)
    assert (refusal.rule, refusal.field) == ("V-1", "principle")
    assert in_both(refusal) == ["Leg eerst de klantvisie vast.", "Adopt the customer vision first."]


def test_draft_is_no_vision_in_force():
    """V-1."""
    draft = vision.draft_vision(
        statement="Zo.", principles=["Eén."], actor=people.coordinator(), now=MONDAY
    )
    assert refusal_of(draft.principles.get()).rule == "V-1"


def test_principle_of_the_draft_cannot_be_named():
    """V-2."""
    manager = people.manager()
    make.customer_vision(manager)
    draft = vision.draft_vision(statement="Zo.", principles=["Eén."], actor=manager, now=MONDAY)
    assert refusal_of(draft.principles.get()).rule == "V-2"


def test_missing_or_old_principle_is_refused():
    """V-2."""
    manager = people.manager()
    old = make.customer_vision(manager).principles.first()
    make.customer_vision(manager)
    for principle in (None, old):
        refusal = refusal_of(principle)
        assert (refusal.rule, refusal.field) == ("V-2", "principle")
        assert in_both(refusal) == [
            "Koppel een principe uit de klantvisie.",
            "Link a principle of the customer vision.",
        ]


@pytest.mark.parametrize("why", [" ", "x" * 301])
def test_sentence_is_there_and_short(why):
    """V-2."""
    refusal = refusal_of(make.customer_vision(people.manager()).principles.first(), why)
    assert (refusal.rule, refusal.field) == ("V-2", "principle_why")


def test_sentence_of_300_characters_is_kept():
    principle = make.customer_vision(people.manager()).principles.first()
    assert principles.checked(principle, "x" * 300) == "x" * 300
