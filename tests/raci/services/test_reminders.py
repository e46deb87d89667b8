from datetime import date, datetime, time, timedelta

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.models import OutboxMessage, User
from raci import tasks
from raci.enums import ActionState
from raci.services import reminders
from tests.factories import people
from tests.factories import raci as make

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 6)


@pytest.fixture
def org():
    """A is a depot whose head Visser works under Bakker of logistics; R is Mulder."""
    organisation = make.organisation()
    visser = people.user("visser", Role.DEPARTMENT_OWNER)
    depot = make.department("depot", parent=organisation.logistics, head=visser)
    roles = [make.letter("A", depot), make.letter("R", organisation.worker)]
    action = make.proposal(organisation, roles=roles)
    make.customer_vision(organisation.manager)
    type(action).objects.filter(pk=action.pk).update(
        state=ActionState.IN_PROGRESS, **make.plan(organisation)
    )
    OutboxMessage.objects.all().delete()
    return organisation


def on(days: int, *, hour: int = 8) -> datetime:
    return datetime.combine(DUE + timedelta(days=days), time(hour), AMSTERDAM)


def reminded(now: datetime) -> list[str]:
    """Who gets a mail that was not there yet."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    reminders.send_reminders(now=now)
    new = OutboxMessage.objects.exclude(pk__in=before)
    return sorted(mail.recipient.split("@")[0] for mail in new)


@pytest.mark.parametrize(
    ("days", "who"),
    [
        (-4, []),
        (-3, ["mulder"]),
        (0, ["mulder"]),
        (1, ["mulder", "visser"]),
        (6, ["mulder", "visser"]),
        (7, ["bakker"]),
        (13, ["bakker"]),
        (14, ["directie"]),
        (100, ["directie"]),
    ],
)
def test_reminder_goes_to_who_has_to_move_at_this_stage(org, days, who):
    assert reminded(on(days)) == who


def test_each_stage_is_sent_exactly_once(org):
    days = [reminded(on(day)) for day in range(-5, 30)]
    assert [who for who in days if who] == [
        ["mulder"],
        ["mulder", "visser"],
        ["bakker"],
        ["directie"],
    ]
    assert reminded(on(-3, hour=20)) == []


def test_moved_due_date_starts_the_stages_anew(org):
    reminded(on(1))
    org.reason.actions.update(due_date=DUE + timedelta(days=10))
    assert reminded(on(7)) == ["mulder"]


@pytest.mark.parametrize("state", ["reported_done", "verified", "cancelled"])
def test_finished_work_is_left_in_peace(org, state):
    org.reason.actions.update(state=state, live_date=DUE)
    assert reminded(on(20)) == []


def test_top_of_the_organisation_has_management_above_it(org):
    org.logistics.head = None
    org.logistics.save()
    assert reminded(on(7)) == ["directie"]


def test_person_who_is_a_has_the_head_of_the_department_above(org):
    action = org.reason.actions.get()
    action.roles.filter(role="A").update(department=None, person=org.worker)
    action.roles.filter(role="R").delete()
    assert reminded(on(7)) == ["bakker"]


@pytest.mark.parametrize("count", [1, 3])
def test_reminding_takes_a_fixed_number_of_queries_per_new_action_and_none_for_others(
    org, django_assert_num_queries, count
):
    """Departments, actions, their roles, what was written before; for each action its people,
    and a transaction with two mails."""
    for _ in range(count - 1):
        roles = [make.letter("A", org.logistics), make.letter("R", org.worker)]
        late = make.proposal(org, roles=roles)
        fields = {"state": ActionState.PLANNED, **make.plan(org)}
        org.reason.actions.filter(pk=late.pk).update(**fields)
    OutboxMessage.objects.all().delete()
    with django_assert_num_queries(4 + 5 * count):
        assert reminders.send_reminders(now=on(1)) == 2 * count
    with django_assert_num_queries(4):
        assert reminders.send_reminders(now=on(2)) == 0


def test_reminder_says_how_late_in_the_readers_language(org):
    User.objects.filter(username="visser").update(language="en-gb")
    reminders.send_reminders(now=on(1))
    subjects = dict(OutboxMessage.objects.values_list("recipient", "subject"))
    assert subjects == {
        "mulder@example.org": "Actie 1 is 1 dag te laat: Tweede bezorgpoging",
        "visser@example.org": "Action 1 is 1 day late: Tweede bezorgpoging",
    }


def test_task_reminds_with_the_clock_of_today(org):
    org.reason.actions.update(due_date=date(2026, 1, 1))
    tasks.send_reminders()
    assert OutboxMessage.objects.get().recipient == "directie@example.org"
