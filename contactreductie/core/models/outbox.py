"""Mail on its way out: written with the change that causes it, delivered later."""

import uuid

from django.db import models
from django.db.models import Q

from contactreductie.core.enums import DeliveryState


class OutboxMessage(models.Model):
    """One mail to one address. `event` and `recipient` together exist once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.CharField(max_length=120)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["created_at", "event", "recipient"]
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient"], name="core_outbox_once")
        ]
        indexes = [
            # services.outbox.deliver_due: what waits and is due.
            models.Index(
                fields=["due_at"], name="core_outbox_due", condition=Q(state=DeliveryState.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.pk}"
