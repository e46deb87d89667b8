"""Many contacts in one call of the API: each is registered, or refused, on its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.models import Contact
from reasons.queries import contacts as contact_queries
from reasons.queries.catalog import Catalog
from reasons.services import contact_rows, contacts
from reasons.services.drafts import CheckedContact, ContactDraft, check_draft

ATTEMPTS = 3


@dataclass(frozen=True)
class Registered:
    """The contact of one draft; `created` is false where an equal call made it before."""

    id: UUID
    created: bool


Outcome = Registered | Refusal
Reference = tuple[str, str]


def register_batch(
    drafts: Sequence[ContactDraft], *, actor: User, now: datetime, by_system: bool = False
) -> list[Outcome]:
    """Registers what passes the rules and tells for each draft, in their order, what became of it.
    `by_system` as in `contacts.register_contact`.

    Written in chunks of one short transaction each, with its line in the audit trail. The same
    batch again, whole or after a crash, adds only what is not there yet (C-1).
    """
    if not rules.may_register(actor):
        raise NotAllowed
    catalog = Catalog.current()
    size = settings.IMPORT_CHUNK_ROWS
    outcomes: list[Outcome] = []
    for start in range(0, len(drafts), size):
        outcomes += _register_chunk(
            drafts[start : start + size], catalog, actor, now, by_system=by_system
        )
    return outcomes


def _register_chunk(
    drafts: Sequence[ContactDraft],
    catalog: Catalog,
    actor: User,
    now: datetime,
    *,
    by_system: bool,
) -> list[Outcome]:
    checks = [_checked(draft, catalog, actor, now, by_system=by_system) for draft in drafts]
    accepted = [check for check in checks if isinstance(check, CheckedContact)]
    is_new = _write(accepted, len(drafts), catalog, actor, now)
    written = iter(_outcomes(accepted, is_new))
    return [check if isinstance(check, Refusal) else next(written) for check in checks]


def _checked(
    draft: ContactDraft, catalog: Catalog, actor: User, now: datetime, *, by_system: bool
) -> CheckedContact | Refusal:
    try:
        contact_rows.contact_id(draft)
        checked = check_draft(draft, catalog=catalog, now=now)
        if not by_system:
            contacts.check_late(checked, actor, now)
    except Refusal as refusal:
        return refusal
    return checked


def _write(
    accepted: Sequence[CheckedContact],
    delivered: int,
    catalog: Catalog,
    actor: User,
    now: datetime,
) -> Sequence[bool]:
    """Writes a chunk; a twin that was first makes it start again, and then finds the twin."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _write_once(accepted, delivered, catalog, actor, now)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")


@transaction.atomic
def _write_once(
    accepted: Sequence[CheckedContact],
    delivered: int,
    catalog: Catalog,
    actor: User,
    now: datetime,
) -> Sequence[bool]:
    outcome = contacts.write_contacts(accepted, tree=catalog.tree, agent=actor, now=now)
    audit.record_event(
        verb="contacts_delivered",
        subject=actor,
        actor=actor,
        now=now,
        delivered=delivered,
        created=outcome.created_count,
    )
    return outcome.created


def _outcomes(accepted: Sequence[CheckedContact], is_new: Sequence[bool]) -> Iterator[Outcome]:
    known = _known(accepted)
    for contact, created in zip(accepted, is_new, strict=True):
        draft = contact.draft
        found = known.get(contact_rows.contact_id(draft)) or known.get(
            (draft.source, draft.external_ref)
        )
        if found is None:
            yield Conflict(_("This registration was withdrawn."))
        elif found[1] == contact.fingerprint:
            yield Registered(found[0], created)
        else:
            yield Conflict(_("This registration already exists with other details."))


def _known(accepted: Sequence[CheckedContact]) -> dict[UUID | Reference, tuple[UUID, str]]:
    """Id and fingerprint of what is there, by id and by external reference: who sends a contact
    again need not give both again."""
    drafts = [contact.draft for contact in accepted]
    wanted = Q(pk__in=[contact_rows.contact_id(draft) for draft in drafts])
    for source in {draft.source for draft in drafts}:
        refs = [draft.external_ref for draft in drafts if draft.source == source]
        wanted |= contact_queries.by_reference(source, [ref for ref in refs if ref])
    known: dict[UUID | Reference, tuple[UUID, str]] = {}
    fields = ("pk", "fingerprint", "source", "external_ref")
    for pk, fingerprint, source, ref in Contact.objects.filter(wanted).values_list(*fields):
        known[pk] = (pk, fingerprint)
        if ref:
            known[source, ref] = known[pk]
    return known
