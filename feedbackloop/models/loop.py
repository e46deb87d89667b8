"""How far the loop is with each week."""

from django.db import models
from django.db.models import Q

from feedbackloop.enums import LoopStepName


class LoopStep(models.Model):
    """One step for one week: done, or still to do.

    A claim is not stored: a step's work and its `done_at` are one transaction that holds the
    week's lock, so the claim of a killed process is gone with its transaction.
    """

    week_start = models.DateField()
    step = models.CharField(max_length=7, choices=LoopStepName)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["week_start", "step"], name="feedbackloop_loopstep_once"
            )
        ]
        indexes = [
            # services.loop: weeks that were begun and not finished.
            models.Index(
                fields=["week_start"], name="feedbackloop_loopstep_open", condition=Q(done_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week_start} {self.step}"
