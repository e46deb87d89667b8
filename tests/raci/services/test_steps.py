"""Every step from every state by every kind of person (domain model, section 9)."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent, OutboxMessage
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci.enums import ActionState, RaciRole
from raci.models import ImprovementAction
from raci.services import actions
from tests.factories import people
from tests.factories import raci as make
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db
A, R, C, I = RaciRole  # noqa: E741
STEPS = {
    "accept": "proposed",
    "start": "planned",
    "report_done": "in_progress",
    "verify": "reported_done",
    "no_effect": "reported_done",
    "return_to_work": "reported_done",
    "cancel": "proposed planned in_progress reported_done",
}
# Who may, whatever the state: the letters on the action, then roles without a letter.
MAY = {
    "accept": {"A", "coordinator", "manager", "colleague of A"},
    "start": {"A", "R"},
    "report_done": {"R"},
    "verify": {"A"},
    "no_effect": {"A"},
    "return_to_work": {"A"},
    "cancel": {"A", "manager"},
}
WHO = ["A", "R", "C", "I", "agent", "coordinator", "manager", "colleague of A", "administrator"]


def cast_of(org):
    """One person per letter, and people without one."""
    finance = make.department("finance")
    return {
        "A": org.head,
        "R": make.join(people.user("uitvoerder", Role.DEPARTMENT_OWNER), finance),
        "C": make.join(people.user("adviseur", Role.DEPARTMENT_OWNER), finance),
        "I": make.join(people.user("lezer", Role.AGENT), finance),
        "agent": org.agent,
        "coordinator": org.coordinator,
        "manager": org.manager,
        "colleague of A": org.worker,
        "administrator": people.user("beheer", Role.ADMINISTRATOR),
    }


def action_in(state, org, who):
    letters = [make.letter(A, who["A"]), *(make.letter(RaciRole(x), who[x]) for x in "RCI")]
    letters[0] = make.letter(A, org.logistics)
    action = make.proposal(org, roles=letters)
    ImprovementAction.objects.filter(pk=action.pk).update(
        **make.plan(org),
        state=state,
        live_date=make.LIVE,
        result="Gedaan",
        reported_done_by=who["R"],
    )
    return ImprovementAction.objects.get(pk=action.pk)


def take(step, action, actor, org, **given):
    answers = {
        "accept": lambda: make.plan(org, due_date=make.MEASURABLE.date()),
        "report_done": lambda: {"result": "Gedaan", "live_date": make.LIVE},
        "verify": lambda: {"effect": make.EFFECT},
        "no_effect": lambda: {"effect": make.EFFECT},
        "return_to_work": lambda: {"remark": "Nog niet overal."},
        "cancel": lambda: {"remark": "Vervallen."},
    }
    asked = answers.get(step, dict)()
    now = given.pop("now", make.MEASURABLE)
    return getattr(actions, step)(action, **{**asked, **given}, actor=actor, now=now)


@pytest.mark.parametrize("state", ActionState.values)
@pytest.mark.parametrize("step", STEPS)
def test_step_is_open_to_these_people_from_these_states_only(step, state):
    org = make.organisation()
    make.customer_vision(org.manager)
    who = cast_of(org)
    outcomes = {}
    for person in WHO:
        action = action_in(state, org, who)
        try:
            outcomes[person] = take(step, action, who[person], org).state
        except NotAllowed:
            outcomes[person] = "not allowed"
        except Refusal as refusal:
            outcomes[person] = str(refusal)
    label = ActionState(state).label
    from_here = state in STEPS[step].split()
    reached = {
        "accept": "planned",
        "start": "in_progress",
        "report_done": "reported_done",
        "verify": "verified",
        "no_effect": "no_effect",
        "return_to_work": "in_progress",
        "cancel": "cancelled",
    }[step]
    allowed = reached if from_here else f"Deze stap kan niet vanuit status '{label}'."
    assert outcomes == {person: allowed if person in MAY[step] else "not allowed" for person in WHO}


def test_refused_state_is_named_in_the_readers_language():
    org = make.organisation()
    action = make.action_in(ActionState.PROPOSED, org)
    with pytest.raises(Refusal) as refused:
        actions.start(action, actor=org.head, now=MONDAY)
    with translation.override("nl"):
        assert str(refused.value) == "Deze stap kan niet vanuit status 'Voorstel'."
    with translation.override("en-gb"):
        assert str(refused.value) == "This step is not possible from state 'Proposal'."


@pytest.mark.parametrize("step", ["verify", "no_effect"])
def test_whoever_reported_done_never_verifies(step):
    org = make.organisation()
    action = make.action_in(ActionState.REPORTED_DONE, org, reporter=org.head)
    with pytest.raises(NotAllowed):
        take(step, action, org.head, org)


def test_coordinator_never_verifies_even_as_manager():
    org = make.organisation()
    both = people.user("beide", Role.COORDINATOR, Role.MANAGER)
    roles = [make.letter(A, both), make.letter(R, org.worker)]
    action = make.proposal(org, roles=roles)
    make.customer_vision(org.manager)
    actions.accept(action, **make.plan(org), actor=org.manager, now=MONDAY)
    actions.start(action, actor=both, now=MONDAY)
    done = {"result": "x", "live_date": make.LIVE}
    actions.report_done(action, **done, actor=org.worker, now=MONDAY)
    with pytest.raises(NotAllowed):
        take("verify", action, both, org)


@pytest.mark.parametrize("step", ["verify", "no_effect"])
def test_verify_too_early_is_refused_with_the_weeks_so_far(step):
    org = make.organisation()
    action = make.action_in(ActionState.REPORTED_DONE, org)
    # Live on 9 March: by 30 March two whole weeks (16-22 and 23-29 March) are over.
    with pytest.raises(Refusal) as refused:
        take(step, action, org.head, org, now=amsterdam("2026-03-30 00:00"))
    with translation.override("nl"):
        assert str(refused.value) == "Er zijn pas 2 van 4 volledige weken na livegang."
    with translation.override("en-gb"):
        assert str(refused.value) == ("Only 2 of 4 complete weeks have passed since going live.")


def test_verify_needs_an_effect_with_its_interval():
    org = make.organisation()
    action = make.action_in(ActionState.REPORTED_DONE, org)
    with pytest.raises(Refusal):
        take("verify", action, org.head, org, effect={"change": -0.2})
    assert take("verify", action, org.head, org).effect == make.EFFECT


def test_report_done_with_a_live_date_ahead_is_refused():
    org = make.organisation()
    action = make.action_in(ActionState.IN_PROGRESS, org)
    tomorrow = MONDAY.date() + timedelta(days=1)
    with pytest.raises(Refusal) as refused:
        take("report_done", action, org.worker, org, now=MONDAY, live_date=tomorrow)
    assert refused.value.field == "live_date"
    with translation.override("nl"):
        assert str(refused.value) == "De livedatum ligt in de toekomst."


@pytest.mark.parametrize(
    ("state", "step", "missing"),
    [
        ("in_progress", "report_done", {"result": " "}),
        ("in_progress", "report_done", {"live_date": None}),
        ("reported_done", "return_to_work", {"remark": ""}),
        ("planned", "cancel", {"remark": ""}),
    ],
)
def test_step_without_its_answer_is_refused_at_the_field(state, step, missing):
    org = make.organisation()
    action = make.action_in(ActionState(state), org)
    actor = org.worker if step == "report_done" else org.head
    with pytest.raises(Refusal) as refused:
        take(step, action, actor, org, **missing)
    assert [refused.value.field] == list(missing)
    assert ImprovementAction.objects.get(pk=action.pk).state == state


def test_returned_work_can_be_reported_and_verified_again():
    org = make.organisation()
    action = make.action_in(ActionState.REPORTED_DONE, org)
    take("return_to_work", action, org.head, org)
    assert action.reported_done_by is None
    later = date(2026, 4, 1)
    take("report_done", action, org.worker, org, live_date=later)
    assert (action.reported_done_by, action.live_date) == (org.worker, later)


def test_step_on_an_old_version_is_a_conflict():
    org = make.organisation()
    action = make.action_in(ActionState.PLANNED, org)
    seen = action.version
    actions.start(action, actor=org.head, now=MONDAY, expected_version=seen)
    with pytest.raises(Conflict) as refused:
        actions.start(action, actor=org.worker, now=MONDAY, expected_version=seen)
    assert refused.value.status == 409
    with translation.override("nl"):
        assert str(refused.value) == (
            "Iemand heeft dit zojuist gewijzigd. Herlaad en probeer opnieuw."
        )


def test_two_who_loaded_the_same_version_cannot_both_win():
    org = make.organisation()
    action = make.action_in(ActionState.PLANNED, org)
    mine = ImprovementAction.objects.get(pk=action.pk)
    theirs = ImprovementAction.objects.get(pk=action.pk)
    actions.cancel(theirs, remark="Vervallen.", actor=org.manager, now=MONDAY)
    with pytest.raises(Conflict):
        actions.start(mine, actor=org.head, now=MONDAY)
    kept = ImprovementAction.objects.get(pk=action.pk)
    assert (kept.state, kept.entries.count()) == (ActionState.CANCELLED, 3)


def test_whole_road_leaves_a_history_and_an_audit_trail():
    org = make.organisation()
    action = make.action_in(ActionState.VERIFIED, org)
    steps = [(entry.from_state, entry.to_state) for entry in action.entries.all()]
    assert steps == [
        ("", "proposed"),
        ("proposed", "planned"),
        ("planned", "in_progress"),
        ("in_progress", "reported_done"),
        ("reported_done", "verified"),
    ]
    assert AuditEvent.objects.filter(verb="action_transition", subject_id="1").count() == 4
    assert (action.version, action.closed_at) == (5, make.MEASURABLE)


def test_mail_goes_to_a_and_r_but_not_to_whoever_took_the_step():
    org = make.organisation()
    action = make.action_in(ActionState.IN_PROGRESS, org)
    roles = [make.letter(A, org.logistics), make.letter(R, org.worker)]
    actions.set_roles(action, roles=roles, actor=org.head, now=MONDAY)
    OutboxMessage.objects.all().delete()
    take("report_done", action, org.worker, org, now=MONDAY)
    assert [mail.recipient for mail in OutboxMessage.objects.all()] == ["bakker@example.org"]
    assert "4 volledige weken" in OutboxMessage.objects.get().text


def test_mail_tells_the_proposer_what_became_of_it():
    org = make.organisation()
    action = make.proposal(org, actor=org.agent)
    OutboxMessage.objects.all().delete()
    actions.cancel(action, remark="Dit doen we al.", actor=org.head, now=MONDAY)
    told = {mail.recipient: mail.text for mail in OutboxMessage.objects.all()}
    assert "Dit doen we al." in told[org.agent.email]


def test_start_is_no_news_for_anybody():
    org = make.organisation()
    action = make.action_in(ActionState.PLANNED, org)
    OutboxMessage.objects.all().delete()
    actions.start(action, actor=org.worker, now=MONDAY)
    assert not OutboxMessage.objects.exists()
