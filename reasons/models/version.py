"""What contacts were before somebody changed or withdrew them (C-11): append only."""

import uuid

from django.conf import settings
from django.db import models

from reasons.enums import VersionKind

NAMESPACE = uuid.UUID("6f1c7d1e-52a3-4a57-9b6d-0d6a53f6a7c4")


def reference_id(source: str, external_ref: str) -> uuid.UUID:
    """The id of a contact that comes in with an external reference alone."""
    return uuid.uuid5(NAMESPACE, f"{source}\n{external_ref}")


class ContactVersion(models.Model):
    """The content a contact had until `replaced_at`; `content` is written by services.versions.

    Bound to its contact by id alone: the version of a withdrawn one outlives it, and keeps the
    same registration from coming in again (C-1).
    """

    contact_id = models.UUIDField()
    kind = models.CharField(max_length=9, choices=VersionKind)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    content = models.JSONField()

    class Meta:
        ordering = ["replaced_at", "pk"]
        indexes = [
            # the history of one contact; registering: was it withdrawn?
            models.Index(fields=["contact_id"], name="reasons_contactversion_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.kind}"
