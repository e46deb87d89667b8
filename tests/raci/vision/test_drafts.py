"""V-1: a draft by coordinator or management, approved by the management."""

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import Conflict, NotAllowed
from raci.models import CustomerVision
from raci.queries import vision as queries
from raci.services import vision
from tests.factories import people
from tests.factories import raci as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
LATER_ROLES = [role for role in Role if role not in {Role.COORDINATOR, Role.MANAGER}]


def draft(actor, *principles):
    given = principles or ("Eerst voorkomen.",)
    return vision.draft_vision(
        statement="Zo doen wij het.", principles=given, actor=actor, now=MONDAY
    )


def verbs():
    return list(
        AuditEvent.objects.filter(verb__startswith="vision_")
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def test_draft_is_never_active():
    """V-1."""
    manager = people.manager()
    active = make.customer_vision(manager)
    written = draft(people.coordinator(), "Eén.", "Twee.")
    assert (written.version, written.approved_at) == (2, None)
    assert queries.active() == active
    assert queries.draft() == written
    assert list(queries.earlier(active)) == []


def test_changed_draft_takes_the_place_of_the_one_before():
    coordinator = people.coordinator()
    first = draft(coordinator, "Eén.")
    second = draft(coordinator, "Twee.")
    assert second.pk != first.pk
    assert [row.principles.get().text for row in CustomerVision.objects.all()] == ["Twee."]


def test_approved_draft_is_in_force_with_the_next_number():
    """V-1: approved by directie."""
    manager = people.manager()
    make.customer_vision(manager)
    approved = vision.approve_vision(draft=draft(people.coordinator()), actor=manager, now=MONDAY)
    active = queries.active()
    assert active == approved
    assert (active.version, active.approved_by, active.approved_at) == (2, manager, MONDAY)
    assert active.drafted_by.username == "regisseur"
    assert queries.draft() is None
    assert verbs() == ["vision_published", "vision_drafted", "vision_approved"]


def test_version_after_withdrawn_drafts_has_no_gap():
    manager = people.manager()
    vision.withdraw_draft(draft=draft(manager), actor=manager, now=MONDAY)
    assert queries.draft() is None
    assert make.customer_vision(manager).version == 1
    assert verbs() == ["vision_drafted", "vision_draft_withdrawn", "vision_published"]


def test_version_in_one_step_takes_the_place_of_the_draft():
    manager = people.manager()
    draft(people.coordinator())
    make.customer_vision(manager)
    assert CustomerVision.objects.get().approved_by == manager


def test_draft_that_changed_meanwhile_is_not_approved():
    manager = people.manager()
    seen = draft(people.coordinator())
    draft(manager)
    with pytest.raises(Conflict):
        vision.approve_vision(draft=seen, actor=manager, now=MONDAY)
    assert queries.active() is None


def test_approved_version_is_not_withdrawn():
    manager = people.manager()
    active = make.customer_vision(manager)
    with pytest.raises(Conflict):
        vision.withdraw_draft(draft=active, actor=manager, now=MONDAY)
    assert queries.active() == active


@pytest.mark.parametrize("role", LATER_ROLES)
def test_draft_is_for_coordinator_and_management(role):
    somebody, written = people.user("iemand", role), draft(people.manager())
    with pytest.raises(NotAllowed):
        draft(somebody)
    with pytest.raises(NotAllowed):
        vision.withdraw_draft(draft=written, actor=somebody, now=MONDAY)


@pytest.mark.parametrize("role", [*LATER_ROLES, Role.COORDINATOR])
def test_draft_is_approved_by_management_only(role):
    """V-1."""
    with pytest.raises(NotAllowed):
        vision.approve_vision(
            draft=draft(people.manager()), actor=people.user("iemand", role), now=MONDAY
        )
    assert queries.active() is None
