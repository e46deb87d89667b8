"""Many contacts in one call of the API: each is registered, or refused, on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.models import Contact
from reasons.queries.catalog import Catalog
from reasons.services import contacts
from reasons.services.drafts import CheckedContact, ContactDraft, check_draft

ATTEMPTS = 3


@dataclass(frozen=True)
class Registered:
    """The contact of one draft; `created` is false where an equal call made it before."""

    id: UUID
    created: bool


Outcome = Registered | Refusal


def register_batch(
    drafts: Sequence[ContactDraft], *, actor: User, now: datetime, by_system: bool = False
) -> list[Outcome]:
    """Registers what passes the rules and tells for each draft, in their order, what became of it.
    `by_system` as in `contacts.register_contact`.

    Written in chunks of one short transaction each. The same batch again, whole or after a crash,
    adds only what is not there yet (C-1).
    """
    if not rules.may_register(actor):
        raise NotAllowed
    catalog = Catalog.load()
    size = settings.IMPORT_CHUNK_ROWS
    outcomes: list[Outcome] = []
    for start in range(0, len(drafts), size):
        outcomes += _register_chunk(
            drafts[start : start + size], catalog, actor, now, by_system=by_system
        )
    created = sum(isinstance(outcome, Registered) and outcome.created for outcome in outcomes)
    audit.record_event(
        verb="contacts_delivered",
        subject=actor,
        actor=actor,
        now=now,
        delivered=len(drafts),
        created=created,
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
    written = iter(_write(accepted, catalog, actor, now))
    return [check if isinstance(check, Refusal) else next(written) for check in checks]


def _checked(
    draft: ContactDraft, catalog: Catalog, actor: User, now: datetime, *, by_system: bool
) -> CheckedContact | Refusal:
    try:
        contacts.contact_id(draft)
        checked = check_draft(draft, catalog=catalog, now=now)
        if not by_system:
            contacts.check_late(checked, actor, now)
    except Refusal as refusal:
        return refusal
    return checked


def _write(
    accepted: Sequence[CheckedContact], catalog: Catalog, actor: User, now: datetime
) -> list[Outcome]:
    is_new = _write_once(accepted, catalog, actor, now)
    ids = [contacts.contact_id(contact.draft) for contact in accepted]
    known = dict(Contact.objects.filter(pk__in=ids).values_list("pk", "fingerprint"))
    return [
        Registered(pk, created) if known.get(pk) == contact.fingerprint else _conflict()
        for pk, contact, created in zip(ids, accepted, is_new, strict=True)
    ]


def _write_once(
    accepted: Sequence[CheckedContact], catalog: Catalog, actor: User, now: datetime
) -> Sequence[bool]:
    """Writes a chunk; a twin that was first makes it start again, and then finds the twin."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            outcome = contacts.write_contacts(accepted, tree=catalog.tree, agent=actor, now=now)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
        else:
            return outcome.created
    raise AssertionError("the last attempt returns or raises")


def _conflict() -> Conflict:
    return Conflict(_("This registration already exists with other details."))
