"""Facts beside the reason: carrier, product, supplier …"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reasons.models.naming import NamedInBothLanguages
from reasons.models.validity import WithValidity, in_order


class Dimension(NamedInBothLanguages):
    """A kind of fact, required only where a reason demands it (C-8)."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering = ["position", "code"]

    @property
    def noun(self) -> str:
        """The name within a sentence; an abbreviation keeps its capitals."""
        name = self.name
        return name if name[1:2].isupper() else name[:1].lower() + name[1:]


class DimensionValue(WithValidity):
    """One value, such as a carrier's name; proper names have no translation. What counts is the day
    of the contact (C-8)."""

    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="values")
    code = models.CharField(_("code"), max_length=100)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("dimension value")
        verbose_name_plural = _("dimension values")
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "code"],
                name="reasons_dimensionvalue_code",
                violation_error_message=_("This value already exists."),
            ),
            in_order("reasons_dimensionvalue_order"),
        ]

    def __str__(self) -> str:
        return self.name
