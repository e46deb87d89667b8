"""Registering contacts: the page, the API and every import end here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from reasons.queries import versions
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonTree
from reasons.services import changed_days, contact_rows, repeats
from reasons.services.drafts import CheckedContact, ContactDraft, check_draft, customer_key


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
    id or the external reference already stands for other content, or was withdrawn.
    """
    if not rules.may_register(actor):
        raise NotAllowed
    catalog = catalog or Catalog.current()
    try:
        checked = check_draft(draft, catalog=catalog, now=now)
        if not by_system:
            check_late(checked, actor, now)
        _check_follows(checked)
    except Refusal:
        earlier = _made_before(draft, actor)
        if earlier is None:
            raise
        return Registration(earlier, False)
    try:
        with transaction.atomic():
            contact = _write_new(checked, catalog.tree, actor, now)
            _record(contact, draft, actor, now)
    except IntegrityError:  # this id or external reference is there already
        return Registration(_earlier(checked), False)
    return Registration(contact, True)


@transaction.atomic
def write_contacts(
    contacts: Sequence[CheckedContact], *, tree: ReasonTree, agent: User | None, now: datetime
) -> WriteOutcome:
    """Writes checked contacts in one short transaction: those new by id and external reference,
    with their dimensions, repeat links and changed days."""
    repeats.lock_customers(contact.customer_key for contact in contacts)
    is_new = contact_rows.new_ones(contacts)
    new = [contact for contact, fresh in zip(contacts, is_new, strict=True) if fresh]
    if new:
        contact_rows.insert(new, agent, now)
        _relink_and_mark(new, tree)
    return WriteOutcome(tuple(is_new))


def _write_new(contact: CheckedContact, tree: ReasonTree, agent: User, now: datetime) -> Contact:
    """Writes one contact, which is nearly always new: if not, the INSERT itself tells. Asking
    only then whether it was withdrawn also finds what was withdrawn while the INSERT waited."""
    repeats.lock_customers([contact.customer_key])
    (row,) = contact_rows.insert([contact], agent, now)
    if versions.any_withdrawn(contact_rows.names_of(contact.draft)):
        raise _withdrawn_before()
    _relink_and_mark([contact], tree)
    return contact_rows.with_parts(row, contact)


def _relink_and_mark(contacts: Iterable[CheckedContact], tree: ReasonTree) -> None:
    days = {contact.local_date for contact in contacts}
    keyed = [contact for contact in contacts if contact.customer_key]
    if keyed:
        days |= repeats.relink(
            keys={contact.customer_key for contact in keyed},
            first=min(contact.occurred_at for contact in keyed),
            last=max(contact.occurred_at for contact in keyed),
            tree=tree,
            added={contact_rows.contact_id(contact.draft) for contact in keyed},
        )
    changed_days.mark(days)


def is_late(occurred_at: datetime, now: datetime) -> bool:
    return now - occurred_at > settings.LATE_ENTRY_AFTER


def check_late(contact: CheckedContact, actor: User, now: datetime) -> None:
    """Section 2: an old contact takes a team leader or coordinator, and a reason."""
    if not is_late(contact.occurred_at, now):
        return
    if not rules.may_register_late(actor):
        message = _("This week is closed. Ask your team leader.")
        raise Refusal(message, field="occurred_at", rule="C-11")
    if not contact.draft.late_reason.strip():
        message = _("Say why this contact is registered late.")
        raise Refusal(message, field="late_reason", rule="C-11")


def _check_follows(contact: CheckedContact) -> None:
    """What a contact goes on about is an earlier one of the same customer, not long ago."""
    if contact.draft.follows is None:
        return
    since = contact.local_date - timedelta(days=settings.REPEAT_WINDOW_DAYS)
    earlier = Contact.objects.filter(
        pk=contact.draft.follows,
        customer_key=contact.customer_key,
        occurred_at__lte=contact.occurred_at,
        local_date__gte=since,
    ).exclude(customer_key="")
    if not earlier.exists():
        raise Refusal(_("That earlier contact is not one of this customer."), field="follows")


def _earlier(contact: CheckedContact) -> Contact:
    """The contact an equal call made before, under this id or this external reference; Conflict
    when its content is another or it was withdrawn."""
    draft = contact.draft
    if versions.any_withdrawn(contact_rows.names_of(draft)):
        raise _withdrawn_before()
    same = Q(pk=contact_rows.contact_id(draft))
    if draft.external_ref:
        same |= contact_queries.by_reference(draft.source, [draft.external_ref])
    earlier = list(Contact.objects.filter(same)[:2])
    if len(earlier) != 1 or earlier[0].fingerprint != contact.fingerprint:
        raise Conflict(_("This registration already exists with other details."))
    return earlier[0]


def _withdrawn_before() -> Conflict:
    return Conflict(_("This registration was withdrawn."))


def _made_before(draft: ContactDraft, actor: User) -> Contact | None:
    """The contact that this very call made when the rules still let it pass: its reason may have
    ended since. What a fingerprint would tell is compared as it was typed."""
    if draft.id is None:
        return None
    names = ("direction", "resolution", "handle_seconds", "note", "source", "external_ref")
    contact = Contact.objects.filter(
        pk=draft.id,
        agent=actor,
        reason__code=draft.reason,
        channel__code=draft.channel,
        customer_key=customer_key(draft.customer_ref),
        **{name: getattr(draft, name) for name in names},
    ).first()
    if contact is None:
        return None
    values = {row.dimension.code: row.value.code for row in contact.dimensions.all()}
    given = {code: value for code, value in draft.dimensions.items() if value}
    return contact if values == given else None


def _record(contact: Contact, draft: ContactDraft, actor: User, now: datetime) -> None:
    explains = draft.late_reason and is_late(contact.occurred_at, now)
    details = {"late_reason": draft.late_reason} if explains else {}
    audit.record_event(verb="contact_registered", subject=contact, actor=actor, now=now, **details)
