from datetime import timedelta

import pytest
from django.utils import translation

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import OutboxMessage, Sequence
from contactreductie.core.refusals import Refusal
from feedbackloop.enums import LoopStepName, ReportStatus
from feedbackloop.models import Finding, LoopStep, WeeklyReport
from feedbackloop.services import facts, loop, notices, routing
from feedbackloop.services import reports as report_services
from raci.models import ImprovementAction
from tests.factories import feedbackloop as build
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY, amsterdam
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    """One leaf owned by logistics, and a manager who wants to know."""
    delivery = make.reason("delivery")
    make.reason("not-delivered", delivery)
    make.channel("phone")
    build.accountable(delivery, build.department("logistics"))
    return people.manager()


def state():
    """Everything the loop leaves behind."""
    return {
        "reports": list(WeeklyReport.objects.values_list("week_start", "document", "sha256")),
        "findings": list(Finding.objects.values_list("number", "kind", "action")),
        "actions": list(ImprovementAction.objects.values_list("number", "title", "origin")),
        "mails": sorted(OutboxMessage.objects.values_list("event", "recipient", "text")),
        "steps": sorted(LoopStep.objects.values_list("week_start", "step", "done_at")),
    }


def run(week=W10, now=MONDAY):
    return loop.run_week(week=week, now=now)


def test_run_week_publishes_the_report_and_opens_an_action(shop):
    build.contacts(W10, 20)

    result = run()

    assert result.as_dict() == {
        "week": "2026-W10",
        "version": 1,
        "findings": 1,
        "actions_opened": 1,
        "unrouted": 0,
        "skipped": False,
    }
    assert WeeklyReport.objects.get().status == ReportStatus.PUBLISHED


def test_run_week_again_changes_nothing_and_says_it_skipped(shop):
    build.contacts(W10, 20)
    run()
    before = state()
    build.contacts(W10, 5)

    result = run(now=MONDAY + timedelta(days=3))

    assert (result.skipped, result.actions_opened, result.findings) == (True, 0, 1)
    assert state() == before


@pytest.mark.parametrize("step", ["build_draft", "route_findings", "publish", "announce"])
def test_run_week_after_a_failing_step_ends_as_one_clean_run(shop, monkeypatch, step):
    build.contacts(W10, 20)
    owner = {
        "build_draft": report_services,
        "route_findings": routing,
        "publish": report_services,
        "announce": notices,
    }[step]
    with monkeypatch.context() as broken:
        broken.setattr(owner, step, _fail)
        with pytest.raises(ZeroDivisionError):
            run()
    assert LoopStep.objects.filter(done_at=None).exists()

    result = run()
    after_failure = state()

    assert result.skipped is False
    _forget_loop()
    run()
    assert state() == after_failure


def _fail(*_args, **_options):
    raise ZeroDivisionError


def _forget_loop():
    for model in (Finding, WeeklyReport, LoopStep, OutboxMessage, Sequence):
        model.objects.all().delete()
    ImprovementAction.objects.all().delete()


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en-gb", "Week 2026-W47 is still running (until Sunday 22 November)."),
        ("nl", "Week 2026-W47 loopt nog (t/m zondag 22 november)."),
    ],
)
def test_run_week_of_a_week_still_running_is_refused(language, message):
    with translation.override(language):
        with pytest.raises(Refusal) as refused:
            run(IsoWeek.parse("2026-W47"), amsterdam("2026-11-22 23:59"))

        assert str(refused.value) == message


def test_run_week_of_a_week_without_contacts_is_refused_and_leaves_nothing():
    with pytest.raises(Refusal) as refused:
        run()

    with translation.override("en-gb"):
        expected = "Week 2026-W10 has no contacts; there is nothing to report."
        assert str(refused.value) == expected
    assert LoopStep.objects.count() == 0


def test_run_week_writes_its_steps_in_order(shop, monkeypatch):
    build.contacts(W10, 20)

    run()

    assert [name for name, _work in loop.STEPS] == list(LoopStepName)
    assert LoopStep.objects.filter(done_at=MONDAY).count() == 4


# --- What is due (F-3) ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-09 05:59", []),
        ("2026-03-09 06:00", ["2026-W10"]),
        ("2026-03-15 12:00", ["2026-W10"]),
    ],
)
def test_due_weeks_begin_on_monday_at_six_local_time(shop, now, due):
    build.contacts(W10, 1)

    assert [str(week) for week in loop.due_weeks(amsterdam(now))] == due


