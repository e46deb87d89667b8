"""The weekly report: frozen rows with the names and numbers of their moment."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.enums import FindingKind, ReportStatus, Severity
from raci.models import Department, ImprovementAction
from reasons.models import ContactReason


class WeeklyReport(models.Model):
    """One version of the report of one week. Once published `document` holds its exact bytes.

    A draft's `document` has every section but those that routing adds: findings and actions.
    It is text and not JSON because the database would put the keys in another order.
    """

    week_start = models.DateField()
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=9, choices=ReportStatus, default=ReportStatus.DRAFT)
    built_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    code_version = models.CharField(max_length=40)
    document = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # Of a published one: the document's totals and whether it is complete, for lists and charts.
    totals = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("weekly report")
        verbose_name_plural = _("weekly reports")
        ordering = ["-week_start", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["week_start", "version"], name="feedbackloop_report_once"
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.DRAFT)
                | (~Q(document="") & ~Q(sha256="") & Q(published_at__isnull=False)),
                name="feedbackloop_report_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week} v{self.version}"

    @property
    def week(self) -> IsoWeek:
        return IsoWeek(self.week_start)

    @property
    def content(self) -> dict[str, Any]:
        """The document as an object with the keys of contract.md."""
        return json.loads(self.document)


class ReportLine(models.Model):
    """One reason in one report. `figures` holds the keys of a line in contract.md."""

    report = models.ForeignKey(WeeklyReport, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    reason = models.ForeignKey(ContactReason, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "reason"], name="feedbackloop_reportline_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.reason_id}"


class Finding(models.Model):
    """One thing the report asks attention for, and where it went.

    `figures` holds its numbers and, under `text`, its sentence in `nl` and `en`.
    """

    report = models.ForeignKey(WeeklyReport, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=FindingKind)
    severity = models.CharField(max_length=11, choices=Severity)
    reason = models.ForeignKey(ContactReason, on_delete=models.PROTECT, related_name="findings")
    figures = models.JSONField()
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.ForeignKey(
        ImprovementAction, null=True, on_delete=models.PROTECT, related_name="findings"
    )
    is_unrouted = models.BooleanField(default=False)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The written "no action, because …" that closes a finding without one.
    no_action_because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="feedbackloop_finding_once")
        ]
        indexes = [
            # The managers' list of findings without an owner.
            models.Index(
                fields=["report"],
                name="feedbackloop_finding_unrouted",
                condition=Q(is_unrouted=True, handled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"

    @property
    def code(self) -> str:
        """What people quote: `2026-W10-1`. Load the report with it."""
        return f"{self.report.week}-{self.number}"
