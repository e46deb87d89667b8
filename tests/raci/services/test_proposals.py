import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from contactreductie.core.models import AuditEvent, OutboxMessage
from contactreductie.core.refusals import NotAllowed, Refusal
from raci.enums import ActionState, EntryKind, RaciRole
from raci.models import ActionRole, ImprovementAction
from raci.services import actions
from tests.factories import people
from tests.factories import raci as make
from tests.factories import reasons as make_reasons
from tests.factories.clock import MONDAY
from tests.refusals import in_both

pytestmark = pytest.mark.django_db
A, R, C, I = RaciRole  # noqa: E741


def holders(action):
    return [(row.role, row.department or row.person) for row in action.roles.order_by("pk")]


def test_propose_without_roles_copies_the_matrix():
    org = make.organisation()
    make.assign(org.reason, org.customer_service, C)
    make.assign(org.reason, org.manager, I)
    finance = make.department("finance")
    make.assign(org.reason, finance, R)

    action = make.proposal(org)

    assert holders(action) == [
        ("A", org.logistics),
        ("R", finance),
        ("C", org.customer_service),
        ("I", org.manager),
    ]


def test_propose_without_r_in_the_matrix_makes_a_carry_it_out():
    org = make.organisation()
    assert holders(make.proposal(org)) == [("A", org.logistics), ("R", org.logistics)]


def test_copied_roles_stay_when_the_matrix_changes():
    org = make.organisation()
    action = make.proposal(org)
    make.assign(org.reason, make.department("finance"))
    assert holders(action) == [("A", org.logistics), ("R", org.logistics)]


def test_propose_inherits_from_the_reason_above():
    org = make.organisation()
    below = make_reasons.reason("niet-bezorgd", org.reason)
    assert holders(make.proposal(org, reason=below))[0] == ("A", org.logistics)


def test_numbers_are_given_out_without_gaps():
    org = make.organisation()
    with pytest.raises(Refusal):
        make.proposal(org, title=" ")
    assert [make.proposal(org).number for _ in range(3)] == [1, 2, 3]


def test_proposal_is_kept_with_its_history_and_audit():
    org = make.organisation()
    action = make.proposal(org, actor=org.agent, origin="2026-W10 spike", description=" Piek. ")
    entry = action.entries.get()
    assert (action.state, action.version, action.description) == (ActionState.PROPOSED, 1, "Piek.")
    assert (entry.kind, entry.to_state, entry.text) == (
        EntryKind.CREATED,
        ActionState.PROPOSED,
        "2026-W10 spike",
    )
    event = AuditEvent.objects.get(verb="action_created")
    assert (event.actor, event.subject_id, event.at) == (org.agent, "1", MONDAY)


@pytest.mark.parametrize("role", ["agent", "coordinator", "head", "manager"])
def test_whoever_takes_part_may_propose(role):
    org = make.organisation()
    assert make.proposal(org, actor=getattr(org, role)).created_by == getattr(org, role)


@pytest.mark.parametrize("role", ["administrator", "privacy_officer"])
def test_propose_by_somebody_outside_is_not_allowed(role):
    org = make.organisation()
    with pytest.raises(NotAllowed):
        make.proposal(org, actor=people.user("buiten", role))
    assert not ImprovementAction.objects.exists()


def test_propose_with_own_roles_needs_the_right_to_plan():
    org = make.organisation()
    roles = [make.letter(A, org.manager), make.letter(R, org.logistics)]
    with pytest.raises(NotAllowed):
        make.proposal(org, roles=roles, actor=org.agent)
    action = make.proposal(org, roles=roles, actor=org.coordinator)
    assert holders(action) == [("A", org.manager), ("R", org.logistics)]


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("logistics", True),
        ("depot", True),
        ("worker", True),
        ("head", True),
        ("finance", False),
        ("manager", False),
    ],
)
def test_department_owner_gives_the_a_within_the_own_department(who, allowed):
    """Section 2, when proposing and when handing over; others than A may be anybody."""
    org = make.organisation()
    made = {
        "depot": make.department("depot", parent=org.logistics),
        "finance": make.department("finance"),
    }
    roles = [make.letter(A, made.get(who) or getattr(org, who)), make.letter(R, org.team)]
    action = make.proposal(org)
    for call in (
        lambda: make.proposal(org, roles=roles, actor=org.head),
        lambda: actions.set_roles(action, roles=roles, actor=org.head, now=MONDAY),
    ):
        if allowed:
            assert holders(call())[0] == ("A", made.get(who) or getattr(org, who))
        else:
            with pytest.raises(NotAllowed):
                call()
    assert ImprovementAction.objects.count() == (2 if allowed else 1)


def test_department_owner_proposes_on_any_reason_without_choosing_an_a():
    org = make.organisation()
    elsewhere = make_reasons.reason("factuur")
    make.assign(elsewhere, make.department("finance"))
    assert make.proposal(org, reason=elsewhere, actor=org.head).created_by == org.head


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("x" * 201, "Maximaal 200 tekens."),
        ("a\x00b", "Deze tekst bevat stuurtekens."),
    ],
)
def test_title_that_does_not_fit_is_refused(title, message):
    org = make.organisation()
    with pytest.raises(Refusal) as refused:
        make.proposal(org, title=title)
    assert (str(refused.value), refused.value.field) == (message, "title")
    assert make.proposal(org, title="x" * 200).title == "x" * 200


