"""Undoing a registration: it is gone everywhere, and comes back by no way (C-1, C-11)."""

import threading
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation

from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import Conflict, Refusal
from reasons.enums import LegKind, VersionKind
from reasons.models import (
    Contact,
    ContactLeg,
    ContactVersion,
    CustomerSignal,
    FirstTimeRightSignal,
    RepeatLink,
)
from reasons.queries.catalog import Catalog
from reasons.services import answers, batches, changed_days, contacts, corrections
from reasons.services.drafts import ContactDraft, LegDraft, check_draft
from tests.factories import imports, people, reasons, signals
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
MOMENT = MONDAY - timedelta(hours=1)
LATER = MONDAY + timedelta(hours=2)


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.reason("not-delivered")
    reasons.channel("phone")


def registered(actor: User, **fields: Any) -> Contact:
    draft = reasons.draft(**({"occurred_at": MOMENT, "source": "web"} | fields))
    return contacts.register_contact(draft, actor=actor, now=MONDAY).contact


def withdraw(contact: Contact, actor: User) -> None:
    corrections.withdraw_contact(contact, actor=actor, now=LATER)


def test_withdraw_contact_removes_it_and_keeps_its_content(agent: User) -> None:
    contact = registered(agent, customer_ref="K1", note="dubbel", wrap_up_seconds=3)
    contact_id = contact.pk

    withdraw(contact, agent)

    assert Contact.objects.count() == 0
    version = ContactVersion.objects.get()
    assert (version.contact_id, version.kind) == (contact_id, VersionKind.WITHDRAWN)
    assert (version.replaced_by, version.replaced_at) == (agent, LATER)
    kept = {name: version.content[name] for name in ("note", "agent", "source", "wrap_up_seconds")}
    assert kept == {"note": "dubbel", "agent": agent.pk, "source": "web", "wrap_up_seconds": 3}
    event = AuditEvent.objects.get(verb="contact_withdrawn")
    assert (event.actor, event.subject_id, event.details) == (agent, str(contact_id), {})


def test_withdraw_contact_again_does_nothing(agent: User) -> None:
    contact = registered(agent)
    same = Contact.objects.get()

    withdraw(contact, agent)
    withdraw(same, agent)

    assert ContactVersion.objects.count() == 1


def test_withdraw_contact_lets_the_next_repeat_the_one_before(agent: User) -> None:
    first = registered(agent, customer_ref="K1", occurred_at=MOMENT - timedelta(days=3))
    second = registered(agent, customer_ref="K1", occurred_at=MOMENT - timedelta(days=2))
    third = registered(agent, customer_ref="K1")
    changed_days.clear(pk for ids in changed_days.pending().values() for pk in ids)

    withdraw(second, agent)

    links = RepeatLink.objects.values_list("contact_id", "any_reason_id")
    assert list(links) == [(third.pk, first.pk)]
    assert list(changed_days.pending()) == [
        (MOMENT - timedelta(days=ago)).date() for ago in (3, 2, 0)
    ]


def test_withdraw_contact_takes_what_hangs_on_it(agent: User) -> None:
    promise = LegDraft(LegKind.CALLBACK, due_at=MONDAY + timedelta(days=1))
    contact = registered(agent, legs=(promise,), resolution="callback")
    later = registered(agent, customer_ref="K1")
    signals.first_time_right(contact, agent, text="Inzage")
    signals.customer_signal(contact, agent, text="Doos nat")

    withdraw(contact, agent)

    models = (ContactLeg, FirstTimeRightSignal, CustomerSignal)
    assert [model.objects.count() for model in models] == [0, 0, 0]
    content = ContactVersion.objects.get().content
    assert content["legs"][0][0] == "callback"
    assert content["signals"] == [
        {"kind": "first_time_right", "text": "Inzage"},
        {"kind": "complaint", "text": "Doos nat"},
    ]
    assert Contact.objects.get() == later


def test_withdraw_contact_lets_go_of_what_went_on_about_it(agent: User) -> None:
    contact = registered(agent, customer_ref="K1", occurred_at=MOMENT - timedelta(days=1))
    later = registered(agent, customer_ref="K1", follows=contact.pk)

    withdraw(contact, agent)

    assert Contact.objects.get(pk=later.pk).follows is None


@pytest.mark.parametrize("make", [signals.first_time_right, signals.customer_signal])
def test_withdraw_contact_somebody_deals_with_is_refused(agent: User, make: Any) -> None:
    contact = registered(agent)
    answers.take_up(make(contact, agent), actor=people.coordinator(), now=MONDAY)

    with translation.override("nl"), pytest.raises(Refusal) as refused:
        withdraw(contact, agent)

    with translation.override("nl"):
        assert str(refused.value) == (
            "Iemand is bezig met een signaal bij dit contact. Corrigeer het contact."
        )
    assert Contact.objects.count() == 1


