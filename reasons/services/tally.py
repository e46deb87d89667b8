"""Tallies: taking back what was tapped, and typing over what was counted on paper."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.enums import VersionKind
from reasons.models import Contact, ContactVersion
from reasons.queries import versions
from reasons.queries.catalog import Catalog
from reasons.queries.tally import TALLY
from reasons.services import batches, contacts, corrections
from reasons.services.batches import Registered
from reasons.services.drafts import ContactDraft, check_draft

PAPER = "tally-sheet"  # the source of contacts that were typed over from paper
DRAWN_BY_LOT = 4  # the version of a UUID, as browsers make them


@dataclass(frozen=True)
class Count:
    """How often a reason was counted by one channel; all by their codes."""

    reason: str
    channel: str
    number: int
    dimensions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PaperTally:
    """A paper sheet of one day. Its id tells it from others: the same sheet counts once (C-1)."""

    id: uuid.UUID
    day: date
    counts: Sequence[Count]
    late_reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """How many contacts a sheet added, and how many it had added before."""

    created: int
    known: int


def take_back(contact_id: uuid.UUID, *, actor: User, now: datetime) -> None:
    """Undoes a tap by the rules of withdrawing. One that did not arrive yet will not come in any
    more: who taps without a connection may undo it without one. Again does nothing, as for a tap
    of somebody else.

    Only an id drawn by lot can be of a tap on its way: one that follows from an external reference
    would keep out the contact of another system.
    """
    if not rules.may_register(actor):
        raise NotAllowed
    with transaction.atomic():
        contact = Contact.objects.filter(pk=contact_id).first()
        is_on_its_way = contact is None and contact_id.version == DRAWN_BY_LOT
        if is_on_its_way and not versions.any_withdrawn([contact_id]):
            ContactVersion.objects.create(
                contact_id=contact_id,
                kind=VersionKind.WITHDRAWN,
                replaced_at=now,
                replaced_by=actor,
                content={"agent": actor.pk, "source": TALLY},
            )
            unseen = Contact(pk=contact_id)
            audit.record_event(verb="tap_undone_on_its_way", subject=unseen, actor=actor, now=now)
    if contact is not None and contact.agent_id == actor.pk:
        corrections.withdraw_contact(contact, actor=actor, now=now)


def moment_of(day: date, now: datetime) -> datetime:
    """The moment that contacts counted on a day get: noon, or now while it is not yet noon."""
    noon = datetime.combine(day, time(12), AMSTERDAM)
    return now if noon > now and day == now.astimezone(AMSTERDAM).date() else noon


def check_sheet(sheet: PaperTally, *, actor: User, now: datetime, catalog: Catalog) -> None:
    """Refusal when anything on the sheet breaks a rule of a single registration."""
    if not rules.may_register(actor):
        raise NotAllowed
    total = sum(count.number for count in sheet.counts)
    if not total:
        raise Refusal(_("Fill in how often something was counted."), rule="C-12")
    if total > settings.TALLY_SHEET_CONTACTS:
        message = _("A sheet holds at most %(limit)s contacts. Divide it over more sheets.")
        raise Refusal(message, rule="C-12", limit=settings.TALLY_SHEET_CONTACTS)
    for count in sheet.counts:
        if not 1 <= count.number <= settings.TALLY_COUNT:
            message = _("A count is a whole number from 1 to %(limit)s.")
            raise Refusal(message, rule="C-12", limit=settings.TALLY_COUNT)
        one = next(_drafts(sheet, count, now))
        contacts.check_late(check_draft(one, catalog=catalog, now=now), actor, now)


def register_sheet(
    sheet: PaperTally, *, actor: User, now: datetime, catalog: Catalog | None = None
) -> Outcome:
    """Registers each contact of a sheet that is not there yet; stopped halfway, the same sheet
    again adds the rest. Refusal, and nothing at all, when anything on it breaks a rule."""
    check_sheet(sheet, actor=actor, now=now, catalog=catalog or Catalog.current())
    drafts = [draft for count in sheet.counts for draft in _drafts(sheet, count, now)]
    outcomes = batches.register_batch(drafts, actor=actor, now=now)
    for outcome in outcomes:
        if isinstance(outcome, Refusal) and not isinstance(outcome, Conflict):
            raise outcome
    created = sum(isinstance(outcome, Registered) and outcome.created for outcome in outcomes)
    details = {"day": str(sheet.day), "created": created}
    if sheet.late_reason and contacts.is_late(moment_of(sheet.day, now), now):
        details["late_reason"] = sheet.late_reason
    audit.record_event(
        verb="tally_sheet_registered", subject=actor, actor=actor, now=now, **details
    )
    return Outcome(created, len(outcomes) - created)


def _drafts(sheet: PaperTally, count: Count, now: datetime) -> Iterator[ContactDraft]:
    """The contacts of one count; the id of each follows from its place on the sheet."""
    values = [f"{code}={value}" for code, value in sorted(count.dimensions.items())]
    for number in range(1, count.number + 1):
        name = "\n".join([count.reason, count.channel, *values, str(number)])
        yield ContactDraft(
            id=uuid.uuid5(sheet.id, name),
            occurred_at=moment_of(sheet.day, now),
            channel=count.channel,
            reason=count.reason,
            dimensions=count.dimensions,
            source=PAPER,
            late_reason=sheet.late_reason,
        )