def test_due_weeks_before_the_first_report_are_only_the_last_week(shop):
    build.series("not-delivered", [1, 1, 1])

    assert loop.due_weeks(MONDAY) == [W10]


def test_due_weeks_make_up_for_missed_weeks_that_have_contacts(shop):
    build.contacts(W10, 1)
    build.contacts(W10.plus(1), 1)
    build.contacts(W10.plus(3), 1)
    build.run_loop()

    due = loop.due_weeks(W10.plus(4).start() + timedelta(hours=7))

    assert due == [W10.plus(1), W10.plus(3)]


def test_due_weeks_make_up_for_the_last_few_only(shop):
    """A report of long ago, made by hand, is not followed by all there were since."""
    for weeks in range(13):
        build.contacts(W10.plus(weeks), 1)
    build.run_loop()

    due = loop.due_weeks(W10.plus(13).start() + timedelta(hours=7))

    assert due == [W10.plus(weeks) for weeks in range(4, 13)]


def test_run_due_runs_each_week_once(shop):
    build.contacts(W10, 1)

    first, second = loop.run_due(now=MONDAY), loop.run_due(now=MONDAY)

    assert ([result.week for result in first], second) == (["2026-W10"], [])


def test_run_due_finishes_a_week_whose_notice_is_missing(shop):
    build.contacts(W10, 20)
    run()
    LoopStep.objects.filter(step=LoopStepName.NOTICE).update(done_at=None)
    OutboxMessage.objects.filter(event__startswith="report").delete()

    loop.run_due(now=MONDAY)

    assert OutboxMessage.objects.filter(event="report-2026-W10-v1").count() == 1


def test_run_due_goes_on_after_a_week_that_fails_and_tries_it_again_later(
    shop, monkeypatch, caplog
):
    build.contacts(W10.plus(-1), 1)
    build.run_loop(W10.plus(-1))
    build.contacts(W10, 20)
    build.contacts(W10.plus(1), 20)
    later = W10.plus(2).start() + timedelta(hours=7)

    with monkeypatch.context() as broken:
        broken.setattr(report_services, "build_draft", _fail_in(W10))
        first = loop.run_due(now=later)
    second = loop.run_due(now=later)

    assert [result.week for result in first] == ["2026-W11"]
    assert [result.week for result in second] == ["2026-W10"]
    assert [record.message for record in caplog.records if record.exc_info] == [
        "loop_week_failed week=2026-W10"
    ]


def _fail_in(broken):
    whole = report_services.build_draft

    def build_draft(*, week, now):
        if week == broken:
            raise ZeroDivisionError
        return whole(week=week, now=now)

    return build_draft


# --- Notices ---------------------------------------------------------------------------------


def test_notice_goes_to_managers_and_coordinators_in_their_language(shop):
    people.user("coordinator", people.Role.COORDINATOR, language="en-gb")
    people.agent()
    build.contacts(W10, 1234)

    run()

    digests = OutboxMessage.objects.filter(event__startswith="report").order_by("recipient")
    assert [mail.recipient for mail in digests] == [
        "coordinator@example.org",
        "directie@example.org",
    ]
    assert digests[0].subject == "Weekly report 2026-W10: 1,234 contacts, 1 finding"
    assert digests[1].subject == "Weekrapport 2026-W10: 1.234 contacten, 1 bevinding"
    assert "/reports/2026-W10/" in digests[0].text
    assert "<html" in digests[0].html


def test_notice_names_the_channels_that_are_missing(shop):
    people.user("coordinator", people.Role.COORDINATOR, language="en-gb")
    make.channel("letter", name_nl="Brief", name_en="Letter")
    build.series("not-delivered", [5] * 5, last=W10.plus(-1), channel="letter")
    build.contacts(W10, 5)

    run()

    english, dutch = OutboxMessage.objects.filter(event__startswith="report").order_by("recipient")
    said = "This week is incomplete: no contacts came in by Letter."
    assert (said in english.text, said in english.html) == (True, True)
    told = "Deze week is onvolledig: via Brief kwam niets binnen."
    assert (told in dutch.text, told in dutch.html) == (True, True)


def test_notice_about_a_new_action_goes_to_its_head_once(shop):
    build.contacts(W10, 20)

    run()

    mails = OutboxMessage.objects.filter(event__startswith="action")
    assert [mail.recipient for mail in mails] == ["head-logistics@example.org"]


def test_facts_are_counted_before_the_report(shop):
    build.contacts(W10, 3)

    report = build.run_loop()

    assert report.content["totals"]["contacts"] == 3
    assert facts.refresh() == 0
