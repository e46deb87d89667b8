"""Channels, dimensions and their values, kept by the administrator."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from contactreductie.core.models import User
from contactreductie.core.services import audit
from reasons.models import Channel, Dimension, DimensionValue

Item = TypeVar("Item", Channel, Dimension, DimensionValue)


@transaction.atomic
def save_item(item: Item, *, actor: User | None, now: datetime) -> Item:
    """Saves a new or changed item. What contacts refer to is never deleted, only taken out of
    use; its code stays what other systems know it by."""
    is_new = item._state.adding
    item.save()
    verb = f"{item._meta.model_name}_{'created' if is_new else 'changed'}"
    audit.record_event(verb=verb, subject=item, actor=actor, now=now, code=item.code)
    return item
