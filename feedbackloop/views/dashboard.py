"""Monday morning: what happened, what stands out, and what waits for a decision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.enums import Role
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop import rules
from feedbackloop.models import WeeklyReport
from feedbackloop.queries import dashboard as figures
from feedbackloop.queries import findings, reports, trends
from feedbackloop.queries.names import Names
from feedbackloop.queries.volumes import load_units
from feedbackloop.views import dashboard_page
from feedbackloop.views.report_page import DEFAULT_DEPTH, ReportPage
from raci.queries.departments import DepartmentTree
from reasons import rules as reason_rules
from reasons.queries.tree import ReasonTree

TREND_WEEKS = 26
SPARK_WEEKS = 13
DECISIONS = 6


@requires(rules.may_read_dashboard)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The newest report with what happened since; says so where there is nothing yet."""
    user, now = user_of(request), timezone.now()
    tree, departments = ReasonTree.load(), DepartmentTree.load()
    today = timezone.localdate(now)
    weeks = trends.last_weeks(TREND_WEEKS, today=today)
    report = reports.newest()
    totals = trends.report_totals(weeks[0], weeks[-1])
    context = {
        "fresh": figures.freshness(tree=tree, now=now),
        "chart": dashboard_page.total_chart(trends.total_trend(weeks, tree=tree, totals=totals)),
        "decisions": figures.decisions(user, departments, today=today, limit=DECISIONS),
        "unrouted": findings.unrouted(user).count(),
        "may_route": rules.may_see_unrouted(user),
        "may_import": reason_rules.may_import(user),
        "last_week": weeks[-1],
        "today": today,
    }
    if report is not None:
        mine = _own_codes(user, departments)
        scope = request.GET.get("scope", "mine" if mine else "all")
        context |= _report_part(report, tree, totals, mine if scope == "mine" else None)
        context |= {"scope": scope, "has_own": bool(mine)}
    return render(request, "feedbackloop/dashboard.html", context)


def _report_part(
    report: WeeklyReport,
    tree: ReasonTree,
    totals: trends.Frozen,
    departments: set[str] | None,
) -> dict[str, Any]:
    """Key figures and movers out of the frozen report, with the weeks before from the facts."""
    content = report.content
    page = ReportPage(report, content, Names.of(content), findings=(), depth=DEFAULT_DEPTH)
    spark_weeks = _weeks_until(report.week)
    movers = dashboard_page.select_movers(content["lines"], departments)
    by_code = {line["reason"]: tree.by_code[line["reason"]].id for line in movers}
    series = trends.week_series(spark_weeks, tree=tree, reason_ids=by_code.values())
    return {
        "page": page,
        "sparks": dashboard_page.sparks(
            figures.week_figures(spark_weeks, tree=tree),
            totals=totals,
            units=load_units(spark_weeks[0], spark_weeks[-1]),
        ),
        "movers": dashboard_page.mover_rows(
            movers, page, {code: series[pk] for code, pk in by_code.items()}
        ),
    }


def _weeks_until(week: IsoWeek) -> list[IsoWeek]:
    return [week.plus(number) for number in range(1 - SPARK_WEEKS, 1)]


def _own_codes(user: User, departments: DepartmentTree) -> set[str]:
    """The codes of a department owner's own departments."""
    if not user.has_role(Role.DEPARTMENT_OWNER):
        return set()
    return {departments.by_id[pk].code for pk in departments.own_ids(user)}
