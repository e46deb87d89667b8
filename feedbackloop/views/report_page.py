"""A report as a page: the frozen figures, and the findings with what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedbackloop.models import Finding, WeeklyReport
from feedbackloop.reports.reading import Reading


@dataclass(frozen=True, kw_only=True)
class ReportPage(Reading):
    """`findings` are loaded by the view: their actions live on after the report was frozen."""

    report: WeeklyReport
    findings: Sequence[Finding]
