"""From when until when something of a list may be chosen."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WithValidity(models.Model):
    """A first and a last day, both inclusive; without one it has no bound on that side."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_active_on(self, day: date) -> bool:
        """Whether a contact of that day may have it."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_until is None or day <= self.valid_until)


def in_order(name: str) -> models.CheckConstraint:
    """The constraint that nothing ends before it begins."""
    return models.CheckConstraint(
        condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
        name=name,
        violation_error_message=_("The end date lies before the start date."),
    )
