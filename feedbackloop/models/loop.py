"""How far the loop is with each week."""

import uuid

from django.db import models
from django.db.models import Q

from feedbackloop.enums import LoopStepName


class LoopStep(models.Model):
    """One step for one week: done, or claimed by a worker until its lease is over."""

    week_start = models.DateField()
    step = models.CharField(max_length=7, choices=LoopStepName)
    claim = models.UUIDField(default=uuid.uuid4)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["week_start", "step"], name="feedbackloop_loopstep_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["week_start"], name="feedbackloop_loopstep_open", condition=Q(done_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week_start} {self.step}"
