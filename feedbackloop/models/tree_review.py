"""The review list of the reason tree: what was found, and what was decided about it (R-4, R-5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedbackloop.enums import ReviewDecision, ReviewKind
from reasons.models import ContactReason

WHY_LENGTH = 300
WITH_WHY = (ReviewDecision.KEPT, ReviewDecision.LATER)


class TreeReviewItem(models.Model):
    """One point: about a reason, about two that are alike, or (no reason) about the whole tree.

    `figures` is what its sentence is made of, as counted when it was found. `week` is the Monday
    of the week whose report found it, null when the look of the quarter did. A reason that is
    taken away again, because its making was undone, takes its points along.
    """

    kind = models.CharField(_("kind"), max_length=17, choices=ReviewKind)
    reason = models.ForeignKey(ContactReason, null=True, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(ContactReason, null=True, on_delete=models.CASCADE, related_name="+")
    found_on = models.DateField(_("found on"))
    week = models.DateField(null=True)
    figures = models.JSONField(default=dict)
    decision = models.CharField(
        _("decision"), max_length=7, choices=ReviewDecision, blank=True, default=""
    )
    why = models.CharField(_("why"), max_length=WHY_LENGTH, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("point of the review list")
        verbose_name_plural = _("points of the review list")
        ordering = ["found_on", "pk"]
        constraints = [
            # One open point about the same thing. Three, because nulls differ from each other.
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(decision="", reason=None),
                name="feedbackloop_review_tree_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "reason"],
                condition=Q(decision="", reason__isnull=False, other=None),
                name="feedbackloop_review_reason_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "reason", "other"],
                condition=Q(decision="", other__isnull=False),
                name="feedbackloop_review_pair_once",
            ),
            # Two that are alike are one pair, whichever is named first.
            models.CheckConstraint(
                condition=Q(other=None) & ~Q(kind=ReviewKind.ALIKE)
                | Q(kind=ReviewKind.ALIKE, reason__isnull=False, other__isnull=False)
                & Q(reason__lt=F("other")),
                name="feedbackloop_review_pair",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="feedbackloop_review_decided",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=WITH_WHY) | ~Q(why=""),
                name="feedbackloop_review_why",
            ),
        ]
        indexes = [
            # queries.tree_review: what was decided in a quarter.
            models.Index(fields=["decided_at"], name="feedbackloop_review_decided_at"),
        ]

    def __str__(self) -> str:
        return f"{self.found_on} {self.kind}"
