"""The weekly reports: the list, one report as it was published, and its files."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.iso_week import IsoWeek
from feedbackloop import exports, rules
from feedbackloop.models import WeeklyReport
from feedbackloop.queries import findings, reports, trends
from feedbackloop.queries.names import Names
from feedbackloop.reports import shown, weeks
from feedbackloop.reports.reading import DEFAULT_DEPTH, DEPTHS
from feedbackloop.views.report_page import ReportPage

REPORTS_PER_PAGE = 26


@requires(rules.may_read_report)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every week that has a report, newest first."""
    found = reports.with_counts(reports.visible_to(user_of(request))).order_by("-week_start")
    page = Paginator(found, REPORTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _rows(page), "due_hour": settings.REPORT_HOUR}
    return render(request, "feedbackloop/report_list.html", context)


@requires(rules.may_read_report)
@require_safe
def report(request: HttpRequest, week: str) -> HttpResponse:
    """One version of a week's report: the newest, or the one of `version`."""
    found = _find(week, request.GET.get("version"))
    if found is None:
        return _absent(request, week)
    content, depth = found.content, request.GET.get("depth")
    page = ReportPage(
        report=found,
        content=content,
        names=Names.of(content),
        findings=list(findings.of_report(found)),
        depth=depth if depth in DEPTHS else DEFAULT_DEPTH,
    )
    context = {
        "page": page,
        "versions": list(reports.versions(found.week).defer("document")),
        "may_route": rules.may_see_unrouted(user_of(request)),
    }
    return render(request, "feedbackloop/report.html", context)


@requires(rules.may_read_report)
@require_safe
def download(request: HttpRequest, week: str, file_format: str) -> HttpResponse:
    """The report as a file: the very bytes that the API and `export_report` give."""
    found = _find(week, request.GET.get("version"))
    if found is None or file_format not in exports.FORMATS:
        raise Http404
    file = exports.render(found, file_format)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.body, content_type=file.content_type, headers=headers)


def _rows(page: Page) -> list[dict[str, Any]]:
    listed = list(page)
    if not listed:
        return []
    totals = trends.report_totals(listed[-1].week, listed[0].week)
    return [
        {
            "report": report,
            "title": weeks.week_name(report.week),
            "span": weeks.week_span(report.week),
            "totals": totals[report.week],
            "verdict": shown.total_verdict(
                totals[report.week], complete=totals[report.week]["complete"]
            ),
        }
        for report in listed
    ]


def _find(label: str, version: str | None) -> WeeklyReport | None:
    try:
        week = IsoWeek.parse(label)
    except ValueError:
        return None
    if version is None:
        return reports.of_week(week)
    if not version.isdecimal() or len(version) > 6:
        return None
    return reports.versions(week).filter(version=int(version)).first()


def _absent(request: HttpRequest, label: str) -> HttpResponse:
    """Why there is no such report: no such week, still running, or nothing was published."""
    now = timezone.now()
    try:
        week = IsoWeek.parse(label)
    except ValueError:
        week = None
    context = {
        "label": label,
        "week": week,
        "title": weeks.week_name(week) if week else "",
        "span": weeks.week_span(week) if week else "",
        "is_over": week is not None and week.is_over(now),
        "has_begun": week is not None and now >= week.start(),
        "due": week.plus(1).monday if week else None,
        "due_hour": settings.REPORT_HOUR,
        "newest": reports.newest(),
    }
    return render(request, "feedbackloop/report_absent.html", context, status=404)
