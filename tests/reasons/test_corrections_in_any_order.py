"""Whatever is registered, corrected and withdrawn, in whatever order: links and counts are those
of the contacts that are there (C-11, section 5, H-4)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from contactreductie.core.models import User
from feedbackloop.services import facts
from reasons.enums import ReasonKind
from reasons.models import ChangedDay, Contact, RepeatLink
from reasons.services import contacts, corrections
from tests.factories import people, reasons
from tests.factories.clock import amsterdam
from tests.feedbackloop.services.test_facts import stored

PLAIN = {"hours": 0, "reason": "lost", "customer_ref": "K1", "carrier": "dhl"}
START = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001 - wall clock of the business zone
NOW = amsterdam("2026-03-09 07:00")
SAME_REASON = {"lost": "not-delivered", "refused": "not-delivered"}

FIELDS = st.fixed_dictionaries(
    {
        "hours": st.integers(0, 30).map(lambda place: 23 * place),
        "reason": st.sampled_from(["lost", "refused", "invoice", "spam"]),
        "channel": st.sampled_from(["phone", "mail"]),
        "customer_ref": st.sampled_from(["K1", "K2", ""]),
        "direction": st.sampled_from(["inbound", "outbound"]),
        "carrier": st.sampled_from(["postnl", "dhl"]),
    }
)
WHICH = st.integers(0, 11)
FIRST = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["lost", "invoice"])), max_size=8)
CHANGES = st.tuples(st.just("change"), WHICH, FIELDS, st.sampled_from("hrckdv"))
STEPS = st.lists(
    st.one_of(
        CHANGES,
        st.tuples(st.just("withdraw"), WHICH),
        st.tuples(st.just("register"), WHICH, FIELDS),
        st.tuples(st.just("correct"), WHICH, FIELDS),
        st.tuples(st.just("count")),
    ),
    min_size=1,
    max_size=10,
)
NAMES = dict(
    zip(
        "hrckdv",
        ["hours", "reason", "channel", "customer_ref", "direction", "carrier"],
        strict=True,
    )
)


@dataclass
class Desk:
    """Somebody who may change everything, one second after another."""

    actor: User
    now: datetime = NOW

    def take(self, step: tuple[Any, ...]) -> None:
        self.now += timedelta(seconds=1)
        name, *rest = step
        if name == "count":
            facts.refresh()
            return
        there = list(Contact.objects.order_by("recorded_at"))
        if name == "register" or not there:
            self.register(rest[1] if len(rest) > 1 else PLAIN)
            return
        contact = there[rest[0] % len(there)]
        if name == "withdraw":
            corrections.withdraw_contact(contact, actor=self.actor, now=self.now)
        elif name == "correct":
            self.correct(contact, rest[1])
        else:
            self.correct(contact, {NAMES[rest[2]]: rest[1][NAMES[rest[2]]]})

    def register(self, fields: dict[str, Any]) -> None:
        draft = reasons.draft(START, late_reason="lijst")
        contacts.register_contact(applied(draft, fields), actor=self.actor, now=self.now)

    def correct(self, contact: Contact, fields: dict[str, Any]) -> None:
        draft = replace(corrections.draft_of(contact), late_reason="vergissing")
        corrections.correct_contact(
            contact,
            applied(draft, fields),
            seen=contact.changed_at,
            actor=self.actor,
            now=self.now,
        )


def applied(draft: Any, fields: dict[str, Any]) -> Any:
    fields = dict(fields)
    if "hours" in fields:
        fields["occurred_at"] = START + timedelta(hours=fields.pop("hours"))
    if "carrier" in fields:
        fields["dimensions"] = {"carrier": fields.pop("carrier")}
    return replace(draft, **fields)


def naive_links() -> dict[UUID, tuple[UUID | None, ...]]:
    """Section 5 word by word: per contact the latest earlier one that qualifies."""
    rows = Contact.objects.select_related("reason").exclude(customer_key="")
    counted = [row for row in rows if row.direction == "inbound" and row.reason.code != "spam"]
    found = {}
    for later in counted:
        earlier = [row for row in counted if is_repeat(later, row)]
        same = [row for row in earlier if group(row) == group(later)]
        channel = [row for row in earlier if row.channel_id == later.channel_id]
        both = [row for row in same if row.channel_id == later.channel_id]
        if earlier:
            found[later.pk] = tuple(latest(some) for some in (earlier, same, channel, both))
    return found


def is_repeat(later: Contact, earlier: Contact) -> bool:
    return (
        earlier.customer_key == later.customer_key
        and moment(earlier) < moment(later)
        and (later.local_date - earlier.local_date).days <= 14
    )


def moment(contact: Contact) -> tuple[datetime, datetime]:
    return contact.occurred_at, contact.recorded_at


def group(contact: Contact) -> str:
    """The reason at level 2."""
    return SAME_REASON.get(contact.reason.code, contact.reason.code)


def latest(contacts: Iterable[Contact]) -> UUID | None:
    newest = max(contacts, key=moment, default=None)
    return newest.pk if newest else None


def links() -> dict[UUID, tuple[UUID | None, ...]]:
    rows = RepeatLink.objects.values_list(
        "contact_id",
        "any_reason_id",
        "same_reason_id",
        "any_reason_same_channel_id",
        "same_reason_same_channel_id",
    )
    return {row[0]: row[1:] for row in rows}


class AnySequence(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(FIRST, STEPS)
    def test_links_and_counts_are_those_of_the_contacts_that_are_there(
        self, first: list[tuple[int, str]], steps: list[tuple[Any, ...]]
    ) -> None:
        carrier = reasons.carrier("postnl", "dhl")
        delivery = reasons.reason("delivery")
        middle = reasons.reason("not-delivered", delivery, requires=(carrier,))
        reasons.reason("lost", middle)
        reasons.reason("refused", middle)
        reasons.reason("invoice", reasons.reason("payment"))
        reasons.reason("spam", kind=ReasonKind.NOISE)
        reasons.channel("phone")
        reasons.channel("mail")
        desk = Desk(people.coordinator())

        for place, reason in first:
            desk.take(("register", 0, PLAIN | {"hours": 23 * place, "reason": reason}))
        for step in steps:
            desk.take(step)
            assert links() == naive_links()

        facts.refresh()
        counted = stored()
        facts.rebuild_all()
        assert stored() == counted
        assert ChangedDay.objects.count() == 0
