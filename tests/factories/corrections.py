"""Contacts to correct, and corrections of them two hours after."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from contactreductie.core.models import User
from contactreductie.core.refusals import Refusal
from reasons.models import Contact
from reasons.services import contacts, corrections
from tests.factories import reasons
from tests.factories.clock import MONDAY

LATER = MONDAY + timedelta(hours=2)


def lists() -> None:
    delivery = reasons.reason("delivery")
    reasons.reason("not-delivered", delivery)
    reasons.reason("damaged", delivery, requires=(reasons.carrier("postnl", "dhl"),))
    reasons.reason("invoice", reasons.reason("money"))
    reasons.channel("phone")
    reasons.channel("mail")


def registered(actor: User, *, now: datetime = MONDAY, **fields: Any) -> Contact:
    draft = reasons.draft(**({"occurred_at": now - timedelta(hours=1), "source": "web"} | fields))
    return contacts.register_contact(draft, actor=actor, now=now).contact


def corrected(
    contact: Contact, actor: User, *, now: datetime = LATER, seen: Any = None, **fields: Any
) -> Contact:
    return corrections.correct_contact(
        contact,
        replace(corrections.draft_of(contact), **fields),
        seen=seen or contact.changed_at,
        actor=actor,
        now=now,
    )


def refused(contact: Contact, actor: User, **fields: Any) -> Refusal:
    with pytest.raises(Refusal) as found:
        corrected(contact, actor, **fields)
    return found.value
