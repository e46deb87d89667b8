"""The customer vision: what every plan must refer to (V-1, V-2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CustomerVision(models.Model):
    """One version of the vision; the newest approved one is active."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    statement = models.TextField(_("statement"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("customer vision")
        verbose_name_plural = _("customer visions")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"v{self.version}"


class VisionPrinciple(models.Model):
    """One numbered principle of one version."""

    vision = models.ForeignKey(CustomerVision, on_delete=models.CASCADE, related_name="principles")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("text"), max_length=300)

    class Meta:
        ordering = ["vision", "number"]
        constraints = [
            models.UniqueConstraint(fields=["vision", "number"], name="raci_principle_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"
