"""Whether the reference lists are still what a process remembers of them."""

from django.db import models

THE_ROW = 1


class ListsState(models.Model):
    """One row. `token` is another one after every change to reasons, channels, dimensions or
    values; without a row nothing may be remembered."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
