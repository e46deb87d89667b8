"""What saving one contact costs, and that its quick way is the same as the long one."""

import re
import threading
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict
from reasons.models import Contact, RepeatLink
from reasons.queries import ingest
from reasons.services import batches, contacts, corrections
from tests.api.client import client_of
from tests.factories import people, reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
PAGE, API = "/register/", "/api/v1/contacts/"
ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
# PostgreSQL locks the customer; on SQLite whoever writes is alone anyway.
LOCKS = 0 if ON_SQLITE else 1


@pytest.fixture(autouse=True)
def lists() -> None:
    reasons.reason("not-delivered", reasons.reason("delivery"))
    reasons.reason("damaged", requires=(reasons.carrier("postnl"),))
    reasons.reason("invoice")
    reasons.channel("phone")


def posted(**fields: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "channel": "phone", "reason": "not-delivered"} | fields


def save(sender: Client, **fields: Any) -> Any:
    answer = sender.post(PAGE, posted(**fields), headers={"accept": "application/json"})
    assert answer.status_code == 200
    return answer


def draft(**fields: Any) -> Any:
    return reasons.draft(timezone.now() - timedelta(hours=1), **fields)


# Session, person with roles, token of the lists; begin, contact, withdrawn?, day, audit, commit.
UNKNOWN = 9
# And the customer's history; with an earlier contact the link to it.
NEW, KNOWN = UNKNOWN + 1 + LOCKS, UNKNOWN + 2 + LOCKS


@pytest.mark.parametrize(("customer", "queries"), [("", UNKNOWN), ("K1", NEW), ("K2", KNOWN)])
@pytest.mark.parametrize("earlier", [1, 3])
def test_saving_takes_few_queries(
    agent_client: Client, customer: str, queries: int, earlier: int, django_assert_num_queries: Any
) -> None:
    for _number in range(earlier):
        save(agent_client, customer_ref="K2")

    with django_assert_num_queries(queries):
        save(agent_client, customer_ref=customer)

    assert Contact.objects.count() == earlier + 1


def test_saving_by_api_takes_as_few_queries(agent: User, django_assert_num_queries: Any) -> None:
    """A token, where the page asks for a session."""
    api, moment = client_of(agent), timezone.now().isoformat()
    api.send(API, posted(occurred_at=moment))

    with django_assert_num_queries(UNKNOWN):
        assert api.send(API, posted(occurred_at=moment)).status_code == 201


def test_saving_everything_there_is_asks_nothing_back(
    agent_client: Client, django_assert_num_queries: Any
) -> None:
    """Dimension, extra reason and call back are one INSERT each."""
    due = timezone.localtime() + timedelta(days=1)
    fields = {"reason": "damaged", "dim:carrier": "postnl", "extra_1": "invoice"}
    fields |= {"resolution": "callback", "callback_due": due.strftime("%Y-%m-%dT%H:%M")}
    save(agent_client)

    with django_assert_num_queries(UNKNOWN + 3):
        answer = save(agent_client, **fields)

    assert answer.json()["contact"]["dimensions"] == {"carrier": "postnl"}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"customer_ref": "K 1", "note": "Doos was leeg.", "direction": "outbound"},
        {"reason": "damaged", "dim:carrier": "postnl", "extra_1": "invoice"},
    ],
)
def test_saved_contact_told_again_reads_the_same(
    agent_client: Client, fields: dict[str, Any]
) -> None:
    """C-1: the first answer is told from memory, the second one from the database."""
    data = posted(**fields)

    first, second = (
        agent_client.post(PAGE, data, headers={"accept": "application/json"}) for _time in (1, 2)
    )

    assert second.content == first.content
    assert Contact.objects.count() == 1


