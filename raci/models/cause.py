"""What made contacts necessary, found by analysis and never by the tag itself (R-9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.enums import EvidenceKind
from raci.models.journey import ProcessStep
from reasons.enums import CauseCategory
from reasons.models import ContactReason


class RootCause(models.Model):
    """One cause of the contacts of one reason. What was written stays: a cause that turned out
    otherwise is withdrawn with a reason, and another is recorded."""

    reason = models.ForeignKey(ContactReason, on_delete=models.PROTECT, related_name="causes")
    category = models.CharField(_("on whose side"), max_length=8, choices=CauseCategory)
    description = models.CharField(_("cause"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("cause")
        verbose_name_plural = _("causes")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="raci_cause_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return self.description


class CauseEvidence(models.Model):
    """One source of a cause: what was read or heard, how much of it, and what it showed.

    `count` is the number of contacts, answers or signals; a process step has none.
    """

    cause = models.ForeignKey(RootCause, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("source"), max_length=14, choices=EvidenceKind)
    count = models.PositiveIntegerField(_("number"), null=True)
    step = models.ForeignKey(ProcessStep, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("what it showed"), max_length=500)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cause", "kind"], name="raci_evidence_kind_once"),
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.PROCESS_STEP, step__isnull=False, count=None)
                | ~Q(kind=EvidenceKind.PROCESS_STEP) & Q(step=None, count__isnull=False),
                name="raci_evidence_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause_id}: {self.kind}"
