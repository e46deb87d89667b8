"""A newer version of the reason tree, kept until somebody decides about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NOT_YET = Q(applied_at=None, applied_by=None, why="")
APPLIED = Q(applied_at__isnull=False, applied_by__isnull=False) & ~Q(why="")


class TreeVersion(models.Model):
    """A file as it was delivered. How it differs from the tree is worked out when it is looked
    at; `outcome` says how often what was done when it was taken over."""

    file_name = models.CharField(_("file"), max_length=255)
    content = models.TextField()
    delivered_at = models.DateTimeField()
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(_("why"), max_length=300, blank=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("version of the tree")
        verbose_name_plural = _("versions of the tree")
        ordering = ["-delivered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=NOT_YET | APPLIED, name="raci_treeversion_applied"),
        ]

    def __str__(self) -> str:
        return self.file_name
