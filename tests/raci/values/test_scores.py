"""Scoring reasons (W-1), the principle with it (V-1, V-2) and who may."""

from datetime import timedelta

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import NotAllowed, Refusal
from raci.models import CustomerVision, ReasonScore
from raci.services import values
from reasons.enums import ReasonKind
from tests.factories import people
from tests.factories import raci as make
from tests.factories import reasons as make_reasons
from tests.factories.clock import MONDAY
from tests.factories.values import score, scorer
from tests.refusals import in_both

pytestmark = pytest.mark.django_db


def test_score_is_kept_with_department_principle_and_motive(panel):
    """W-1, V-2: newer scores are added, older ones stay."""
    score(panel.reason, panel.coordinator, -2, -1)
    newest = score(panel.reason, panel.coordinator, 1, -1, now=MONDAY + timedelta(days=1))
    assert ReasonScore.objects.count() == 2
    assert (newest.customer, newest.organisation, newest.motive) == (1, -1, "Zo zien wij het.")
    assert (newest.department, newest.scored_at) == (
        panel.org.customer_service,
        MONDAY + timedelta(days=1),
    )
    assert str(newest.principle) == "1. Wij voorkomen vragen."
    events = AuditEvent.objects.filter(verb="reason_scored")
    assert [event.details for event in events.order_by("pk")] == [
        {"customer": -2, "organisation": -1},
        {"customer": 1, "organisation": -1},
    ]


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.COORDINATOR, Role.MANAGER])
def test_score_is_given_by_these_roles_about_any_reason(panel, role):
    """Section 2."""
    elsewhere = make_reasons.reason("factuur")
    made = score(elsewhere, scorer("iemand", panel.org.team, role), 1, 1)
    assert made.department == panel.org.team


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_score_by_another_role_is_not_allowed(panel, role):
    """Section 2."""
    with pytest.raises(NotAllowed):
        score(panel.reason, scorer("iemand", panel.org.team, role), 1, 1)
    assert not ReasonScore.objects.exists()


def test_department_owner_scores_own_reasons_and_those_below_only(panel):
    """Section 2: the reasons that the own department is A of."""
    below = make_reasons.reason("niet-thuis", panel.reason)
    elsewhere = make_reasons.reason("factuur")
    assert score(below, panel.head, -1, -1).department == panel.org.logistics
    with pytest.raises(NotAllowed):
        score(elsewhere, panel.head, -1, -1)


def test_department_owner_scores_a_reason_whose_a_is_a_colleague(panel):
    reason = make_reasons.reason("schade")
    make.assign(reason, panel.org.worker)
    assert score(reason, panel.head, 1, 1).reason == reason


def test_score_by_somebody_without_department_is_refused(panel):
    """W-1: a score counts for a department."""
    with pytest.raises(Refusal) as refused:
        score(panel.reason, people.user("los", Role.COORDINATOR), 1, 1)
    assert tuple(in_both(refused.value)) == (
        "Je hoort bij geen afdeling. Vraag de beheerder je aan een afdeling te koppelen.",
        "You belong to no department. Ask the administrator to add you to one.",
    )


@pytest.mark.parametrize("number", [0, 3, -3])
@pytest.mark.parametrize("axis", ["customer", "organisation"])
def test_score_outside_the_scale_is_refused(panel, axis, number):
    """W-1."""
    given = {"customer": 1, "organisation": 1, axis: number}
    with pytest.raises(Refusal) as refused:
        score(panel.reason, panel.coordinator, **given)
    assert (refused.value.field, refused.value.rule) == (axis, "W-1")
    assert tuple(in_both(refused.value)) == (
        "Een score is -2, -1, 1 of 2.",
        "A score is -2, -1, 1 or 2.",
    )


def test_score_of_noise_is_refused(panel):
    """C-10."""
    spam = make_reasons.reason("spam", kind=ReasonKind.NOISE)
    with pytest.raises(Refusal) as refused:
        score(make_reasons.reason("reclame", spam), panel.coordinator, -1, -1)
    assert tuple(in_both(refused.value)) == (
        "Ruis heeft geen waarde: het is geen vraag van een klant.",
        "Noise has no value: it is no question of a customer.",
    )


def test_score_without_vision_is_refused(panel):
    """V-1."""
    CustomerVision.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        values.score_reason(
            reason=panel.reason,
            customer=1,
            organisation=1,
            motive="Zo is het.",
            principle=None,
            principle_why="Daarom.",
            actor=panel.coordinator,
            now=MONDAY,
        )
    assert (refused.value.rule, *in_both(refused.value)) == (
        "V-1",
        "Leg eerst de klantvisie vast.",
        "Adopt the customer vision first.",
    )


@pytest.mark.parametrize("is_older", [True, False])
def test_score_without_principle_of_the_active_version_is_refused(panel, is_older):
    """V-2."""
    older = CustomerVision.objects.get().principles.get(number=1)
    make.customer_vision(panel.manager)
    with pytest.raises(Refusal) as refused:
        score(
            panel.reason,
            panel.coordinator,
            1,
            1,
            principle=older if is_older else None,
            principle_why="Daarom.",
        )
    assert (refused.value.field, refused.value.rule) == ("principle", "V-2")
    assert tuple(in_both(refused.value)) == (
        "Koppel een principe uit de klantvisie.",
        "Link a principle of the customer vision.",
    )


@pytest.mark.parametrize("field", ["principle_why", "motive"])
def test_score_without_its_sentences_is_refused(panel, field):
    """V-2 asks for one sentence why; the motive is what the others discuss."""
    with pytest.raises(Refusal) as refused:
        score(panel.reason, panel.coordinator, 1, 1, **{field: " "})
    assert refused.value.field == field