def test_withdraw_contact_of_another_customer_meanwhile_is_a_conflict(agent: User) -> None:
    contact = registered(agent, customer_ref="K1")
    draft = replace(corrections.draft_of(contact), customer_ref="K2")
    corrections.correct_contact(contact, draft, seen=contact.changed_at, actor=agent, now=LATER)
    stale = Contact(pk=contact.pk, customer_key="another", agent=agent, recorded_at=MONDAY)

    with pytest.raises(Conflict):
        withdraw(stale, agent)


# --- It does not come back ---------------------------------------------------------------------

OWN, REF = uuid.uuid4(), {"source": "crm", "external_ref": "A-1"}
# How it was registered first, and how the same conversation comes in again.
WAYS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"id": OWN}, {"id": OWN}),
    ({"id": OWN, **REF}, {"id": None, **REF}),
    ({"id": None, **REF}, {"id": uuid.uuid4(), **REF}),
    ({"id": None, **REF}, {"id": None, **REF}),
    ({"id": OWN, **REF}, {"id": uuid.uuid4(), **REF}),
]


@pytest.mark.parametrize(("first", "again"), WAYS)
def test_withdrawn_registration_does_not_come_back_one_by_one(
    agent: User, first: dict[str, Any], again: dict[str, Any]
) -> None:
    withdraw(registered(agent, **first), agent)

    with translation.override("nl"), pytest.raises(Conflict) as refused:
        registered(agent, **again)

    with translation.override("nl"):
        assert str(refused.value) == "Deze registratie is ingetrokken."
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(("first", "again"), WAYS)
def test_withdrawn_registration_does_not_come_back_in_a_batch(
    agent: User, first: dict[str, Any], again: dict[str, Any]
) -> None:
    withdraw(registered(agent, **first), agent)
    drafts = [draft(**again), draft(id=uuid.uuid4())]

    outcomes = batches.register_batch(drafts, actor=agent, now=LATER)

    assert isinstance(outcomes[0], Conflict)
    assert outcomes[0].message == "This registration was withdrawn."
    assert Contact.objects.get().pk == drafts[1].id


@pytest.mark.parametrize(("first", "again"), WAYS)
def test_withdrawn_registration_does_not_come_back_by_an_import(
    agent: User, first: dict[str, Any], again: dict[str, Any]
) -> None:
    withdraw(registered(agent, **first), agent)
    catalog = Catalog.load()
    checked = check_draft(draft(**again), catalog=catalog, now=LATER)

    written = contacts.write_contacts([checked], tree=catalog.tree, agent=None, now=LATER)

    assert (written.created_count, written.duplicate_count) == (0, 1)
    assert Contact.objects.count() == 0


def test_withdrawn_row_of_a_file_is_a_duplicate_in_the_next_one(
    agent: User, tmp_path: Path
) -> None:
    """For the rehearsal too: it tells what the import would do."""
    path = imports.csv_file(tmp_path, imports.row(1), imports.row(2))
    imports.import_file(path)
    withdraw(Contact.objects.get(external_ref="ref-1"), people.coordinator())

    rehearsal = imports.rehearse_file(path)
    batch = imports.import_file(path)

    assert (rehearsal.created, rehearsal.duplicate) == (0, 2)
    assert (batch.created_count, batch.duplicate_count) == (0, 2)
    assert Contact.objects.get().external_ref == "ref-2"


def draft(**fields: Any) -> ContactDraft:
    return reasons.draft(**({"occurred_at": MOMENT, "source": "web"} | fields))


def test_other_contact_of_the_same_source_comes_in(agent: User) -> None:
    withdraw(registered(agent, id=OWN, **REF), agent)

    assert registered(agent, source="crm", external_ref="A-2").external_ref == "A-2"


def test_withdrawn_registration_does_not_come_back_by_the_page(agent: User, client: Client) -> None:
    withdraw(registered(agent, id=OWN, source="web"), agent)
    client.force_login(agent)
    data = {"id": OWN, "channel": "phone", "reason": "not-delivered"}

    answer = client.post("/register/", data, headers={"accept": "application/json"})

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["message"] == "Deze registratie is ingetrokken."


@pytest.mark.django_db(transaction=True)
def test_withdraw_contact_twice_at_once_leaves_one_version(agent: User) -> None:
    contact = registered(agent)
    barrier = threading.Barrier(4)
    problems: list[BaseException] = []

    def call() -> None:
        try:
            barrier.wait()
            withdraw(contact, agent)
        except BaseException as error:  # told to the test, whatever it is
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert ContactVersion.objects.count() == 1
    assert Contact.objects.count() == 0
