"""What agents bring up beside the registration, and the answer they get."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reasons.enums import BroughtUp, CauseCategory, CustomerSignalKind, SignalState
from reasons.models.contact import Contact
from reasons.models.reason import ContactReason


class Answerable(models.Model):
    """Something an agent wrote that deserves an answer. The id is made by the client (C-1)."""

    what: ClassVar[BroughtUp]
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    recorded_at = models.DateTimeField()
    text = models.CharField(max_length=280)
    state = models.CharField(_("state"), max_length=8, choices=SignalState, default=SignalState.NEW)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return str(self.pk)


class FirstTimeRightSignal(Answerable):
    """ "In 1x goed" (S-1): what this contact would have needed to be finished at once."""

    what = BroughtUp.FIRST_TIME_RIGHT
    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, related_name="first_time_right_signal"
    )
    cause = models.CharField(_("cause"), max_length=8, choices=CauseCategory)


class CustomerSignal(Answerable):
    """A complaint, compliment or idea heard in a contact (S-3)."""

    what = BroughtUp.CUSTOMER_SIGNAL
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="customer_signals")
    kind = models.CharField(_("kind"), max_length=10, choices=CustomerSignalKind)


class ReasonProposal(Answerable):
    """A reason the tree lacks, named by who could not find it; `text` tells what it is for."""

    what = BroughtUp.REASON_PROPOSAL
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        ContactReason,
        verbose_name=_("main reason"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
