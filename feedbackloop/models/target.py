"""Reduction targets: how many fewer contacts of a reason, measured from where (K-2, K-3, W-3)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedbackloop.enums import GuardKpi, TargetUnit
from raci.models.vision import ServesPrinciple
from reasons.models import ContactReason


class ReductionTarget(ServesPrinciple):
    """One target for a reason and all below it. What was agreed never changes: a target is ended
    with a reason, and a new one takes its place.

    Figures are in `unit`: contacts per week, or contacts per 100 units of the default denominator.
    The baseline is the mean of the complete weeks from the Monday `baseline_from` up to the Monday
    `starts_on`, with its 95% interval; `reach_by` is the Monday of the week in which the target
    is to be reached.
    """

    reason = models.ForeignKey(ContactReason, on_delete=models.PROTECT, related_name="targets")
    unit = models.CharField(_("unit"), max_length=8, choices=TargetUnit)
    baseline_from = models.DateField(_("baseline from"))
    baseline_weeks = models.PositiveSmallIntegerField(_("weeks of baseline"))
    baseline = models.FloatField(_("baseline"))
    baseline_low = models.FloatField()
    baseline_high = models.FloatField()
    goal = models.FloatField(_("target"))
    starts_on = models.DateField(_("from"))
    reach_by = models.DateField(_("reached by"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(_("why ended"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("reduction target")
        verbose_name_plural = _("reduction targets")
        ordering = ["reach_by", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reason"],
                condition=Q(ended_at=None),
                name="feedbackloop_one_target",
                violation_error_message=_("This reason has a target already."),
            ),
            models.CheckConstraint(
                condition=Q(goal__gte=0, goal__lt=F("baseline")),
                name="feedbackloop_target_reduces",
                violation_error_message=_("A reduction target lies below the baseline."),
            ),
            models.CheckConstraint(
                condition=Q(reach_by__gt=F("starts_on")), name="feedbackloop_target_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason_id}: {self.goal} {self.unit}"


class TargetGuard(models.Model):
    """A figure of the customer that must not get worse for it: never cost alone (K-3)."""

    target = models.ForeignKey(ReductionTarget, on_delete=models.CASCADE, related_name="guards")
    kpi = models.CharField(_("guard KPI"), max_length=11, choices=GuardKpi)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["target", "kpi"], name="feedbackloop_guard_once")
        ]

    def __str__(self) -> str:
        return self.kpi
