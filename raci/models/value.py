"""What a contact is worth: scores, strategies and labels per reason (W-1 to W-3)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.enums import Strategy, ValueLabel
from raci.models.department import Department
from raci.models.vision import ServesPrinciple
from reasons.models import ContactReason

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LOWEST, HIGHEST = -2, 2


def _score(label: "StrOrPromise") -> models.SmallIntegerField:
    """From −2, an irritant, to +2, valuable; 0 would be no answer (section 6)."""
    return models.SmallIntegerField(
        label, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )


class ReasonScore(ServesPrinciple):
    """What one person thinks one reason is worth. Scores are only added: the newest of each person
    counts, the older ones tell how the reason moved.

    `department` is that of the person at the time of scoring.
    """

    reason = models.ForeignKey(ContactReason, on_delete=models.PROTECT, related_name="scores")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reason_scores"
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = _score(_("value to the customer"))
    organisation = _score(_("value to the organisation"))
    motive = models.CharField(_("motive"), max_length=500)
    scored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["scored_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__range=(LOWEST, HIGHEST))
                & Q(organisation__range=(LOWEST, HIGHEST))
                & ~Q(customer=0)
                & ~Q(organisation=0),
                name="raci_score_range",
                violation_error_message=_("A score is -2, -1, 1 or 2."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason_id}: {self.customer}, {self.organisation}"


class StrategyChoice(ServesPrinciple):
    """Another strategy than that of the quadrant (W-2); the newest per reason counts.

    `strategy` is empty where somebody went back to the quadrant's own.
    """

    reason = models.ForeignKey(ContactReason, on_delete=models.PROTECT, related_name="strategies")
    strategy = models.CharField(_("strategy"), max_length=9, choices=Strategy, blank=True)
    rationale = models.TextField(_("rationale"))
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["chosen_at", "pk"]

    def __str__(self) -> str:
        return f"{self.reason_id}: {self.strategy}"


class ReasonLabel(models.Model):
    """Whether customers want to have this contact (W-3); the newest per reason counts."""

    reason = models.ForeignKey(ContactReason, on_delete=models.PROTECT, related_name="labels")
    label = models.CharField(_("label"), max_length=12, choices=ValueLabel)
    why = models.CharField(_("why"), max_length=300)
    labelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    labelled_at = models.DateTimeField()

    class Meta:
        ordering = ["labelled_at", "pk"]

    def __str__(self) -> str:
        return f"{self.reason_id}: {self.label}"
