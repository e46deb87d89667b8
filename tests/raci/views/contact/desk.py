"""Registering and the pages about a contact, as the tests of this folder use them."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from contactreductie.core.models import User
from reasons.models import Contact
from reasons.services import contacts
from tests.factories import reasons

PANEL = {"HX-Request": "true"}


def registered(actor: User, *, age: timedelta = timedelta(), **fields: Any) -> Contact:
    now = timezone.now() - age
    draft = reasons.draft(**({"occurred_at": now - timedelta(minutes=5), "source": "web"} | fields))
    return contacts.register_contact(draft, actor=actor, now=now).contact


def url(contact: Contact, page: str = "correct") -> str:
    return f"/contacts/{contact.pk}/{page}/"


def sent(client: Client, contact: Contact, **changes: Any) -> dict[str, Any]:
    """The correction form as a browser sends it, with something changed."""
    form = client.get(url(contact)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)} | changes
