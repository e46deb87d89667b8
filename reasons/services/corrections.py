"""Correcting and withdrawing contacts; what they were is kept (C-11)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.enums import Direction, VersionKind
from reasons.models import Contact, ContactVersion
from reasons.queries import versions
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonTree
from reasons.services import changed_days, contact_rows, contacts, repeats
from reasons.services.drafts import CheckedContact, ContactDraft, LegDraft, check_draft

# The columns of a contact that a correction may change.
COLUMNS = (
    "occurred_at",
    "local_date",
    "channel_id",
    "direction",
    "reason_id",
    "customer_key",
    "resolution",
    "note",
    "asked_by_us",
    "referred_by_us",
)


@transaction.atomic
def correct_contact(
    contact: Contact,
    draft: ContactDraft,
    *,
    seen: datetime | None,
    actor: User,
    now: datetime,
    catalog: Catalog | None = None,
) -> Contact:
    """Makes the contact what the draft says, by the rules of a registration; its open legs too.
    `seen` is the `changed_at` of what the person looked at.

    Who registered it, from where and its measured seconds stay. Refusal for a broken rule or too
    late for this role, Conflict when somebody else changed or withdrew it meanwhile.
    """
    catalog = catalog or Catalog.current()
    checked = check_draft(replace(draft, id=contact.pk), catalog=catalog, now=now)
    repeats.lock_customers([contact.customer_key, checked.customer_key])
    current = _locked(contact, actor, now)
    if current is None:
        raise Conflict(_("This registration was withdrawn."))
    if checked.local_date != current.local_date:
        contacts.check_late(checked, actor, now)
    if current.changed_at != seen:
        raise Conflict
    before, after = versions.content_of(current), _wanted_content(checked)
    changed = sorted(name for name in after if after[name] != before[name])
    if not changed:
        return current
    _keep(current, VersionKind.CORRECTED, before, actor, now)
    footprint = _footprint(current)
    _overwrite(current, checked, now, legs="legs" in changed)
    _settle(current, footprint, catalog.tree)
    details: dict[str, Any] = {"changed": changed}
    if draft.late_reason and "local_date" in changed:
        details["late_reason"] = draft.late_reason
    audit.record_event(verb="contact_corrected", subject=current, actor=actor, now=now, **details)
    return current


@transaction.atomic
def withdraw_contact(contact: Contact, *, actor: User, now: datetime) -> None:
    """Undoes a registration: the contact goes, with what was brought up in it; its content stays
    as a version, under each name it could come in again by. Withdrawing again does nothing.

    Refusal when it is too late for this role, or when somebody is dealing with what was brought
    up in it; Conflict when it was corrected to another customer meanwhile.
    """
    repeats.lock_customers([contact.customer_key])
    current = _locked(contact, actor, now)
    if current is None:
        return
    if versions.is_in_hand(current):
        message = _("Somebody is dealing with a signal from this contact. Correct it instead.")
        raise Refusal(message, rule="C-11")
    content = versions.content_of(current) | versions.origin_of(current)
    for name in contact_rows.names_of(current):
        _keep(current, VersionKind.WITHDRAWN, content, actor, now, name=name)
    audit.record_event(verb="contact_withdrawn", subject=current, actor=actor, now=now)
    footprint = _footprint(current)
    # An outbound contact is nobody's predecessor: first out of the links, then out of the table.
    current.direction = Direction.OUTBOUND
    current.save(update_fields=["direction"])
    _settle(current, footprint, ReasonTree.load())
    current.delete()


def draft_of(contact: Contact) -> ContactDraft:
    """The contact as a draft, to change one thing about it."""
    content = versions.content_of(contact)
    return ContactDraft(
        occurred_at=contact.occurred_at,
        channel=content["channel"],
        reason=content["reason"],
        id=contact.pk,
        customer_ref=f"key:{contact.customer_key}" if contact.customer_key else "",
        dimensions=content["dimensions"],
        direction=contact.direction,
        resolution=contact.resolution,
        note=contact.note,
        note_has_no_bsn=True,
        asked_by_us=contact.asked_by_us,
        referred_by_us=contact.referred_by_us,
        legs=tuple(
            LegDraft(leg.kind, leg.target, leg.due_at) for leg in versions.open_legs(contact)
        ),
        extra_reasons=tuple(content["extra_reasons"]),
        source=contact.source,
        external_ref=contact.external_ref,
    )


def _wanted_content(checked: CheckedContact) -> dict[str, Any]:
    """What versions.content_of tells of the contact once it is what was checked."""
    draft = checked.draft
    return {
        "occurred_at": checked.occurred_at.astimezone(UTC).isoformat(),
        "local_date": checked.local_date.isoformat(),
        "channel": checked.channel.code,
        "direction": draft.direction,
        "reason": checked.reason.code,
        "extra_reasons": sorted(reason.code for reason in checked.extra_reasons),
        "dimensions": {value.dimension.code: value.code for value in checked.values},
        "customer_key": checked.customer_key,
        "resolution": draft.resolution,
        "note": draft.note,
        "asked_by_us": draft.asked_by_us,
        "referred_by_us": draft.referred_by_us,
        "legs": versions.legs_in_words(checked.legs),
    }


def _locked(contact: Contact, actor: User, now: datetime) -> Contact | None:
    """The contact as it stands, for nobody else to change; None when it was withdrawn."""
    current = Contact.objects.select_for_update().filter(pk=contact.pk).first()
    if current is None:
        return None
    if current.customer_key != contact.customer_key:
        raise Conflict
    if not rules.correction_window(actor, current):
        raise NotAllowed
    if not rules.may_correct(actor, current, now=now):
        raise Refusal(too_late_for(actor), rule="C-11")
    return current


def too_late_for(actor: User) -> str:
    """Whom to turn to, in words for somebody whose time to correct has passed (a msgid)."""
    if rules.may_register_late(actor):
        return _("This week is closed. Ask the customer service coordinator.")
    return _("This week is closed. Ask your team leader.")


def _keep(
    contact: Contact,
    kind: VersionKind,
    content: dict[str, Any],
    actor: User,
    now: datetime,
    *,
    name: Any = None,
) -> None:
    ContactVersion.objects.create(
        contact_id=name or contact.pk,
        kind=kind,
        replaced_at=now,
        replaced_by=actor,
        content=content,
    )


@dataclass(frozen=True)
class Footprint:
    """Where a contact is counted."""

    moment: datetime
    customer_key: str
    day: date


def _footprint(contact: Contact) -> Footprint:
    return Footprint(contact.occurred_at, contact.customer_key, contact.local_date)


def _overwrite(contact: Contact, checked: CheckedContact, now: datetime, *, legs: bool) -> None:
    wanted = contact_rows.contact_row(checked, contact.agent, now)
    other_customer = wanted.customer_key != contact.customer_key
    for name in (*COLUMNS, "changed_at"):
        setattr(contact, name, getattr(wanted, name))
    contact.save(update_fields=[*COLUMNS, "changed_at"])
    contact.dimensions.all().delete()
    contact.extra_reasons.all().delete()
    contact_rows.insert_facts([checked])
    if legs:
        versions.open_legs(contact).delete()
        contact_rows.insert_legs([checked], now)
    if other_customer:
        _let_go_of_others(contact)


def _let_go_of_others(contact: Contact) -> None:
    """One contact goes on about another of the same customer only."""
    bound = Contact.objects.filter(Q(pk=contact.pk) | Q(follows=contact), follows__isnull=False)
    bound.exclude(follows__customer_key=F("customer_key")).update(follows=None)
    contact.refresh_from_db(fields=["follows"])


def _settle(contact: Contact, before: Footprint, tree: ReasonTree) -> None:
    """Makes repeat links and counts right for where the contact was and where it is now."""
    after = _footprint(contact)
    keys, days = {before.customer_key, after.customer_key} - {""}, {before.day, after.day}
    if not after.customer_key:
        days |= repeats.unlink(contact)
    if keys:
        first, last = sorted([before.moment, after.moment])
        days |= repeats.relink(keys=keys, first=first, last=last, tree=tree)
    changed_days.mark(days)
