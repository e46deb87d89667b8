"""Customer journeys and service processes as ordered steps with an owner (R-10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from raci.enums import JourneyKind
from raci.models.department import Department
from reasons.models import ContactReason
from reasons.models.naming import NamedInBothLanguages


class Journey(NamedInBothLanguages):
    """What a customer goes through with us, or a process of ours, from its first step to its
    last."""

    kind = models.CharField(
        _("kind"), max_length=8, choices=JourneyKind, default=JourneyKind.CUSTOMER
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
        ordering = ["position", "code"]


class ProcessStep(NamedInBothLanguages):
    """One step. How often it is executed comes in as the denominator `step:<code>`."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    department = models.ForeignKey(
        Department,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="process_steps",
    )

    class Meta:
        verbose_name = _("process step")
        verbose_name_plural = _("process steps")
        ordering = ["journey", "position", "code"]


class StepReason(models.Model):
    """A leaf reason belongs to at most one step, so that no contact is counted twice (R-10)."""

    reason = models.OneToOneField(
        ContactReason, primary_key=True, on_delete=models.PROTECT, related_name="step_link"
    )
    step = models.ForeignKey(ProcessStep, on_delete=models.CASCADE, related_name="reason_links")

    def __str__(self) -> str:
        return f"{self.reason_id}: {self.step_id}"
