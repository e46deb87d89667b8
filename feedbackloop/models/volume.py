"""Denominators: what contacts are divided by."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reasons.models import DimensionValue
from reasons.models.naming import NamedInBothLanguages


class Denominator(NamedInBothLanguages):
    """A kind of unit, such as orders; the default one divides totals and reasons."""

    is_default = models.BooleanField(_("for totals and reasons"), default=False)

    class Meta:
        verbose_name = _("denominator")
        verbose_name_plural = _("denominators")
        ordering = ["-is_default", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="feedbackloop_one_default_denominator",
            )
        ]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """A second default in a form is no mistake: saved, it takes the place of the first."""
        super().validate_constraints({*(exclude or ()), "is_default"})


class Volume(models.Model):
    """Units of one denominator in one ISO week, or on one day of it, for one scope (N-2).

    The scope is the whole organisation, or one dimension value. A week has either one week
    figure or day figures per scope, never both.
    """

    denominator = models.ForeignKey(Denominator, on_delete=models.PROTECT, related_name="volumes")
    dimension_value = models.ForeignKey(
        DimensionValue, null=True, on_delete=models.PROTECT, related_name="+"
    )
    week_start = models.DateField()
    day = models.DateField(null=True)
    units = models.PositiveBigIntegerField()
    source = models.CharField(max_length=60)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["denominator", "week_start"],
                condition=Q(dimension_value=None, day=None),
                name="feedbackloop_volume_week",
            ),
            models.UniqueConstraint(
                fields=["denominator", "week_start", "dimension_value"],
                condition=Q(day=None, dimension_value__isnull=False),
                name="feedbackloop_volume_week_value",
            ),
            models.UniqueConstraint(
                fields=["denominator", "day"],
                condition=Q(dimension_value=None, day__isnull=False),
                name="feedbackloop_volume_day",
            ),
            models.UniqueConstraint(
                fields=["denominator", "day", "dimension_value"],
                condition=Q(day__isnull=False, dimension_value__isnull=False),
                name="feedbackloop_volume_day_value",
            ),
        ]
        indexes = [
            # queries.volumes: all scopes of a span of weeks.
            models.Index(fields=["week_start"], name="feedbackloop_volume_span"),
        ]

    def __str__(self) -> str:
        return f"{self.denominator_id} {self.day or self.week_start}: {self.units}"
