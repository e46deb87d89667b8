"""Monday morning: what happened, what stands out, and what waits for a decision."""

from typing import Any

from django.conf import settings
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
from feedbackloop.views.report_page import ReportPage
from raci.queries import actions
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
    user, now, tree = user_of(request), timezone.now(), ReasonTree.load()
    today, departments = timezone.localdate(now), DepartmentTree.load()
    weeks = trends.last_weeks(TREND_WEEKS, today=today)
    totals = trends.report_totals(weeks[0], weeks[-1])
    trend = trends.total_trend(weeks, tree=tree, totals=totals)
    context = {
        "fresh": figures.freshness(tree=tree, now=now),
        "chart": dashboard_page.total_chart(trend),
        "decisions": figures.decisions(user, departments, today=today, limit=DECISIONS),
        "last_week": IsoWeek.of(today).plus(-1),
        "due_hour": settings.REPORT_HOUR,
        "today": today,
        **_routing(user),
    }
    if (report := reports.newest()) is not None:
        context |= _key_figures(report, tree, totals)
        context |= _movers(request, context["page"], tree, _own_codes(user, departments))
    return render(request, "feedbackloop/dashboard.html", context)


def _routing(user: User) -> dict[str, Any]:
    return {
        "unrouted": findings.unrouted(user).count(),
        "may_route": rules.may_see_unrouted(user),
        "may_import": reason_rules.may_import(user),
    }


def _key_figures(report: WeeklyReport, tree: ReasonTree, totals: trends.Frozen) -> dict[str, Any]:
    """Out of the frozen report, with the weeks before from the facts."""
    content, weeks = report.content, _weeks_until(report.week)
    return {
        "page": ReportPage(report=report, content=content, names=Names.of(content), findings=()),
        "sparks": dashboard_page.sparks(
            figures.week_figures(weeks, tree=tree),
            totals=totals,
            units=load_units(weeks[0], weeks[-1]),
        ),
    }


def _movers(
    request: HttpRequest, page: ReportPage, tree: ReasonTree, own: set[str]
) -> dict[str, Any]:
    """A department owner sees the own reasons first, everybody else all of them."""
    scope = request.GET.get("scope", "mine" if own else "all")
    lines = dashboard_page.select_movers(page.content["lines"], own if scope == "mine" else None)
    ids = {
        line["reason"]: tree.by_code[line["reason"]].id
        for line in lines
        if line["reason"] in tree.by_code
    }
    series = trends.week_series(_weeks_until(page.week), tree=tree, reason_ids=ids.values())
    working = actions.open_on_reasons(ids.values())
    return {
        "movers": dashboard_page.mover_rows(lines, page, ids, series=series, actions=working),
        "scope": scope,
        "is_owner": bool(own),
    }


def _weeks_until(week: IsoWeek) -> list[IsoWeek]:
    return [week.plus(number) for number in range(1 - SPARK_WEEKS, 1)]


def _own_codes(user: User, departments: DepartmentTree) -> set[str]:
    """The codes of a department owner's own departments."""
    if not user.has_role(Role.DEPARTMENT_OWNER):
        return set()
    return {departments.by_id[pk].code for pk in departments.own_ids(user)}