def test_registered_contact_is_as_it_is_read_back(agent: User) -> None:
    fields = {"reason": "damaged", "dimensions": {"carrier": "postnl"}}
    registered = contacts.register_contact(
        draft(extra_reasons=("invoice",), customer_ref="K1", note="leeg", **fields),
        actor=agent,
        now=timezone.now(),
    ).contact
    read = Contact.objects.get()

    columns = [field.attname for field in Contact._meta.concrete_fields]
    assert [getattr(registered, n) for n in columns] == [getattr(read, n) for n in columns]
    assert (registered.reason, registered.channel) == (read.reason, read.channel)
    assert registered.reason.synonyms == read.reason.synonyms
    assert registered.dimension_codes == read.dimension_codes == {"carrier": "postnl"}
    assert registered.extra_reason_codes == read.extra_reason_codes == ["invoice"]


def test_moment_of_saving_reads_the_same_from_memory(agent: User) -> None:
    sent = replace(draft(), occurred_at=None)
    registered = contacts.register_contact(sent, actor=agent, now=MONDAY).contact

    assert registered.occurred_at.isoformat() == Contact.objects.get().occurred_at.isoformat()


def test_contact_before_a_newer_one_of_its_customer_finds_the_stored_link(agent: User) -> None:
    """Only the newest has no link to look for."""
    now = timezone.now()
    moments = [now - timedelta(days=days) for days in (9, 3, 6)]
    first, last, between = (
        contacts.register_contact(
            reasons.draft(moment, customer_ref="K1"), actor=agent, now=now, by_system=True
        ).contact
        for moment in moments
    )

    links = dict(RepeatLink.objects.values_list("contact_id", "any_reason_id"))
    assert links == {between.pk: first.pk, last.pk: between.pk}


@pytest.mark.parametrize("by_reference", [False, True])
def test_withdrawn_contact_does_not_come_back(agent: User, by_reference: bool) -> None:
    known = {"external_ref": "A-1", "source": "crm"} if by_reference else {}
    sent = draft(**known)
    done = contacts.register_contact(sent, actor=agent, now=timezone.now())
    corrections.withdraw_contact(done.contact, actor=agent, now=timezone.now())

    with pytest.raises(Conflict):
        contacts.register_contact(sent, actor=agent, now=timezone.now())

    assert Contact.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_contact_withdrawn_while_its_twin_waits_does_not_come_back() -> None:
    """The INSERT waits for the withdrawal to end, and then finds the id free."""
    agent, sent = people.agent(), draft()
    done = contacts.register_contact(sent, actor=agent, now=timezone.now())
    refused: list[Conflict] = []

    def send_again() -> None:
        try:
            contacts.register_contact(sent, actor=agent, now=timezone.now())
        except Conflict as conflict:
            refused.append(conflict)
        connections.close_all()

    twin = threading.Thread(target=send_again)
    with transaction.atomic():
        corrections.withdraw_contact(done.contact, actor=agent, now=timezone.now())
        twin.start()
        while not waits_for_a_lock():
            assert twin.is_alive()
    twin.join()

    assert str(refused[0]) == str(Conflict("This registration was withdrawn."))
    assert Contact.objects.count() == 0


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL reads so small a table whole, rightly")
def test_no_query_reads_all_contacts(agent: User) -> None:
    """SQLite leaves an index of some rows alone when the query does not name its condition."""
    now, known = timezone.now(), {"customer_ref": "K1", "source": "crm"}
    sent, more = draft(external_ref="A-1", **known), draft(external_ref="A-2", **known)

    with CaptureQueriesContext(connection) as queries:
        for _time in (1, 2):
            contacts.register_contact(sent, actor=agent, now=now)
        reasons.contacts_in_bulk([sent, more], now=now)
        batches.register_batch([sent, more], actor=agent, now=now)
        ingest.known_references("crm", ["A-1"])

    statements = [query["sql"] for query in queries if '"reasons_contact"' in query["sql"]]
    assert len(statements) > 10
    assert [sql for sql in statements if re.search(r"SCAN reasons_contact\b", plan_of(sql))] == []


def plan_of(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(line for *_, line in cursor.fetchall())
