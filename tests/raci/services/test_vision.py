import pytest

from contactreductie.core.enums import Role
from contactreductie.core.refusals import NotAllowed, Refusal
from raci.enums import ActionState
from raci.queries import vision as vision_queries
from raci.services import vision
from tests.factories import people
from tests.factories import raci as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


def publish(actor, statement="Zo doen wij het.", principles=("Eerst voorkomen.",)):
    return vision.publish_vision(
        statement=statement, principles=principles, actor=actor, now=MONDAY
    )


def test_newest_version_is_active_with_numbered_principles():
    manager = people.manager()
    publish(manager)
    publish(manager, principles=["Eerst bellen.", " ", "Dan mailen. "])
    active = vision_queries.active()
    assert (active.version, active.approved_by, active.approved_at) == (2, manager, MONDAY)
    assert [str(principle) for principle in active.principles.all()] == [
        "1. Eerst bellen.",
        "2. Dan mailen.",
    ]
    assert [earlier.version for earlier in vision_queries.earlier(active)] == [1]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_vision_is_adopted_by_management_only(role):
    with pytest.raises(NotAllowed):
        publish(people.user("iemand", role))
    assert vision_queries.active() is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"statement": " "}, "statement"),
        ({"principles": []}, "principles"),
        ({"principles": [" "]}, "principles"),
        ({"principles": ["x" * 301]}, "principles"),
    ],
)
def test_incomplete_vision_is_refused(given, field):
    with pytest.raises(Refusal) as refused:
        publish(people.manager(), **given)
    assert refused.value.field == field
    assert vision_queries.active() is None


def test_open_actions_under_an_older_version_are_listed_for_recheck():
    org = make.organisation()
    planned = make.action_in(ActionState.PLANNED, org)
    make.action_in(ActionState.VERIFIED, org)
    make.proposal(org)
    assert list(vision_queries.to_recheck(vision_queries.active())) == []
    active = publish(org.manager)
    assert list(vision_queries.to_recheck(active)) == [planned]
