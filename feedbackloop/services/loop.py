"""The weekly loop, whole: FACTS → REPORT → ROUTING → NOTICE for one ISO week.

Each step does its work and marks itself done in one transaction that holds the week's lock. A
process killed at any moment leaves a step all or not at all done, and its lock is gone with it;
whoever comes next goes on at the first step that is not done. Two at once: the second waits,
then finds the steps done.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from contactreductie.core import locks
from contactreductie.core.iso_week import IsoWeek, weeks_between
from contactreductie.core.refusals import Refusal
from feedbackloop.enums import LoopStepName
from feedbackloop.models import LoopStep, WeeklyReport
from feedbackloop.queries import contacts, reports
from feedbackloop.services import facts, notices, routing, tree_review
from feedbackloop.services import reports as report_services

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoopResult:
    """What the loop did. When the report was there already (`skipped`) this run opened nothing;
    `findings` and `unrouted` are those of the report either way."""

    week: str
    version: int
    findings: int
    actions_opened: int
    unrouted: int
    skipped: bool

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def run_week(*, week: IsoWeek, now: datetime) -> LoopResult:
    """Runs what is left of the loop for one week. Raises Refusal when there is nothing to report:
    the week is still running, or has no contacts."""
    _refuse_unless_over(week, now)
    if not reports.versions(week).exists() and not contacts.exist_in(week):
        message = _("Week %(week)s has no contacts; there is nothing to report.")
        raise Refusal(message, field="week", week=str(week))
    _begin(week)
    facts.refresh()  # days in short transactions; the step only counts what came meanwhile
    done = [_do_once(week, step, work, now=now) for step, work in STEPS]
    return _result(week, skipped=not any(done))


def run_due(*, now: datetime) -> list[LoopResult]:
    """What the beat asks for: every week that is unfinished or due, oldest first.

    A week that fails is logged and stays unfinished; it does not hold up the weeks after it.
    """
    results = []
    for week in sorted({*_unfinished(), *due_weeks(now)}):
        try:
            results.append(run_week(week=week, now=now))
        except Exception:
            log.exception("loop_week_failed week=%s", week)
    return results


def due_weeks(now: datetime) -> list[IsoWeek]:
    """Complete weeks with contacts that have no report yet (F-3), oldest first.

    The last complete week is due from Monday 06:00 local time; the last few weeks missed since
    the newest report are made up for. Before the first report only the last week is due. So
    years of history never become a hundred reports; `run_weekly_loop` makes an older one.
    """
    last = _last_due(now)
    newest = reports.newest()
    oldest = last.plus(-settings.MISSED_WEEKS_MADE_UP)
    first = max(newest.week.plus(1), oldest) if newest else last
    if first > last:
        return []
    return [week for week in weeks_between(first, last) if contacts.exist_in(week)]


# --- The steps ---------------------------------------------------------------------------------


def _count_facts(_week: IsoWeek, _now: datetime) -> None:
    facts.refresh()


def _write_report(week: IsoWeek, now: datetime) -> None:
    report_services.build_draft(week=week, now=now)


def _route_and_publish(week: IsoWeek, now: datetime) -> None:
    report = WeeklyReport.objects.get(week_start=week.monday, version=1)
    routing.route_findings(report, now=now)
    report_services.publish(report, now=now)
    tree_review.fill(report)


def _send_notices(week: IsoWeek, now: datetime) -> None:
    notices.announce(WeeklyReport.objects.get(week_start=week.monday, version=1), now=now)


STEPS: tuple[tuple[LoopStepName, Callable[[IsoWeek, datetime], None]], ...] = (
    (LoopStepName.FACTS, _count_facts),
    (LoopStepName.REPORT, _write_report),
    (LoopStepName.ROUTING, _route_and_publish),
    (LoopStepName.NOTICE, _send_notices),
)


# --- Once, and only when there is reason to ----------------------------------------------------


def _begin(week: IsoWeek) -> None:
    """The four rows are there before the first step, so that a stopped run can be found."""
    LoopStep.objects.bulk_create(
        [LoopStep(week_start=week.monday, step=step) for step, _work in STEPS],
        ignore_conflicts=True,
    )


@transaction.atomic
def _do_once(
    week: IsoWeek,
    step: LoopStepName,
    work: Callable[[IsoWeek, datetime], None],
    *,
    now: datetime,
) -> bool:
    """Does one step unless it is done; whether it was done now."""
    locks.hold([f"feedbackloop.loop:{week}"])
    row = LoopStep.objects.get(week_start=week.monday, step=step)
    if row.done_at is not None:
        return False
    work(week, now)
    LoopStep.objects.filter(pk=row.pk).update(done_at=now)
    log.info("loop_step_done week=%s step=%s", week, step)
    return True


def _refuse_unless_over(week: IsoWeek, now: datetime) -> None:
    if week.is_over(now):
        return
    sunday = date_format(week.sunday, "l j F")
    if now < week.start():
        monday = date_format(week.monday, "l j F")
        message = _("Week %(week)s has not begun (it starts on %(day)s).")
        raise Refusal(message, field="week", week=str(week), day=monday)
    message = _("Week %(week)s is still running (until %(day)s).")
    raise Refusal(message, field="week", week=str(week), day=sunday)


def _unfinished() -> list[IsoWeek]:
    mondays = LoopStep.objects.filter(done_at=None).values_list("week_start", flat=True)
    return [IsoWeek(monday) for monday in mondays.distinct()]


def _last_due(now: datetime) -> IsoWeek:
    """The newest week whose report moment has passed."""
    this_week = IsoWeek.at(now)
    moment = this_week.start() + timedelta(days=settings.REPORT_WEEKDAY, hours=settings.REPORT_HOUR)
    return this_week.plus(-1 if now >= moment else -2)


def _result(week: IsoWeek, *, skipped: bool) -> LoopResult:
    report = WeeklyReport.objects.get(week_start=week.monday, version=1)
    origin = f"{week} "
    opened = report.findings.filter(action__origin__startswith=origin).count()
    return LoopResult(
        week=str(week),
        version=report.version,
        findings=report.findings.count(),
        actions_opened=0 if skipped else opened,
        unrouted=report.findings.filter(is_unrouted=True).count(),
        skipped=skipped,
    )
