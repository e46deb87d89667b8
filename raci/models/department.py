"""The organisation: who can answer for something."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    """A department or team. A sub-team of customer service is customer service too (A-2)."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="teams",
    )
    is_customer_service = models.BooleanField(_("customer service"), default=False)
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("head"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="headed_departments",
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_customer_service"],
                condition=Q(is_customer_service=True),
                name="raci_one_customer_service",
                violation_error_message=_("There is already a customer service department."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """The department or team a person belongs to."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="membership",
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")

    def __str__(self) -> str:
        return f"{self.user} · {self.department}"
