"""Correcting a contact (C-11, section 2): what changes, what stays, what is kept of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import NotAllowed
from reasons.enums import LegKind, VersionKind
from reasons.models import Contact, ContactVersion, RepeatLink
from reasons.services import changed_days, contacts
from reasons.services.drafts import LegDraft
from tests.factories import corrections as make
from tests.factories import people, reasons
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lists() -> None:
    make.lists()


def test_correct_contact_changes_it_and_keeps_what_it_was(agent: User) -> None:
    contact = make.registered(agent, customer_ref="K1", note="doos nat", handle_seconds=90)

    make.corrected(
        contact,
        agent,
        reason="damaged",
        channel="mail",
        dimensions={"carrier": "dhl"},
        extra_reasons=("invoice",),
        resolution="resolved",
        asked_by_us=True,
        note="doos ingedeukt",
    )

    now = Contact.objects.get()
    assert (now.reason.code, now.channel.code, now.resolution) == ("damaged", "mail", "resolved")
    assert now.dimensions.get().value.code == "dhl"
    assert now.extra_reasons.get().reason.code == "invoice"
    assert (now.asked_by_us, now.note, now.changed_at) == (True, "doos ingedeukt", make.LATER)
    version = ContactVersion.objects.get()
    assert (version.contact_id, version.kind) == (contact.pk, VersionKind.CORRECTED)
    assert (version.replaced_by, version.replaced_at) == (agent, make.LATER)
    assert version.content["reason"] == "not-delivered"
    assert version.content["note"] == "doos nat"


def test_correct_contact_leaves_where_it_came_from(agent: User) -> None:
    leader = people.team_leader()
    contact = make.registered(
        agent, source="crm", external_ref="A-1", handle_seconds=90, wrap_up_seconds=4
    )

    make.corrected(contact, leader, reason="invoice", source="web", external_ref="B-2")

    now = Contact.objects.get()
    assert (now.agent, now.recorded_at, now.fingerprint) == (agent, MONDAY, contact.fingerprint)
    assert (now.source, now.external_ref) == ("crm", "A-1")
    assert (now.handle_seconds, now.wrap_up_seconds) == (90, 4)


def test_correct_contact_audits_what_changed_and_no_text(agent: User) -> None:
    contact = make.registered(agent)

    make.corrected(contact, agent, channel="mail", note="pakket kwijt")

    event = AuditEvent.objects.get(verb="contact_corrected")
    assert event.details == {"changed": ["channel", "note"]}
    assert (event.actor, event.subject_id) == (agent, str(contact.pk))


def test_correct_contact_without_a_change_keeps_nothing(agent: User) -> None:
    contact = make.registered(agent, customer_ref="K1", dimensions={}, extra_reasons=("invoice",))

    make.corrected(contact, agent)

    assert ContactVersion.objects.count() == 0
    assert Contact.objects.get().changed_at == MONDAY


def test_correct_contact_twice_keeps_both_earlier_contents(agent: User) -> None:
    contact = make.registered(agent)
    contact = make.corrected(contact, agent, reason="invoice")
    make.corrected(contact, agent, reason="not-delivered", now=make.LATER + timedelta(hours=1))

    kept = [version.content["reason"] for version in ContactVersion.objects.all()]
    assert kept == ["not-delivered", "invoice"]


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"reason": "delivery"}, "reason", "C-3"),
        ({"channel": ""}, "channel", "C-4"),
        ({"reason": "damaged"}, "dim:carrier", "C-8"),
        ({"note": "bel 06-12345678"}, "note", "C-7"),
        ({"customer_ref": "<script>"}, "customer_ref", "C-6"),
        ({"occurred_at": MONDAY + timedelta(days=1)}, "occurred_at", "C-5"),
        ({"extra_reasons": ("invoice", "damaged", "x")}, "extra_reasons", "C-2"),
    ],
)
def test_correct_contact_by_the_rules_of_a_registration(
    agent: User, fields: dict[str, Any], field: str, rule: str
) -> None:
    contact = make.registered(agent)

    found = make.refused(contact, agent, **fields)

    assert (found.field, found.rule) == (field, rule)
    assert ContactVersion.objects.count() == 0


# --- What hangs on it --------------------------------------------------------------------------


def test_forgetting_the_customer_takes_the_contact_out_of_the_links(agent: User) -> None:
    first = make.registered(agent, customer_ref="K1", occurred_at=MONDAY - timedelta(days=3))
    second = make.registered(agent, customer_ref="K1", occurred_at=MONDAY - timedelta(days=2))
    third = make.registered(agent, customer_ref="K1", occurred_at=MONDAY - timedelta(days=1))
    changed_days.clear(pk for ids in changed_days.pending().values() for pk in ids)

    make.corrected(second, agent, customer_ref="")

    links = RepeatLink.objects.values_list("contact_id", "any_reason_id")
    assert list(links) == [(third.pk, first.pk)]
    days = [(MONDAY - timedelta(days=ago)).date() for ago in (3, 2, 1)]
    assert list(changed_days.pending()) == days


def test_moving_a_contact_recounts_both_days(agent: User) -> None:
    contact = make.registered(agent)
    changed_days.clear(pk for ids in changed_days.pending().values() for pk in ids)

    make.corrected(contact, agent, occurred_at=amsterdam("2026-03-06 10:00"))

    assert [str(day) for day in changed_days.pending()] == ["2026-03-06", "2026-03-09"]
    assert str(Contact.objects.get().local_date) == "2026-03-06"


def test_contact_of_another_customer_goes_on_about_nothing(agent: User) -> None:
    earlier = make.registered(agent, customer_ref="K1", occurred_at=MONDAY - timedelta(days=1))
    contact = make.registered(agent, customer_ref="K1", follows=earlier.pk)
    later = make.registered(agent, customer_ref="K1", follows=contact.pk)

    make.corrected(contact, agent, customer_ref="K2")

    assert set(Contact.objects.values_list("follows", flat=True)) == {None}
    assert Contact.objects.filter(pk=later.pk).exists()


def test_contact_that_keeps_its_customer_keeps_what_it_goes_on_about(agent: User) -> None:
    earlier = make.registered(agent, customer_ref="K1", occurred_at=MONDAY - timedelta(days=1))
    contact = make.registered(agent, customer_ref="K1", follows=earlier.pk)

    make.corrected(contact, agent, reason="invoice")

    assert Contact.objects.get(pk=contact.pk).follows == earlier


PROMISE = LegDraft(LegKind.CALLBACK, due_at=MONDAY + timedelta(days=2))


def test_other_result_takes_the_open_promise_away(agent: User) -> None:
    contact = make.registered(agent, resolution="callback", legs=(PROMISE,))

    make.corrected(contact, agent, resolution="resolved", legs=())

    assert contact.legs.count() == 0
    kept = ContactVersion.objects.get().content["legs"]
    assert kept == [["callback", "", "2026-03-11T06:00:00+00:00"]]


def test_promise_that_was_kept_stays(agent: User) -> None:
    contact = make.registered(agent, resolution="callback", legs=(PROMISE,))
    contact.legs.update(done_at=make.LATER, done_by=agent)

    make.corrected(contact, agent, resolution="resolved", legs=())

    assert contact.legs.get().done_at == make.LATER


def test_promise_can_be_added_and_moved(agent: User) -> None:
    contact = make.registered(agent)
    contact = make.corrected(contact, agent, resolution="callback", legs=(PROMISE,))
    later = replace(PROMISE, due_at=MONDAY + timedelta(days=3))

    make.corrected(contact, agent, legs=(later,), now=make.LATER + timedelta(minutes=1))

    assert contact.legs.get().due_at == later.due_at


def test_untouched_promise_is_the_same_one(agent: User) -> None:
    contact = make.registered(agent, resolution="callback", legs=(PROMISE,))
    leg = contact.legs.get()

    make.corrected(contact, agent, reason="invoice")

    assert contact.legs.get() == leg


def test_same_registration_sent_again_after_a_correction_gives_the_contact(agent: User) -> None:
    """C-1: what waited in a browser arrives twice; the correction stands."""
    draft = reasons.draft(MONDAY - timedelta(hours=1))
    contact = contacts.register_contact(draft, actor=agent, now=MONDAY).contact
    make.corrected(contact, agent, reason="invoice")

    again = contacts.register_contact(draft, actor=agent, now=make.LATER)

    assert (again.created, again.contact.reason.code) == (False, "invoice")
    with pytest.raises(NotAllowed):
        make.corrected(again.contact, people.manager(), channel="mail")
