"""How checked contacts become rows: under which ids they are known, and what stands where."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from contactreductie.core import statements
from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.models import Contact, ContactDimension, ContactLeg, ExtraReason
from reasons.models.version import reference_id
from reasons.queries import contacts as contact_queries
from reasons.queries import versions
from reasons.services.drafts import CheckedContact, ContactDraft


def contact_id(draft: ContactDraft) -> uuid.UUID:
    """The draft's own id, or one that follows from its external reference."""
    if draft.id is not None:
        return draft.id
    if not draft.external_ref:
        message = _("An id or an external reference is required.")
        raise Refusal(message, field="id", rule="C-1")
    return names_of(draft).pop()


def names_of(item: ContactDraft | Contact) -> set[uuid.UUID]:
    """The ids it may come in under: its own, and the one that follows from its external
    reference."""
    names = {item.id} if item.id else set()
    if item.external_ref:
        names.add(reference_id(item.source, item.external_ref))
    return names


def new_ones(contacts: Sequence[CheckedContact]) -> list[bool]:
    """Of each whether it is new: by id and external reference, here and within the delivery."""
    seen_ids = _known_ids(contacts)
    seen_refs = _existing_refs(contacts)
    result = []
    for contact in contacts:
        pk = contact_id(contact.draft)
        ref = (contact.draft.source, contact.draft.external_ref)
        fresh = seen_ids.isdisjoint(names_of(contact.draft)) and ref not in seen_refs
        result.append(fresh)
        seen_ids.add(pk)
        if ref[1]:
            seen_refs.add(ref)
    return result


def _known_ids(contacts: Sequence[CheckedContact]) -> set[uuid.UUID]:
    """Those registered before, withdrawn ones included: they do not come back by themselves."""
    ids = [contact_id(contact.draft) for contact in contacts]
    there = Contact.objects.filter(pk__in=ids).values_list("pk", flat=True)
    names = set().union(*(names_of(contact.draft) for contact in contacts))
    return set(there.union(versions.withdrawn(names)))


def _existing_refs(contacts: Sequence[CheckedContact]) -> set[tuple[str, str]]:
    refs: dict[str, list[str]] = {}
    for contact in contacts:
        if contact.draft.external_ref:
            refs.setdefault(contact.draft.source, []).append(contact.draft.external_ref)
    known = Q()
    for source, values in refs.items():
        known |= contact_queries.by_reference(source, values)
    if not known:
        return set()
    return set(Contact.objects.filter(known).values_list("source", "external_ref"))


def insert(contacts: Sequence[CheckedContact], agent: User | None, now: datetime) -> list[Contact]:
    """Writes contacts that are not there yet with all that belongs to them."""
    rows = [contact_row(contact, agent, now) for contact in contacts]
    statements.insert(rows)
    insert_facts(contacts)
    insert_legs(contacts, now)
    return rows


def insert_facts(contacts: Sequence[CheckedContact]) -> None:
    """The dimension values and extra reasons of contacts that are there."""
    statements.insert(
        [
            ContactDimension(
                contact_id=contact_id(contact.draft), dimension_id=value.dimension_id, value=value
            )
            for contact in contacts
            for value in contact.values
        ]
    )
    statements.insert(
        [
            ExtraReason(contact_id=contact_id(contact.draft), reason_id=reason.id)
            for contact in contacts
            for reason in contact.extra_reasons
        ]
    )


def insert_legs(contacts: Sequence[CheckedContact], now: datetime) -> None:
    """How contacts that are there go on."""
    statements.insert(
        [
            ContactLeg(
                contact_id=contact_id(contact.draft),
                kind=leg.kind,
                target=leg.target,
                due_at=leg.due_at,
                recorded_at=now,
            )
            for contact in contacts
            for leg in contact.legs
        ]
    )


def contact_row(contact: CheckedContact, agent: User | None, now: datetime) -> Contact:
    draft = contact.draft
    return Contact(
        id=contact_id(draft),
        occurred_at=contact.occurred_at,
        local_date=contact.local_date,
        recorded_at=now,
        changed_at=now,
        channel=contact.channel,
        direction=draft.direction,
        reason_id=contact.reason.id,
        customer_key=contact.customer_key,
        resolution=draft.resolution,
        handle_seconds=draft.handle_seconds,
        wrap_up_seconds=draft.wrap_up_seconds,
        note=draft.note,
        asked_by_us=draft.asked_by_us,
        referred_by_us=draft.referred_by_us,
        follows_id=draft.follows,
        agent=agent,
        source=draft.source,
        external_ref=draft.external_ref,
        fingerprint=contact.fingerprint,
        delivery_row=draft.delivery_row,
    )


def with_parts(row: Contact, contact: CheckedContact) -> Contact:
    """The row as if it were read back with its parts, for whoever shows it."""
    row.reason = contact.reason.as_model()
    row.dimension_codes = {value.dimension.code: value.code for value in contact.values}
    row.extra_reason_codes = sorted(reason.code for reason in contact.extra_reasons)
    return row
