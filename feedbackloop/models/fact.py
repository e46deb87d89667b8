"""Facts: small count tables per local day, made from contacts and never edited.

A day is counted whole, again and again, with the same outcome. Inbound contacts only.
"""

from django.db import models

from reasons.models import Channel, ContactReason, DimensionValue


class DayCount(models.Model):
    """Contacts of one day, leaf reason and channel.

    `repeats_*`: contacts here that are a repeat. `followed_*`: contacts here that got a repeat
    later (complete only when the day is 14 days past).
    """

    day = models.DateField()
    reason = models.ForeignKey(
        ContactReason, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact_count = models.PositiveIntegerField()
    keyed_count = models.PositiveIntegerField()
    repeats_any = models.PositiveIntegerField()
    repeats_same = models.PositiveIntegerField()
    followed_any = models.PositiveIntegerField()
    followed_same = models.PositiveIntegerField()
    handled_count = models.PositiveIntegerField()
    handle_seconds = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            # Serves every read of a span of days.
            models.UniqueConstraint(
                fields=["day", "reason", "channel"], name="feedbackloop_daycount_once"
            )
        ]
        indexes = [
            # The trend of one reason.
            models.Index(fields=["reason", "day"], name="feedbackloop_daycount_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reason_id}: {self.contact_count}"


class DayDimensionCount(models.Model):
    """Contacts of one day, leaf reason, channel and dimension value."""

    day = models.DateField()
    reason = models.ForeignKey(
        ContactReason, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = models.ForeignKey(
        DimensionValue, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    contact_count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "reason", "channel", "value"],
                name="feedbackloop_daydimensioncount_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.value_id}: {self.contact_count}"
