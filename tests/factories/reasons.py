"""Reasons, channels, dimensions and contacts."""

import uuid
from datetime import datetime
from typing import Any

from contactreductie.core.models import User
from reasons.enums import ReasonKind
from reasons.models import Channel, Contact, ContactReason, Dimension, DimensionValue
from reasons.queries.catalog import Catalog
from reasons.services import contact_rows, contacts, lists
from reasons.services.drafts import ContactDraft, check_draft
from tests.factories.clock import MONDAY


def reason(
    code: str,
    parent: ContactReason | None = None,
    *,
    kind: ReasonKind = ReasonKind.NORMAL,
    requires: tuple[Dimension, ...] = (),
    **fields: Any,
) -> ContactReason:
    name = fields.pop("name_nl", code.replace("-", " ").capitalize())
    made = ContactReason.objects.create(
        code=code, parent=parent, kind=kind, name_nl=name, name_key=name.casefold(), **fields
    )
    made.required_dimensions.set(requires)
    lists.touch()
    return made


def two_branches() -> dict[str, ContactReason]:
    """Two main reasons with two leaves each, by code; a phone."""
    for main in ("delivery", "money"):
        parent = reason(main)
        for place in (1, 2):
            reason(f"{main}-{place}", parent, position=place * 10)
    channel("phone")
    return {made.code: made for made in ContactReason.objects.all()}


def channel(code: str = "phone", **fields: Any) -> Channel:
    made = Channel.objects.create(code=code, name_nl=fields.pop("name_nl", code), **fields)
    lists.touch()
    return made


def carrier(*codes: str) -> Dimension:
    dimension = Dimension.objects.create(code="carrier", name_nl="bezorgdienst", name_en="carrier")
    DimensionValue.objects.bulk_create(
        DimensionValue(dimension=dimension, code=code, name=code.upper()) for code in codes
    )
    lists.touch()
    return dimension


def draft(occurred_at: datetime, **fields: Any) -> ContactDraft:
    """A draft that a rule may be broken in by naming one field."""
    values: dict[str, Any] = {
        "id": uuid.uuid4(),
        "channel": "phone",
        "reason": "not-delivered",
        "source": "test",
    }
    return ContactDraft(occurred_at=occurred_at, **(values | fields))


def contact(occurred_at: datetime, *, now: datetime = MONDAY, **fields: Any) -> Contact:
    """A contact that went through the rules, as an import would write it."""
    return contacts_in_bulk([draft(occurred_at, **fields)], now=now)[0]


def contacts_in_bulk(
    drafts: list[ContactDraft], *, now: datetime = MONDAY, agent: User | None = None
) -> list[Contact]:
    catalog = Catalog.load()
    checked = [check_draft(draft, catalog=catalog, now=now) for draft in drafts]
    contacts.write_contacts(checked, tree=catalog.tree, agent=agent, now=now)
    ids = [contact_rows.contact_id(draft) for draft in drafts]
    by_id = Contact.objects.in_bulk(ids)
    return [by_id[pk] for pk in ids]
