"""Building the draft of a weekly report, and publishing it: from then on it never changes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core import locks
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.refusals import Refusal
from feedbackloop import messages
from feedbackloop.enums import ReportStatus
from feedbackloop.messages import Texts
from feedbackloop.models import Finding, ReportLine, WeeklyReport
from feedbackloop.queries import actions
from feedbackloop.reports import data as report_data
from feedbackloop.reports import sections
from feedbackloop.reports.data import ReportData
from feedbackloop.reports.document import METHOD_VERSION, canonical, seal
from feedbackloop.reports.findings import FoundFinding, find
from feedbackloop.reports.lines import Line, build_lines
from feedbackloop.services.facts import LOCK
from raci.queries.owners import Owners
from reasons.queries.tree import ReasonNode, ReasonTree


def build_draft(*, week: IsoWeek, now: datetime) -> WeeklyReport:
    """The first version of a week's report, without its routing. Call it in a transaction.

    Reads facts only, and holds their lock: they do not move between two of its queries.
    """
    locks.hold([LOCK])
    data = report_data.load(week)
    lines = build_lines(data, Owners.load(data.tree).codes())
    report = WeeklyReport.objects.create(
        week_start=week.monday,
        built_at=now,
        code_version=METHOD_VERSION,
        document=canonical(_sections(data, lines)),
    )
    _write_lines(report, lines)
    rest = week.end() - timedelta(weeks=settings.TOP_DRIVER_REST_WEEKS)
    found = find(data, lines, resting=actions.resting_reasons(rest))
    _write_findings(report, data.tree, found)
    return report


def publish(report: WeeklyReport, *, now: datetime) -> None:
    """Freezes a draft whose findings are routed; a published report is refused (F-5)."""
    if report.status == ReportStatus.PUBLISHED:
        message = _("A published report does not change; make a new version.")
        raise Refusal(message, rule="F-5")
    content = report.content
    corrections = content.pop("corrections")
    routed = report.findings.select_related("reason", "department").order_by("number")
    document, digest = seal(
        {
            "week": str(report.week),
            "version": report.version,
            "status": ReportStatus.PUBLISHED.value,
            "published_at": _utc(now),
            "sha256": "",
            **content,
            "findings": [_finding(report, finding) for finding in routed],
            "actions": {
                "opened": actions.opened(report.week),
                "overdue": actions.overdue(report.week),
                "verified": actions.verified(report.week),
            },
            "pilots": [],
            "signals": [],
            "corrections": corrections,
        }
    )
    report.status, report.published_at = ReportStatus.PUBLISHED, now
    report.document, report.sha256 = document, digest
    report.totals = {**content["totals"], "complete": content["completeness"]["complete"]}
    report.save(update_fields=["status", "published_at", "document", "sha256", "totals"])


def _sections(data: ReportData, lines: Sequence[Line]) -> dict[str, Any]:
    cells, hidden = sections.dimensions(data)
    return {
        "completeness": sections.completeness(data),
        "totals": sections.totals(data),
        "denominators": sections.denominators(data),
        "lines": [line.figures for line in lines],
        "dimensions": cells,
        "dimensions_hidden": hidden,
        "repeat": sections.repeat(data),
        "corrections": sections.corrections(data),
    }


def _write_lines(report: WeeklyReport, lines: Sequence[Line]) -> None:
    ReportLine.objects.bulk_create(
        ReportLine(report=report, position=position, reason_id=line.node.id, figures=line.figures)
        for position, line in enumerate(lines, start=1)
    )


def _write_findings(report: WeeklyReport, tree: ReasonTree, found: Sequence[FoundFinding]) -> None:
    Finding.objects.bulk_create(
        Finding(
            report=report,
            number=number,
            kind=finding.kind,
            severity=finding.severity,
            reason_id=finding.node.id,
            figures={**finding.figures, "text": _text(report, tree, finding)},
        )
        for number, finding in enumerate(found, start=1)
    )


def _text(report: WeeklyReport, tree: ReasonTree, finding: FoundFinding) -> dict[str, str]:
    texts = messages.finding_texts(
        finding.kind,
        week=str(report.week),
        name=_path(tree, finding.node),
        figures=finding.figures,
    )
    return texts._asdict()


def _path(tree: ReasonTree, node: ReasonNode) -> Texts:
    """The reason with what stands above it: a name alone may occur under two parents."""
    steps = tree.path(node)
    return Texts(
        *(" › ".join(step.name_in(language) for step in steps) for language in Texts._fields)
    )


def _finding(report: WeeklyReport, finding: Finding) -> dict[str, Any]:
    return {
        "id": f"{report.week}-{finding.number}",
        "kind": str(finding.kind),
        "reason": finding.reason.code,
        "severity": str(finding.severity),
        "text": {language: finding.figures["text"][language] for language in ("nl", "en")},
        "department": finding.department.code if finding.department else None,
        "action": finding.action_id,
    }


def _utc(moment: datetime) -> str:
    """The same instant gives the same text, in whatever zone it was passed in."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
