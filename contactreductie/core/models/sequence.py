"""Numbers people quote ("actie 12"): without gaps and the same after a crash and a retry."""

from django.db import models


class Sequence(models.Model):
    """The last number given out under a name."""

    name = models.CharField(max_length=40, primary_key=True)
    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.last_number}"
