"""Reading findings of published reports."""

from django.db.models import QuerySet

from contactreductie.core.models import User
from feedbackloop import rules
from feedbackloop.enums import ReportStatus
from feedbackloop.models import Finding, WeeklyReport


def visible_to(user: User) -> QuerySet[Finding]:
    """Findings of published reports, newest report first, with what a list shows of them."""
    if not rules.may_read_report(user):
        return Finding.objects.none()
    return (
        Finding.objects.filter(report__status=ReportStatus.PUBLISHED)
        .select_related("report", "reason", "department", "action")
        .defer("report__document")
        .order_by("-report__week_start", "-report__version", "number")
    )


def of_report(report: WeeklyReport) -> QuerySet[Finding]:
    """The findings of one report in its order."""
    related = ("report", "reason", "department", "action")
    found = report.findings.select_related(*related).defer("report__document")
    return found.order_by("number")


def unrouted(user: User) -> QuerySet[Finding]:
    """Findings nobody answers for yet: the managers' list."""
    if not rules.may_see_unrouted(user):
        return Finding.objects.none()
    return visible_to(user).filter(is_unrouted=True, handled_at=None)
