import pytest
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci.enums import EvidenceKind, JourneyKind
from raci.models import Journey, ProcessStep, StepReason
from raci.services import causes, journeys, step_reasons
from raci.services.causes import EvidenceDraft
from raci.services.journeys import JourneyDraft, StepDraft
from reasons.enums import ReasonKind
from tests.factories import journeys as make
from tests.factories import people, raci, reasons
from tests.factories.causes import cause
from tests.factories.clock import MONDAY
from tests.refusals import in_both

pytestmark = pytest.mark.django_db
EDITORS = (Role.COORDINATOR, Role.MANAGER)


def names(rows) -> list[str]:
    return [row.name_nl for row in rows]


def test_steps_stand_in_the_order_they_were_added(org):
    """R-10"""
    journey = make.journey(org.coordinator, "Van bestelling tot pakket")
    for name in ("Kiezen", "Betalen", "Bezorgen"):
        make.step(journey, org.coordinator, name)
    assert names(journey.steps.all()) == ["Kiezen", "Betalen", "Bezorgen"]
    assert journey.code == "van-bestelling-tot-pakket"
    assert AuditEvent.objects.filter(verb="step_created").count() == 3


def test_two_steps_of_one_name_get_their_own_codes(org):
    journey = make.journey(org.coordinator)
    codes = [make.step(journey, org.coordinator, "Betalen").code for _number in range(3)]
    assert codes == ["betalen", "betalen-2", "betalen-3"]


@pytest.mark.parametrize(
    ("places", "order"),
    [(-1, ["B", "A", "C"]), (1, ["A", "C", "B"]), (-9, ["B", "A", "C"]), (9, ["A", "C", "B"])],
)
def test_step_moves_within_its_journey(org, places, order):
    """R-10"""
    journey = make.journey(org.coordinator)
    steps = [make.step(journey, org.coordinator, name) for name in "ABC"]
    journeys.move_step(steps[1], places=places, actor=org.coordinator, now=MONDAY)
    assert names(journey.steps.all()) == order


def test_journeys_move_too(org):
    made = [make.journey(org.coordinator, name) for name in "AB"]
    journeys.move_journey(made[1], places=-1, actor=org.manager, now=MONDAY)
    assert names(Journey.objects.all()) == ["B", "A"]


def test_journey_and_step_are_renamed_and_given_an_owner(org):
    journey = make.journey(org.coordinator)
    step = make.step(journey, org.coordinator)
    draft = JourneyDraft("Retour", "Return", JourneyKind.PROCESS, is_active=False)
    journeys.change_journey(journey, draft, actor=org.manager, now=MONDAY)
    owned = StepDraft("Inpakken", department=org.logistics)
    journeys.change_step(step, owned, actor=org.manager, now=MONDAY)
    kept, changed = Journey.objects.get(), ProcessStep.objects.get()
    assert (kept.name_nl, kept.name_en, kept.kind, kept.is_active) == (
        "Retour",
        "Return",
        "process",
        False,
    )
    assert (changed.name_nl, changed.department, changed.code) == (
        "Inpakken",
        org.logistics,
        "bezorgen",
    )


@pytest.mark.parametrize(("name", "message"), [(" ", "Vul dit veld in."), ("x" * 201, "")])
def test_name_that_is_missing_or_too_long_is_refused(org, name, message):
    with pytest.raises(Refusal) as refusal:
        make.journey(org.coordinator, name)
    assert refusal.value.field == "name_nl"
    with translation.override("nl"):
        assert message in str(refusal.value)
    assert not Journey.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_journeys_are_drawn_by_coordinator_and_management(org, role):
    actor = people.user("iemand", role)
    if role in EDITORS:
        assert make.journey(actor).position == 0
    else:
        with pytest.raises(NotAllowed):
            make.journey(actor)


def test_leaf_belongs_to_one_step_at_most(org):
    """R-10"""
    journey = make.journey(org.coordinator)
    first, second = (make.step(journey, org.coordinator, name) for name in ("Kiezen", "Betalen"))
    leaf = reasons.reason("maat", org.reason)
    link = make.link(first, leaf, org.coordinator)
    assert make.link(first, leaf, org.coordinator) == link
    with pytest.raises(Refusal) as refusal:
        make.link(second, leaf, org.coordinator)
    assert (refusal.value.rule, refusal.value.field) == ("R-10", "reason")
    with translation.override("nl"):
        assert str(refusal.value) == "Deze reden hoort al bij stap 'Kiezen'."
    with translation.override("en"):
        assert str(refusal.value) == "This reason already belongs to step 'Kiezen'."
    step_reasons.unlink_reason(link, actor=org.coordinator, now=MONDAY)
    assert make.link(second, leaf, org.coordinator).step == second


