"""What was learned from the organisation's own notes."""

from django.db import models


class LearnedSuggestions(models.Model):
    """A stored classifier: arrays and words, no program. The newest row counts, older ones go.

    `digest` is the SHA-256 of `content`. `top1` and `top3` tell how often the first, or one of
    three, was right about notes that had been kept out of learning.
    """

    learned_at = models.DateTimeField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    example_count = models.PositiveIntegerField()
    reason_count = models.PositiveIntegerField()
    top1 = models.FloatField()
    top3 = models.FloatField()

    def __str__(self) -> str:
        return f"{self.learned_at:%Y-%m-%d}: {self.example_count}"