@pytest.mark.parametrize(
    ("letters", "rule", "dutch", "english"),
    [
        (
            [],
            "A-1",
            "Kies precies één eindverantwoordelijke (A).",
            "Choose exactly one accountable party (A).",
        ),
        (
            [(A, "logistics"), (A, "manager")],
            "A-1",
            "Kies precies één eindverantwoordelijke (A).",
            "Choose exactly one accountable party (A).",
        ),
        (
            [(A, "logistics")],
            "A-1",
            "Kies minstens één uitvoerder (R).",
            "Choose at least one responsible party (R).",
        ),
        (
            [(A, "logistics"), (R, "worker"), (C, "worker")],
            "A-3",
            "Deze persoon heeft al een rol.",
            "This person already has a role.",
        ),
        (
            [(A, "logistics"), (R, "worker"), (I, "logistics")],
            "A-3",
            "Deze persoon heeft al een rol.",
            "This person already has a role.",
        ),
        (
            [(A, "logistics"), (R, "worker"), (R, "worker")],
            "A-3",
            "Deze persoon heeft al een rol.",
            "This person already has a role.",
        ),
        *(
            (
                [(A, inside), (R, "logistics")],
                "A-2",
                (
                    "Klantenservice kan faciliteren, maar niet eindverantwoordelijk zijn. "
                    "Kies een A buiten klantenservice."
                ),
                (
                    "Customer service can facilitate, but cannot be accountable. "
                    "Choose an A outside customer service."
                ),
            )
            for inside in ("customer_service", "team", "agent", "coordinator")
        ),
    ],
)
def test_letters_that_break_a_rule_are_refused(letters, rule, dutch, english):
    org = make.organisation()
    roles = [make.letter(role, getattr(org, name)) for role, name in letters]
    with pytest.raises(Refusal) as refused:
        make.proposal(org, roles=roles)
    assert refused.value.rule == rule
    with translation.override("nl"):
        assert str(refused.value) == dutch
    with translation.override("en-gb"):
        assert str(refused.value) == english


def test_customer_service_may_be_r_c_and_i():
    org = make.organisation()
    roles = [
        make.letter(A, org.logistics),
        make.letter(R, org.customer_service),
        make.letter(C, org.team),
        make.letter(I, org.agent),
    ]
    assert make.proposal(org, roles=roles).roles.count() == 4


def test_somebody_who_left_cannot_get_a_letter():
    org = make.organisation()
    org.worker.is_active = False
    org.worker.save()
    with pytest.raises(Refusal) as refused, translation.override("nl"):
        make.proposal(org, roles=[make.letter(A, org.logistics), make.letter(R, org.worker)])
    assert refused.value.field == "responsible"


def test_reason_without_owner_is_refused_not_guessed():
    org = make.organisation()
    with pytest.raises(Refusal, match=r"eindverantwoordelijke \(A\)"):
        make.proposal(org, reason=make_reasons.reason("factuur"))


def test_database_keeps_to_one_accountable():
    org = make.organisation()
    action = make.proposal(org)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionRole.objects.create(action=action, role=A, person=org.manager)


def test_follow_up_is_a_new_linked_action():
    org = make.organisation()
    closed = make.action_in(ActionState.CANCELLED, org)
    follow_up = make.proposal(org, follow_up_of=closed)
    assert (follow_up.follow_up_of, list(closed.follow_ups.all())) == (closed, [follow_up])


def test_set_roles_hands_the_action_over():
    org = make.organisation()
    action = make.proposal(org)
    roles = [make.letter(A, org.manager), make.letter(R, org.worker)]
    actions.set_roles(action, roles=roles, actor=org.coordinator, now=MONDAY, expected_version=1)
    entry = action.entries.last()
    assert holders(action) == [("A", org.manager), ("R", org.worker)]
    assert (entry.kind, entry.details["before"]) == (
        EntryKind.ROLES,
        ["A: Logistics", "R: Logistics"],
    )
    assert action.version == 2


def test_set_roles_to_customer_service_is_refused():
    org = make.organisation()
    action = make.proposal(org)
    roles = [make.letter(A, org.team), make.letter(R, org.worker)]
    with pytest.raises(Refusal) as refused:
        actions.set_roles(action, roles=roles, actor=org.coordinator, now=MONDAY)
    assert refused.value.rule == "A-2"
    assert holders(action) == [("A", org.logistics), ("R", org.logistics)]


def test_set_roles_by_an_agent_is_not_allowed():
    org = make.organisation()
    action = make.proposal(org)
    with pytest.raises(NotAllowed):
        actions.set_roles(action, roles=[], actor=org.agent, now=MONDAY)


def test_proposal_mails_the_head_in_the_own_language():
    org = make.organisation()
    org.head.language = "en-gb"
    org.head.save()
    make.proposal(org, actor=org.agent)
    mail = OutboxMessage.objects.get()
    assert (mail.recipient, mail.subject) == (
        "bakker@example.org",
        "New improvement action 1: Tweede bezorgpoging",
    )
    assert "Please accept it with a plan" in mail.text
    assert "/actions/1/" in mail.text


def test_proposal_by_the_head_needs_no_mail():
    org = make.organisation()
    make.proposal(org, actor=org.head)
    assert not OutboxMessage.objects.exists()


def test_propose_on_a_merged_reason_is_refused():
    """R-7: its contacts are counted elsewhere, so nothing could be shown."""
    org = make.organisation()
    into = make_reasons.reason("levering")
    org.reason.merged_into, org.reason.valid_until = into, MONDAY.date()
    org.reason.save()
    with pytest.raises(Refusal) as refused:
        make.proposal(org, actor=org.coordinator)
    assert (refused.value.rule, *in_both(refused.value)) == (
        "R-7",
        "Deze reden is al samengevoegd.",
        "This reason was merged already.",
    )