def test_branch_and_noise_belong_to_no_step(org):
    """R-10"""
    step = make.step(make.journey(org.coordinator), org.coordinator)
    reasons.reason("maat", org.reason)
    noise = reasons.reason("spam", kind=ReasonKind.NOISE)
    said = []
    for reason in (org.reason, noise):
        with pytest.raises(Refusal) as refusal:
            make.link(step, reason, org.coordinator)
        for language in ("nl", "en"):
            with translation.override(language):
                said.append(str(refusal.value))
    assert said == [
        "Alleen een reden zonder reden eronder kan worden gekoppeld.",
        "Only a reason without reasons below it can be linked.",
        "Ruis hoort bij geen stap.",
        "Noise belongs to no step.",
    ]
    assert not StepReason.objects.exists()


def test_department_owner_links_to_own_steps_only(org):
    """R-10"""
    journey = make.journey(org.coordinator)
    own = make.step(journey, org.coordinator, "Bezorgen", org.logistics)
    others = make.step(journey, org.coordinator, "Bellen", org.customer_service)
    nobodys = make.step(journey, org.coordinator, "Kiezen")
    leaf = reasons.reason("maat", org.reason)
    for step in (others, nobodys):
        with pytest.raises(NotAllowed):
            make.link(step, leaf, org.head)
    link = make.link(own, leaf, org.head)
    with pytest.raises(NotAllowed):
        step_reasons.unlink_reason(link, actor=org.agent, now=MONDAY)
    with pytest.raises(NotAllowed):
        journeys.move_step(own, places=1, actor=org.head, now=MONDAY)
    step_reasons.unlink_reason(link, actor=org.worker, now=MONDAY)
    assert not StepReason.objects.exists()


def test_step_that_shows_a_cause_stays(org):
    """R-9, R-10: after the cause was withdrawn too; what was written stays."""
    step = make.linked_step(org).step
    shown = EvidenceDraft(EvidenceKind.PROCESS_STEP, "Hier gaat het mis.", step=step)
    found = cause(org.reason, org.coordinator, evidence=[shown])
    for is_withdrawn in (False, True):
        if is_withdrawn:
            causes.withdraw_cause(found, why="Toch niet.", actor=org.coordinator, now=MONDAY)
        with pytest.raises(Refusal) as refused:
            journeys.remove_step(step, actor=org.coordinator, now=MONDAY)
        assert (refused.value.rule, in_both(refused.value)) == (
            "R-9",
            [
                "Deze stap onderbouwt een oorzaak van: Bezorging. Daarom blijft hij bestaan.",
                "This step shows a cause of: Bezorging. That is why it stays.",
            ],
        )
    assert StepReason.objects.count() == 1


def test_removed_step_lets_go_of_its_reasons(org):
    link = make.linked_step(org)
    with pytest.raises(NotAllowed):
        journeys.remove_step(link.step, actor=org.head, now=MONDAY)
    journeys.remove_step(link.step, actor=raci.people.manager("baas"), now=MONDAY)
    assert (ProcessStep.objects.count(), StepReason.objects.count()) == (0, 0)


def test_step_that_somebody_removed_meanwhile_does_not_come_back(org):
    """R-10."""
    made = make.step(make.journey(org.coordinator), org.coordinator)
    seen = ProcessStep.objects.get(pk=made.pk)
    journeys.remove_step(made, actor=org.coordinator, now=MONDAY)
    for does in (
        lambda: journeys.change_step(seen, StepDraft("Anders"), actor=org.coordinator, now=MONDAY),
        lambda: journeys.move_step(seen, places=1, actor=org.coordinator, now=MONDAY),
        lambda: journeys.remove_step(seen, actor=org.coordinator, now=MONDAY),
    ):
        with pytest.raises(Conflict):
            does()
    assert not ProcessStep.objects.exists()
