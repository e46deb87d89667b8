"""The memory of the reason tree: who changed what, when and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reasons.enums import TreeChangeKind
from reasons.models.reason import ContactReason


class TreeChange(models.Model):
    """One thing done to the tree; only added. Undoing it is a change of its own.

    `reason` is the one it was about; an import's changes name nobody. Contacts are never touched:
    they keep the reason they were tagged with.
    """

    kind = models.CharField(_("kind"), max_length=9, choices=TreeChangeKind)
    reason = models.ForeignKey(
        ContactReason, null=True, on_delete=models.SET_NULL, related_name="tree_changes"
    )
    name = models.CharField(_("name"), max_length=200)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(_("why"), max_length=300, blank=True)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        verbose_name = _("change of the tree")
        verbose_name_plural = _("changes of the tree")
        ordering = ["-at", "-pk"]
        indexes = [
            # Every tree as it was at a moment, and the newest changes first.
            models.Index(fields=["at"], name="reasons_treechange_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class ReasonRevision(models.Model):
    """What one change did to one reason: the fields that changed, before and after.

    Empty `before`: the change made the reason. Fields as on ContactReason, days as ISO text.
    """

    change = models.ForeignKey(TreeChange, on_delete=models.CASCADE, related_name="revisions")
    reason = models.ForeignKey(
        ContactReason, null=True, on_delete=models.SET_NULL, related_name="revisions"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.reason_id}"
