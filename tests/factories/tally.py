"""What stands on a tally sheet, and who taps on it."""

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from contactreductie.core.models import User
from reasons.models import Contact
from reasons.services import contacts, pins
from tests.factories import people, reasons


def lists() -> None:
    """One reason demands a carrier, one channel is out of use."""
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    reasons.reason("late", delivery, name_nl="Te laat")
    reasons.reason("damaged", delivery, name_nl="Kapot")
    carrier = reasons.carrier("dhl", "ups")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd", requires=(carrier,))
    reasons.channel("phone", name_nl="Telefoon", position=1)
    reasons.channel("chat", name_nl="Chat", position=2)
    reasons.channel("fax", name_nl="Fax", position=3, is_active=False)


def agent(*pinned: str) -> User:
    """An agent with these reasons in the first places."""
    agent = people.agent()
    for slot, code in enumerate(pinned, start=1):
        pins.pin(agent=agent, slot=slot, reason=code)
    return agent


def tapped(agent: User, *, now: datetime | None = None, **fields: Any) -> Contact:
    """A tap that went through the rules."""
    now = now or timezone.now()
    values = {"id": uuid.uuid4(), "reason": "late", "source": "tally"} | fields
    draft = reasons.draft(now, **values)
    return contacts.register_contact(draft, actor=agent, now=now).contact
