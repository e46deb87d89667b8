"""The customer vision: what every plan must refer to (V-1, V-2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CustomerVision(models.Model):
    """One version of the vision. The newest approved one is active; the one that nobody approved
    yet is the draft."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    statement = models.TextField(_("statement"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("customer vision")
        verbose_name_plural = _("customer visions")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="raci_vision_approval",
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(approved_at=None),
                name="raci_vision_one_draft",
                violation_error_message=_("There is a draft of the customer vision already."),
            ),
        ]

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


class ServesPrinciple(models.Model):
    """A decision that names a principle of the vision that was active then, and why (V-2)."""

    principle = models.ForeignKey(
        VisionPrinciple,
        verbose_name=_("principle"),
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
    )
    principle_why = models.CharField(_("how it serves the principle"), max_length=300)

    class Meta:
        abstract = True
