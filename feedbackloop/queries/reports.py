"""Reading weekly reports."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from feedbackloop import rules
from feedbackloop.enums import ReportStatus
from feedbackloop.models import WeeklyReport


def published() -> QuerySet[WeeklyReport]:
    """The newest published version of every week, newest week first."""
    versions = WeeklyReport.objects.filter(
        status=ReportStatus.PUBLISHED, week_start=OuterRef("week_start")
    ).order_by("-version")
    return WeeklyReport.objects.filter(
        status=ReportStatus.PUBLISHED, version=Subquery(versions.values("version")[:1])
    )


def visible_to(user: User) -> QuerySet[WeeklyReport]:
    """The reports somebody may read."""
    return published() if rules.may_read_report(user) else WeeklyReport.objects.none()


def of_week(week: IsoWeek) -> WeeklyReport | None:
    """The published report of a week, its newest version; `content` is the document."""
    return published().filter(week_start=week.monday).first()


def newest() -> WeeklyReport | None:
    """The published report of the newest week."""
    return published().order_by("-week_start").first()


def versions(week: IsoWeek) -> QuerySet[WeeklyReport]:
    """Every published version of a week, newest first: old ones stay readable (F-5)."""
    return WeeklyReport.objects.filter(
        status=ReportStatus.PUBLISHED, week_start=week.monday
    ).order_by("-version")


def with_counts(reports: QuerySet[WeeklyReport]) -> QuerySet[WeeklyReport]:
    """For a list: `finding_count`, `action_count` (findings with an action), `unrouted_count`."""
    return reports.defer("document").annotate(
        finding_count=Count("findings"),
        action_count=Count("findings", filter=Q(findings__action__isnull=False)),
        unrouted_count=Count("findings", filter=Q(findings__is_unrouted=True)),
    )
