"""The reasons an agent keeps at hand."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reasons.models.reason import ContactReason

KEYS = 9
SLOTS = 24


class PinnedReason(models.Model):
    """A reason in a fixed place: places 1 to 9 are the keys Alt+1 to Alt+9, all of them stand on
    the tally sheet."""

    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pinned_reasons"
    )
    slot = models.PositiveSmallIntegerField()
    reason = models.ForeignKey(
        ContactReason, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["agent", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["agent", "slot"], name="reasons_pinnedreason_slot"),
            models.UniqueConstraint(fields=["agent", "reason"], name="reasons_pinnedreason_once"),
            models.CheckConstraint(
                condition=Q(slot__gte=1, slot__lte=SLOTS), name="reasons_pinnedreason_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.slot}: {self.reason_id}"
