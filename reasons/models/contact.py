"""Contacts: one inbound conversation each, with what was registered about it."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reasons.enums import Direction, Resolution
from reasons.models.channel import Channel
from reasons.models.dimension import Dimension, DimensionValue
from reasons.models.reason import ContactReason


class Contact(models.Model):
    """An event, never a person. `customer_key` is a keyed hash; empty when unknown.

    `local_date` is the day of `occurred_at` in the business zone: what facts are counted by.
    The look-ups carry no index of their own: nothing reads contacts by channel or reason alone.
    """

    id = models.UUIDField(primary_key=True)
    occurred_at = models.DateTimeField(_("moment of contact"))
    local_date = models.DateField()
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.INBOUND)
    reason = models.ForeignKey(
        ContactReason, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    customer_key = models.CharField(max_length=32, blank=True)
    resolution = models.CharField(max_length=11, choices=Resolution, blank=True)
    handle_seconds = models.PositiveIntegerField(null=True)
    # Seconds the registration itself took, as its screen measured them.
    wrap_up_seconds = models.PositiveIntegerField(null=True)
    # H-6, H-7: the customer came back because we asked for it, or sent him to this channel.
    asked_by_us = models.BooleanField(_("asked for by us"), default=False, db_default=False)
    referred_by_us = models.BooleanField(_("referred by us"), default=False, db_default=False)
    # The earlier contact this one goes on about, in the words of the agent; what counts as a
    # repeat is measured (RepeatLink).
    follows = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    note = models.CharField(max_length=280, blank=True)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="contacts",
        db_index=False,
    )
    source = models.CharField(max_length=60)
    external_ref = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=32)
    # Place within one delivery: at the very same moment the first in the file is the earlier.
    delivery_row = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_ref"],
                condition=~Q(external_ref=""),
                name="reasons_contact_external_ref",
                violation_error_message=_("This contact was delivered before."),
            ),
        ]
        indexes = [
            # matching: predecessor and successor of a contact, per customer in order of time.
            models.Index(
                fields=["customer_key", "occurred_at"],
                name="reasons_contact_customer",
                condition=~Q(customer_key=""),
            ),
            # facts: everything of one local day; lists of a week by reason.
            models.Index(fields=["local_date", "reason"], name="reasons_contact_day"),
            # the agent's own recent contacts.
            models.Index(
                fields=["agent", "-recorded_at"],
                name="reasons_contact_agent",
                condition=Q(agent__isnull=False),
            ),
            # letting go of `follows` when the earlier contact is withdrawn.
            models.Index(
                fields=["follows"],
                name="reasons_contact_follows",
                condition=Q(follows__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @cached_property
    def dimension_codes(self) -> dict[str, str]:
        """The code of its value by the code of each dimension; known already to whoever has just
        registered it."""
        return {row.dimension.code: row.value.code for row in self.dimensions.all()}

    @cached_property
    def extra_reason_codes(self) -> list[str]:
        return sorted(extra.reason.code for extra in self.extra_reasons.all())


class ContactDimension(models.Model):
    """The value of one dimension for one contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="dimensions")
    dimension = models.ForeignKey(
        Dimension, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    value = models.ForeignKey(
        DimensionValue, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "dimension"], name="reasons_contactdimension_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.value_id}"


class ExtraReason(models.Model):
    """A further reason of a contact: shown, never counted (C-2)."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="extra_reasons")
    reason = models.ForeignKey(
        ContactReason, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "reason"], name="reasons_extrareason_once")
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.reason_id}"


class RepeatLink(models.Model):
    """The contacts of which one contact is a repeat: one row per repeat, a column per variant.

    Each column names the latest earlier contact of the same customer at most 14 days before
    that qualifies: any reason, same reason, any reason by the same channel, both the same.
    """

    contact = models.OneToOneField(
        Contact, primary_key=True, on_delete=models.CASCADE, related_name="repeat_link"
    )
    any_reason = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    same_reason = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="+")
    any_reason_same_channel = models.ForeignKey(
        Contact, null=True, on_delete=models.CASCADE, related_name="+"
    )
    same_reason_same_channel = models.ForeignKey(
        Contact, null=True, on_delete=models.CASCADE, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.contact_id} → {self.any_reason_id}"


class ChangedDay(models.Model):
    """A local day whose contacts changed since it was last counted.

    Rows are only added and, once counted, removed: no two writers wait for each other.
    """

    day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return str(self.day)
