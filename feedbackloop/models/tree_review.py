"""The quarterly review of the reason tree: what asks for a look, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedbackloop.enums import ReviewDecision, ReviewTopic
from reasons.models import ContactReason


class TreeReviewItem(models.Model):
    """One thing to look at in one quarter; found anew each quarter, decided once.

    `quarter` is as "2026-Q4". `other` is the second reason of a pair. `figures` are those it was
    found with. An item that nobody decided stays as it was found.
    """

    quarter = models.CharField(_("quarter"), max_length=7)
    topic = models.CharField(_("topic"), max_length=14, choices=ReviewTopic)
    reason = models.ForeignKey(
        ContactReason, null=True, on_delete=models.PROTECT, related_name="review_items"
    )
    other = models.ForeignKey(ContactReason, null=True, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    decision = models.CharField(
        _("decision"), max_length=7, choices=ReviewDecision, blank=True, default=""
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("item of the tree review")
        verbose_name_plural = _("items of the tree review")
        ordering = ["topic", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "topic", "reason"],
                condition=Q(other=None),
                name="feedbackloop_review_once",
            ),
            models.UniqueConstraint(
                fields=["quarter", "topic", "reason", "other"],
                condition=Q(other__isnull=False),
                name="feedbackloop_review_pair_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.topic} {self.reason_id}"
