"""What follows within one contact: a transfer, or a call back we promised (C-4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reasons.enums import LegKind
from reasons.models.contact import Contact

TARGET_LENGTH = 80


class ContactLeg(models.Model):
    """A further leg of a contact; open until somebody notes that it is done. `due_at` is the
    term we gave the customer, `target` who takes over."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="legs")
    kind = models.CharField(_("kind"), max_length=8, choices=LegKind)
    target = models.CharField(_("to whom"), max_length=TARGET_LENGTH, blank=True)
    due_at = models.DateTimeField(_("promised before"), null=True)
    recorded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=LegKind.CALLBACK) | Q(due_at__isnull=False),
                name="reasons_contactleg_term",
                violation_error_message=_("Say before when we call back."),
            ),
        ]
        indexes = [
            # promises that are still open, the first to come due in front.
            models.Index(
                fields=["due_at"], name="reasons_contactleg_open", condition=Q(done_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.kind}"
