"""What agents bring up about a contact: "In 1x goed" (S-1) and customer signals (S-3)."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.enums import CauseCategory, CustomerSignalKind, SignalState
from reasons.models import Contact, CustomerSignal, FirstTimeRightSignal
from reasons.models.signal import Answerable
from reasons.services import notes

Item = TypeVar("Item", bound=Answerable)


def tell_what_was_needed(
    contact: Contact,
    *,
    signal_id: UUID,
    cause: str,
    text: str,
    text_has_no_bsn: bool = False,
    actor: User,
    now: datetime,
) -> FirstTimeRightSignal:
    """Notes that the contact could not be finished at once, and what was needed for it: once per
    contact. Telling it again changes it as long as nobody deals with it.

    Refusal for a broken rule, Conflict when somebody deals with it or the contact was withdrawn.
    """
    _check_registrar(actor)
    if cause not in CauseCategory.values:
        raise Refusal(_("Choose on whose side the cause lies."), field="cause", rule="S-1")
    text = checked_text(text, _("Say what was needed."), "S-1", has_no_bsn=text_has_no_bsn)
    with transaction.atomic():
        lock_contact(contact)
        earlier = FirstTimeRightSignal.objects.filter(contact=contact).first()
        if earlier is None:
            signal = FirstTimeRightSignal(
                id=signal_id, contact=contact, agent=actor, recorded_at=now, cause=cause, text=text
            )
            content = ("contact_id", "cause", "text")
            return once(signal, content, actor=actor, now=now, cause=cause)
        return _changed(earlier, {"cause": cause, "text": text}, actor, now)


def tell_customer_signal(
    contact: Contact,
    *,
    signal_id: UUID,
    kind: str,
    text: str,
    text_has_no_bsn: bool = False,
    actor: User,
    now: datetime,
) -> CustomerSignal:
    """Notes a complaint, compliment or idea heard in the contact, once per id (C-1).

    Refusal for a broken rule, Conflict when the id stands for something else already or the
    contact was withdrawn.
    """
    _check_registrar(actor)
    if kind not in CustomerSignalKind.values:
        raise Refusal(_("Choose complaint, compliment or idea."), field="kind", rule="S-3")
    text = checked_text(text, _("Write what the customer said."), "S-3", has_no_bsn=text_has_no_bsn)
    signal = CustomerSignal(
        id=signal_id, contact=contact, agent=actor, recorded_at=now, kind=kind, text=text
    )
    with transaction.atomic():
        lock_contact(contact)
        return once(signal, ("contact_id", "kind", "text"), actor=actor, now=now, kind=kind)


def once(
    item: Item, content: tuple[str, ...], *, actor: User, now: datetime, **details: str
) -> Item:
    """The item, written unless an equal one of the same person is there under its id (C-1)."""
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError as error:
        earlier = type(item)._default_manager.filter(pk=item.pk).first()
        names = (*content, "agent_id")
        if earlier is None or any(getattr(earlier, n) != getattr(item, n) for n in names):
            message = _("This registration already exists with other details.")
            raise Conflict(message) from error
        return earlier
    audit.record_event(verb="signal_brought_up", subject=item, actor=actor, now=now, **details)
    return item


def checked_text(text: str, missing: str, rule: str, *, has_no_bsn: bool) -> str:
    """The text of something brought up; `missing` says what should have been written (a msgid)."""
    text = text.strip()
    if not text:
        raise Refusal(missing, field="text", rule=rule)
    notes.check_note(text, field="text", has_no_bsn=has_no_bsn, may_confirm=True)
    return text


def lock_contact(contact: Contact) -> None:
    """Keeps the contact from being withdrawn until the transaction ends."""
    if not Contact.objects.select_for_update().filter(pk=contact.pk).exists():
        raise Conflict(_("This registration was withdrawn."))


def _changed(
    signal: FirstTimeRightSignal, wanted: dict[str, str], actor: User, now: datetime
) -> FirstTimeRightSignal:
    if all(getattr(signal, name) == value for name, value in wanted.items()):
        return signal
    if signal.state != SignalState.NEW:
        raise Conflict(_("Somebody is dealing with this signal; it does not change any more."))
    for name, value in wanted.items():
        setattr(signal, name, value)
    signal.save(update_fields=list(wanted))
    audit.record_event(
        verb="signal_changed", subject=signal, actor=actor, now=now, cause=wanted["cause"]
    )
    return signal


def _check_registrar(actor: User) -> None:
    if not rules.may_register(actor):
        raise NotAllowed
