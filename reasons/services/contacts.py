"""Registering contacts: the page, the API and every import end here."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.models import Contact, ContactDimension, ExtraReason
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonTree
from reasons.services import changed_days, repeats
from reasons.services.drafts import CheckedContact, ContactDraft, check_draft

NAMESPACE = uuid.UUID("6f1c7d1e-52a3-4a57-9b6d-0d6a53f6a7c4")


@dataclass(frozen=True)
class Registration:
    """The contact, and whether this very call made it or an earlier one did."""

    contact: Contact
    created: bool


@dataclass(frozen=True)
class WriteOutcome:
    """What became of each contact of a delivery, in its order: true where it is new."""

    created: tuple[bool, ...]

    @property
    def created_count(self) -> int:
        return sum(self.created)

    @property
    def duplicate_count(self) -> int:
        return len(self.created) - self.created_count


def register_contact(
    draft: ContactDraft,
    *,
    actor: User,
    now: datetime,
    by_system: bool = False,
    catalog: Catalog | None = None,
) -> Registration:
    """Registers one contact, at most once per id (C-1).

    `by_system`: another system delivers it, with a token the administrator gave it; how late it
    may come is not for a person's role to say.

    Raises Refusal for a broken rule, NotAllowed outside the actor's role and Conflict when the
    id or the external reference already stands for other content.
    """
    if not rules.may_register(actor):
        raise NotAllowed
    catalog = catalog or Catalog.load()
    checked = check_draft(draft, catalog=catalog, now=now)
    if not by_system:
        check_late(checked, actor, now)
    try:
        with transaction.atomic():
            outcome = write_contacts([checked], tree=catalog.tree, agent=actor, now=now)
            contact = Contact.objects.get(pk=contact_id(draft)) if outcome.created[0] else None
            if contact is not None:
                _record(contact, draft, actor, now)
    except IntegrityError:  # a twin of this very call was first
        contact = None
    return Registration(contact, True) if contact else Registration(_earlier(checked), False)


@transaction.atomic
def write_contacts(
    contacts: Sequence[CheckedContact], *, tree: ReasonTree, agent: User | None, now: datetime
) -> WriteOutcome:
    """Writes checked contacts in one short transaction: those new by id and external reference,
    with their dimensions, repeat links and changed days."""
    repeats.lock_customers(contact.customer_key for contact in contacts)
    is_new = _new_ones(contacts)
    new = [contact for contact, fresh in zip(contacts, is_new, strict=True) if fresh]
    if new:
        _insert(new, agent, now)
        _relink_and_mark(new, tree)
    return WriteOutcome(tuple(is_new))


def contact_id(draft: ContactDraft) -> uuid.UUID:
    """The draft's own id, or one that follows from its external reference."""
    if draft.id is not None:
        return draft.id
    if draft.external_ref:
        return uuid.uuid5(NAMESPACE, f"{draft.source}\n{draft.external_ref}")
    raise Refusal(_("An id or an external reference is required."), field="id", rule="C-1")


def _new_ones(contacts: Sequence[CheckedContact]) -> list[bool]:
    seen_ids = _existing_ids(contacts)
    seen_refs = _existing_refs(contacts)
    result = []
    for contact in contacts:
        pk = contact_id(contact.draft)
        ref = (contact.draft.source, contact.draft.external_ref)
        fresh = pk not in seen_ids and ref not in seen_refs
        result.append(fresh)
        seen_ids.add(pk)
        if ref[1]:
            seen_refs.add(ref)
    return result


def _existing_ids(contacts: Sequence[CheckedContact]) -> set[uuid.UUID]:
    ids = [contact_id(contact.draft) for contact in contacts]
    return set(Contact.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _existing_refs(contacts: Sequence[CheckedContact]) -> set[tuple[str, str]]:
    refs: dict[str, list[str]] = {}
    for contact in contacts:
        if contact.draft.external_ref:
            refs.setdefault(contact.draft.source, []).append(contact.draft.external_ref)
    known = Q()
    for source, values in refs.items():
        known |= Q(source=source, external_ref__in=values)
    if not known:
        return set()
    return set(Contact.objects.filter(known).values_list("source", "external_ref"))


def _insert(contacts: Sequence[CheckedContact], agent: User | None, now: datetime) -> None:
    Contact.objects.bulk_create(_contact_row(contact, agent, now) for contact in contacts)
    ContactDimension.objects.bulk_create(
        ContactDimension(
            contact_id=contact_id(contact.draft), dimension_id=value.dimension_id, value=value
        )
        for contact in contacts
        for value in contact.values
    )
    ExtraReason.objects.bulk_create(
        ExtraReason(contact_id=contact_id(contact.draft), reason_id=reason.id)
        for contact in contacts
        for reason in contact.extra_reasons
    )


def _contact_row(contact: CheckedContact, agent: User | None, now: datetime) -> Contact:
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
        note=draft.note,
        agent=agent,
        source=draft.source,
        external_ref=draft.external_ref,
        fingerprint=contact.fingerprint,
        delivery_row=draft.delivery_row,
    )


def _relink_and_mark(contacts: Iterable[CheckedContact], tree: ReasonTree) -> None:
    days = {contact.local_date for contact in contacts}
    keyed = [contact for contact in contacts if contact.customer_key]
    if keyed:
        days |= repeats.relink(
            keys={contact.customer_key for contact in keyed},
            first=min(contact.occurred_at for contact in keyed),
            last=max(contact.occurred_at for contact in keyed),
            tree=tree,
        )
    changed_days.mark(days)


def check_late(contact: CheckedContact, actor: User, now: datetime) -> None:
    """Section 2: an old contact takes a team leader or coordinator, and a reason."""
    if now - contact.occurred_at <= settings.LATE_ENTRY_AFTER:
        return
    if not rules.may_register_late(actor):
        message = _("This week is closed. Ask your team leader.")
        raise Refusal(message, field="occurred_at", rule="C-11")
    if not contact.draft.late_reason.strip():
        message = _("Say why this contact is registered late.")
        raise Refusal(message, field="late_reason", rule="C-11")


def _earlier(contact: CheckedContact) -> Contact:
    """The contact an equal call made before, under this id or this external reference; Conflict
    when its content is another."""
    draft = contact.draft
    same = Q(pk=contact_id(draft))
    if draft.external_ref:
        same |= Q(source=draft.source, external_ref=draft.external_ref)
    earlier = list(Contact.objects.filter(same)[:2])
    if len(earlier) != 1 or earlier[0].fingerprint != contact.fingerprint:
        raise Conflict(_("This registration already exists with other details."))
    return earlier[0]


def _record(contact: Contact, draft: ContactDraft, actor: User, now: datetime) -> None:
    details = {"late_reason": draft.late_reason} if draft.late_reason else {}
    audit.record_event(verb="contact_registered", subject=contact, actor=actor, now=now, **details)
