"""Channels, dimensions and their values, kept by the administrator; and the news that a list
changed."""

import secrets
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict
from contactreductie.core.services import audit
from reasons.models import Channel, Dimension, DimensionValue, ListsState
from reasons.models.lists import THE_ROW

Item = TypeVar("Item", Channel, Dimension, DimensionValue)


def touch() -> None:
    """Makes every process forget the lists it remembers, once this transaction is committed.

    The first thing in each transaction that changes reasons, channels, dimensions or values: those
    wait for each other here, before any of them has locked a customer.
    """
    ListsState.objects.bulk_create(
        [ListsState(pk=THE_ROW, token=secrets.token_hex(16))],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["token"],
    )


@transaction.atomic
def save_item(item: Item, *, actor: User | None, now: datetime, **details: str) -> Item:
    """Saves a new or changed item. What contacts refer to is never deleted, only taken out of
    use; its code stays what other systems know it by. `details` go into the audit trail."""
    touch()
    is_new = item._state.adding
    if not is_new and not type(item)._default_manager.filter(pk=item.pk).exists():
        raise Conflict  # somebody removed it meanwhile: it does not come back
    item.save()
    verb = f"{item._meta.model_name}_{'created' if is_new else 'changed'}"
    audit.record_event(verb=verb, subject=item, actor=actor, now=now, code=item.code, **details)
    return item
