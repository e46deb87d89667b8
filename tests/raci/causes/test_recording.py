"""Causes are records of their own, each with something that shows it (R-9)."""

import pytest
from django.db import IntegrityError, transaction

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import NotAllowed, Refusal
from raci.enums import EvidenceKind
from raci.models import CauseEvidence, RootCause
from raci.queries import causes as queries
from raci.services import causes
from raci.services.causes import EvidenceDraft
from reasons.enums import ReasonKind
from tests.factories import journeys, people
from tests.factories import raci as make
from tests.factories import reasons as make_reasons
from tests.factories.causes import cause, read
from tests.factories.clock import MONDAY
from tests.refusals import worded

pytestmark = pytest.mark.django_db


@pytest.fixture
def org():
    return make.organisation()


def test_cause_keeps_what_shows_it(org):
    """R-9: each kind of source once."""
    step = journeys.linked_step(org).step
    given = [
        read(10),
        EvidenceDraft(EvidenceKind.SURVEY_ANSWERS, " Klanten wisten niets. ", 3),
        EvidenceDraft(EvidenceKind.PROCESS_STEP, "Hier wordt overgetypt.", step=step),
        EvidenceDraft(EvidenceKind.AGENT_SIGNALS),
    ]

    made = cause(org.reason, org.coordinator, description=" Overtypen ", evidence=given)

    assert (made.description, made.category, made.recorded_by) == (
        "Overtypen",
        "process",
        org.coordinator,
    )
    assert list(made.evidence.values_list("kind", "count", "step", "text")) == [
        ("contacts", 10, None, "In negen stond een verkeerd adres."),
        ("survey_answers", 3, None, "Klanten wisten niets."),
        ("process_step", None, step.pk, "Hier wordt overgetypt."),
    ]
    assert AuditEvent.objects.filter(verb="cause_recorded").count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "dutch", "english"),
    [
        (
            {"evidence": []},
            "",
            "Onderbouw de oorzaak met minstens één bron.",
            "Support the cause with at least one source.",
        ),
        (
            {"evidence": [read(9)]},
            "contacts_count",
            "Lees minstens 10 contacten.",
            "Read at least 10 contacts.",
        ),
        (
            {"evidence": [read(None)]},
            "contacts_count",
            "Lees minstens 10 contacten.",
            "Read at least 10 contacts.",
        ),
        (
            {"evidence": [EvidenceDraft(EvidenceKind.AGENT_SIGNALS, "Vaak gehoord.")]},
            "agent_signals_count",
            "Vul in hoeveel, minstens 1.",
            "Fill in how many, at least 1.",
        ),
        (
            {"evidence": [read(text=" ")]},
            "contacts_text",
            "Schrijf op wat daaruit bleek.",
            "Write down what it showed.",
        ),
        (
            {"evidence": [EvidenceDraft(EvidenceKind.PROCESS_STEP, "Daar.")]},
            "process_step_step",
            "Kies een processtap.",
            "Choose a process step.",
        ),
        (
            {"category": "weer"},
            "category",
            "Kies bij wie de oorzaak ligt.",
            "Choose on whose side the cause lies.",
        ),
        ({"description": " "}, "description", "Vul dit veld in.", "Fill in this field."),
    ],
)
def test_cause_without_support_is_refused(org, changed, field, dutch, english):
    """R-9."""
    with pytest.raises(Refusal) as refused:
        cause(org.reason, org.coordinator, **changed)

    assert (refused.value.rule, refused.value.field or "") == ("R-9", field)
    assert (worded(refused, "nl"), worded(refused, "en")) == (dutch, english)
    assert not RootCause.objects.exists()


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.COORDINATOR, Role.MANAGER])
def test_cause_is_recorded_by_who_weighs_reasons(org, role):
    assert cause(org.reason, people.user("iemand", role)).pk


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_cause_is_not_recorded_by_another_role(org, role):
    with pytest.raises(NotAllowed):
        cause(org.reason, people.user("iemand", role))


def test_department_owner_records_causes_of_own_reasons_only(org):
    elsewhere = make_reasons.reason("factuur")
    assert cause(org.reason, org.head).pk
    with pytest.raises(NotAllowed):
        cause(elsewhere, org.head)


def test_noise_has_no_cause(org):
    """C-10."""
    noise = make_reasons.reason("spam", kind=ReasonKind.NOISE)
    with pytest.raises(Refusal) as refused:
        cause(noise, org.coordinator)
    assert refused.value.rule == "C-10"
    assert worded(refused, "nl") == "Ruis is geen vraag van een klant: er is geen oorzaak."


def test_withdrawn_cause_stays_readable_and_comes_last(org):
    old = cause(org.reason, org.coordinator)
    new = cause(org.reason, org.coordinator, description="Het etiket is onleesbaar.")

    causes.withdraw_cause(new, why="Etiketten zijn goed.", actor=org.head, now=MONDAY)

    assert list(queries.causes_of([org.reason.pk])) == [old, new]
    assert list(queries.standing([org.reason.pk])) == [old]
    with pytest.raises(Refusal) as refused:
        causes.withdraw_cause(new, why="Nog eens.", actor=org.head, now=MONDAY)
    assert worded(refused, "nl") == "Deze oorzaak is al ingetrokken."
    assert worded(refused, "en") == "This cause was withdrawn already."


def test_cause_is_not_withdrawn_without_a_reason_or_by_another(org):
    made = cause(org.reason, org.coordinator)
    with pytest.raises(Refusal) as refused:
        causes.withdraw_cause(made, why=" ", actor=org.head, now=MONDAY)
    assert refused.value.field == "why"
    with pytest.raises(NotAllowed):
        causes.withdraw_cause(made, why="Niet waar.", actor=org.agent, now=MONDAY)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "contacts", "count": None},
        {"kind": "process_step", "count": None},
        {"kind": "process_step", "count": 3},
    ],
)
def test_database_keeps_what_a_source_is(org, fields):
    made = cause(org.reason, org.coordinator)
    made.evidence.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        CauseEvidence.objects.create(cause=made, text="Iets.", **fields)
