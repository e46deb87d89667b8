"""Files delivered by other systems, and the rows of them that were refused."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contactreductie.core.refusals import worded
from reasons.enums import IngestState

if TYPE_CHECKING:
    from contactreductie.core.models import User

TALLY = "tally"  # the kind of file, as a mapping names it
# Parameters of a message that come from our rules and lists; all others may quote the row.
OURS = ("limit", "found", "expected", "dimension", "example", "day")


class IngestBatch(models.Model):
    """One delivered file of contacts: how far it is and what came of it.

    `rows_done` is where a stopped run goes on. `claimed_until` is the lease of the worker.
    `delivery_key` tells the same file with the same mapping and choices, started again. `trial` is
    the trial run that this import was confirmed after.
    """

    source = models.CharField(_("source"), max_length=60)
    file_name = models.CharField(_("file"), max_length=200)
    stored_path = models.CharField(max_length=300, blank=True)
    mapping = models.JSONField(default=dict)
    create_reasons = models.BooleanField(_("create missing reasons"), default=False)
    dry_run = models.BooleanField(_("trial run"), default=False)
    state = models.CharField(max_length=8, choices=IngestState, default=IngestState.WAITING)
    refusal = models.JSONField(default=dict)
    delivery_key = models.CharField(max_length=64, blank=True)
    bytes_total = models.PositiveBigIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True)
    rows_done = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    duplicate_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    reasons_created_count = models.PositiveIntegerField(default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    trial = models.OneToOneField(
        "self", null=True, on_delete=models.SET_NULL, related_name="confirmed_as"
    )
    claimed_until = models.DateTimeField(null=True)
    claim = models.UUIDField(default=uuid.uuid4)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.source})"

    @property
    def is_tally(self) -> bool:
        """Whether the rows are counts from paper (C-12): each is as many contacts as it says."""
        return bool(self.mapping.get("file", {}).get("kind") == TALLY)

    @property
    def counted_by(self) -> User | None:
        """Whose contacts a tally holds: of whoever handed it in, also where somebody else
        confirmed it. None for any other file, which says nothing of who had the contact."""
        return (self.trial or self).requested_by if self.is_tally else None


class RejectedRow(models.Model):
    """A row that was refused: where, what and why, and the row itself to repair and send again.

    `row` holds our own column names; a customer reference in it is replaced by its key (C-6).
    The message is kept as msgid and parameters, so that each reader gets his own language.
    """

    batch = models.ForeignKey(IngestBatch, on_delete=models.CASCADE, related_name="rejected_rows")
    row_number = models.PositiveIntegerField()
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=200, blank=True)
    message = models.CharField(max_length=300)
    parameters = models.JSONField(default=dict)
    row = models.JSONField(default=dict)

    class Meta:
        ordering = ["row_number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "row_number"], name="reasons_rejectedrow_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row_number}"

    @property
    def text(self) -> str:
        """What is wrong, in the reader's language."""
        return capfirst(worded(self.message, self.parameters))

    @property
    def text_without_values(self) -> str:
        """The same for who may not see what stands in the row itself (section 2)."""
        shown = {name: value if name in OURS else "…" for name, value in self.parameters.items()}
        return capfirst(worded(self.message, shown))
