"""Why there is a channel, whose it is, and what was decided about it (V-4, W-6)."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from raci.enums import SYMPTOM_MEASURES, ChannelMeasure
from raci.models.department import Department
from raci.models.vision import ServesPrinciple
from reasons.models import Channel


class ChannelCharter(ServesPrinciple):
    """What a channel is for, and until when that is taken for granted.

    `opening_hours`: for each ISO weekday ("1" is Monday) the spans in which it is open, as
    [["08:00", "18:00"], …] in local time; empty: always open. `cost_per_contact` is in euros.
    `expected_volume`: contacts per week that adding it was expected to bring.
    """

    channel = models.OneToOneField(
        Channel, primary_key=True, on_delete=models.PROTECT, related_name="charter"
    )
    purpose = models.CharField(_("purpose"), max_length=300)
    owner = models.ForeignKey(
        Department, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="channels"
    )
    cost_per_contact = models.DecimalField(
        _("cost per contact"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    opening_hours = models.JSONField(_("opening hours"), default=dict, blank=True)
    review_date = models.DateField(_("review date"))
    added_on = models.DateField(_("added on"), null=True, blank=True)
    expected_volume = models.PositiveIntegerField(
        _("expected contacts per week"), null=True, blank=True
    )
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("channel charter")
        verbose_name_plural = _("channel charters")
        constraints = [
            # V-4: every added channel raises contacts per customer.
            models.CheckConstraint(
                condition=Q(added_on=None) | Q(expected_volume__isnull=False),
                name="raci_charter_expected_volume",
                violation_error_message=_("Give the expected number of contacts per week."),
            )
        ]

    def __str__(self) -> str:
        return str(self.channel)


class ChannelDecision(ServesPrinciple):
    """Something decided about a channel; only added. A measure that keeps customers away without
    removing a cause is a symptom measure: it names the cause and ends (W-6)."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="decisions")
    measure = models.CharField(_("measure"), max_length=14, choices=ChannelMeasure)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    cause = models.TextField(_("cause"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("channel decision")
        verbose_name_plural = _("channel decisions")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(measure__in=SYMPTOM_MEASURES)
                | (Q(ends_on__isnull=False) & ~Q(cause="")),
                name="raci_decision_symptom",
                violation_error_message=_("This fights a symptom. Fill in cause and end date."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="raci_decision_span",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id}: {self.measure}"
