"""POST /api/v1/contacts/ and /contacts/batch/."""

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from contactreductie.core.enums import TokenScope
from contactreductie.core.models import AuditEvent
from reasons.models import Contact, ContactDimension, RepeatLink
from tests.api.client import ApiClient, client_of
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
URL, BATCH = "/api/v1/contacts/", "/api/v1/contacts/batch/"


def body(**fields: Any) -> dict[str, Any]:
    moment = timezone.now() - timedelta(hours=1)
    values = {"id": str(uuid.uuid4()), "occurred_at": moment.isoformat()}
    return {**values, "channel": "phone", "reason": "not-delivered", **fields}


@pytest.fixture
def agent() -> ApiClient:
    return client_of(people.agent())


def test_post_contact_registers_it_for_the_owner_of_the_token(agent: ApiClient) -> None:
    sent = body(
        customer_ref="K 123",
        dimensions={"carrier": "postnl"},
        handle_seconds=240,
        resolution="resolved",
        external_ref="A-1",
        extra_reasons=["invoice"],
        note="Belde over de bezorging.",
    )
    response = agent.send(URL, sent)

    answer, contact = response.json(), Contact.objects.get()
    assert response.status_code == 201
    assert (answer["id"], answer["reason"], answer["channel"]) == (
        sent["id"],
        "not-delivered",
        "phone",
    )
    assert (answer["dimensions"], answer["extra_reasons"]) == ({"carrier": "postnl"}, ["invoice"])
    assert (answer["source"], answer["customer_known"]) == ("api", True)
    assert (contact.agent.username, contact.note) == ("agent", "Belde over de bezorging.")
    assert "123" not in response.content.decode()


def test_post_contact_same_id_and_content_gives_the_first_answer(agent: ApiClient) -> None:
    """C-1."""
    sent = body()
    first, second = agent.send(URL, sent), agent.send(URL, sent)

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.content == first.content
    assert Contact.objects.count() == 1


def test_post_contact_same_id_other_content_is_a_conflict(agent: ApiClient) -> None:
    """C-1."""
    sent = body()
    agent.send(URL, sent)
    response = agent.send(URL, sent | {"reason": "invoice"})

    assert response.status_code == 409
    assert response.json()["detail"] == "Deze registratie bestaat al met andere gegevens."


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"reason": "delivery"}, ("reason", "C-3")),
        ({"reason": "x"}, ("reason", "C-3")),
        ({"reason": ""}, ("reason", "C-2")),
        ({"channel": ""}, ("channel", "C-4")),
        ({"channel": "fax"}, ("channel", "C-4")),
        ({"direction": "sideways"}, ("direction", "C-4")),
        ({"resolution": "maybe"}, ("resolution", "C-4")),
        ({"handle_seconds": -1}, ("handle_seconds", "C-4")),
        ({"occurred_at": "2099-01-01T10:00:00Z"}, ("occurred_at", "C-5")),
        ({"occurred_at": "2025-03-30T02:30:00"}, ("occurred_at", "C-5")),
        ({"occurred_at": "2025-10-26T02:30:00"}, ("season", "C-5")),
        ({"occurred_at": "0001-01-01T00:00:00-18:24"}, ("occurred_at", "C-5")),
        ({"occurred_at": "9999-12-31T23:59:59-18:24"}, ("occurred_at", "C-5")),
        ({"customer_ref": "<script>"}, ("customer_ref", "C-6")),
        ({"note": "x" * 281}, ("note", "C-7")),
        ({"reason": "damaged"}, ("dim:carrier", "C-8")),
        ({"dimensions": {"colour": "red"}}, ("dim:colour", "C-8")),
        ({"id": None}, ("id", "C-1")),
    ],
)
def test_post_contact_broken_rule_names_field_and_rule(agent: ApiClient, fields, place) -> None:
    response = agent.send(URL, body(**fields))

    (error,) = response.json()["errors"]
    assert response.status_code == 422
    assert (error["field"], error["rule"]) == place
    assert error["message"] == response.json()["detail"]
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"id": "7"}, "id"),
        ({"occurred_at": 12}, "occurred_at"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"occurred_at": None}, "occurred_at"),
        ({"channel": ["phone"]}, "channel"),
        ({"channel": None}, "channel"),
        ({"reason": {"code": "x"}}, "reason"),
        ({"dimensions": "postnl"}, "dimensions"),
        ({"dimensions": {"carrier": ["postnl"]}}, "dimensions.carrier"),
        ({"extra_reasons": "invoice"}, "extra_reasons"),
        ({"extra_reasons": ["invoice", {}]}, "extra_reasons[1]"),
        ({"handle_seconds": "long"}, "handle_seconds"),
        ({"handle_seconds": True}, "handle_seconds"),
        ({"season": "spring"}, "season"),
        ({"note": 1.5e300, "source": False}, "source"),
    ],
)
def test_post_contact_wrong_type_names_the_place(agent: ApiClient, fields, field) -> None:
    response = agent.send(URL, body(**fields))

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("data", [[], "text", None, 5, {}])
def test_post_contact_other_shape_is_refused(agent: ApiClient, data: Any) -> None:
    assert agent.send(URL, data).status_code == 422


def test_post_contact_members_it_does_not_know_are_left_alone(agent: ApiClient) -> None:
    other = people.agent("other")
    response = agent.send(URL, body(agent=other.pk, recorded_at="2020-01-01", fingerprint="x"))

    contact = Contact.objects.get()
    assert response.status_code == 201
    assert contact.agent.username == "agent"
    assert contact.recorded_at.year >= 2026
    assert contact.fingerprint != "x"


def test_post_contact_time_without_offset_is_amsterdam(agent: ApiClient) -> None:
    answer = agent.send(URL, body(occurred_at="2026-03-02T10:15:00")).json()

    assert answer["occurred_at"] == "2026-03-02T10:15:00+01:00"


def test_post_contact_doubled_hour_takes_the_season(agent: ApiClient) -> None:
    """C-5."""
    answer = agent.send(URL, body(occurred_at="2025-10-26T02:30:00", season="winter")).json()

    assert answer["occurred_at"] == "2025-10-26T02:30:00+01:00"


def test_post_contact_without_a_token_is_401() -> None:
    response = ApiClient().send(URL, body())

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


def test_post_contact_reading_scope_is_403() -> None:
    response = client_of(people.agent(), TokenScope.READ).send(URL, body())

    assert response.status_code == 403
    assert response.json()["detail"] == "Je hebt geen rechten om dit te doen."


def test_post_contact_other_role_is_403() -> None:
    manager = client_of(people.manager())

    assert manager.send(URL, body()).status_code == 403
    assert manager.send(BATCH, [body()]).status_code == 403


def test_post_batch_tells_each_row_its_outcome(agent: ApiClient) -> None:
    known, other = body(), body()
    agent.send(URL, known)
    agent.send(URL, other)
    rows: list[Any] = [
        body(),
        known,
        other | {"reason": "invoice"},
        body(reason="x"),
        body(channel=7.5e10, handle_seconds="long"),
        "text",
    ]
    response = agent.send(BATCH, rows)

    answer = response.json()
    assert response.status_code == 200
    assert [row["status"] for row in answer["results"]] == [201, 200, 409, 422, 422, 422]
    assert [row["index"] for row in answer["results"]] == [0, 1, 2, 3, 4, 5]
    assert [row["id"] for row in answer["results"]] == [*(row["id"] for row in rows[:5]), None]
    assert answer["results"][3]["errors"][0]["rule"] == "C-3"
    assert (answer["created"], answer["duplicate"], answer["rejected"]) == (1, 1, 4)
    assert Contact.objects.count() == 3


def test_post_batch_again_adds_nothing(agent: ApiClient, settings) -> None:
    settings.IMPORT_CHUNK_ROWS = 2
    rows = [body(customer_ref="K1", external_ref=f"A-{place}") for place in range(5)]
    first, second = agent.send(BATCH, rows), agent.send(BATCH, {"contacts": rows})

    assert (first.json()["created"], second.json()["created"]) == (5, 0)
    assert second.json()["duplicate"] == 5
    assert Contact.objects.count() == 5
    assert RepeatLink.objects.count() == 4


def test_post_batch_twins_within_it_are_one_contact(agent: ApiClient) -> None:
    row = body(dimensions={"carrier": "dhl"})
    results = agent.send(BATCH, [row, row, row | {"reason": "invoice"}]).json()["results"]

    assert [result["status"] for result in results] == [201, 200, 409]
    assert ContactDimension.objects.count() == 1


def test_post_batch_external_reference_of_another_id_is_a_conflict(agent: ApiClient) -> None:
    rows = [body(external_ref="A-1"), body(external_ref="A-1", id=None), body(external_ref="A-1")]
    results = agent.send(BATCH, rows).json()["results"]

    assert [result["status"] for result in results] == [201, 409, 409]


def test_post_batch_without_ids_is_known_by_external_reference(agent: ApiClient) -> None:
    row = body(external_ref="A-1", source="phone-system")
    del row["id"]
    first, second = (agent.send(BATCH, [row]).json()["results"][0] for _time in range(2))

    assert (first["status"], second["status"]) == (201, 200)
    assert first["id"] == second["id"]


@pytest.mark.parametrize("with_id_first", [True, False])
def test_post_batch_same_content_with_and_without_id_is_one_contact(
    agent: ApiClient, with_id_first: bool
) -> None:
    """C-1."""
    with_id = body(external_ref="A-1", source="phone-system")
    rows = [with_id, {name: value for name, value in with_id.items() if name != "id"}]
    if not with_id_first:
        rows.reverse()

    results = [agent.send(BATCH, [row]).json()["results"][0] for row in rows]
    together = agent.send(BATCH, rows).json()["results"]

    assert [result["status"] for result in (*results, *together)] == [201, 200, 200, 200]
    assert len({result["id"] for result in (*results, *together)}) == 1


def test_post_batch_same_moment_keeps_the_order_of_the_batch(agent: ApiClient) -> None:
    """Domain model, section 5: at the very same moment the first in the file is the earlier."""
    moment = (timezone.now() - timedelta(hours=2)).isoformat()
    rows = [body(customer_ref="K1", occurred_at=moment) for _place in range(2)]
    agent.send(BATCH, rows)

    link = RepeatLink.objects.get()
    assert (str(link.contact_id), str(link.any_reason_id)) == (rows[1]["id"], rows[0]["id"])


def test_post_batch_is_noted_without_customer_text(agent: ApiClient) -> None:
    agent.send(BATCH, [body(note="geheim"), body(reason="x")])

    event = AuditEvent.objects.get(verb="contacts_delivered")
    assert event.details == {"delivered": 2, "created": 1}


def test_post_batch_is_noted_chunk_by_chunk_with_what_it_writes(agent: ApiClient, settings) -> None:
    settings.IMPORT_CHUNK_ROWS = 2
    agent.send(BATCH, [body(), body(reason="x"), body()])

    noted = AuditEvent.objects.filter(verb="contacts_delivered").order_by("pk")
    assert [event.details for event in noted] == [
        {"delivered": 2, "created": 1},
        {"delivered": 1, "created": 1},
    ]


def test_post_contacts_late_by_a_person_in_a_session_is_refused() -> None:
    """C-11: only a token stands for another system."""
    person = ApiClient()
    person.force_login(people.agent())
    old = (timezone.now() - timedelta(days=8)).isoformat()

    alone = person.send(URL, body(occurred_at=old, source="crm"))
    batch = person.send(BATCH, [body(occurred_at=old)]).json()["results"]

    assert alone.status_code == 422
    assert [error["rule"] for error in batch[0]["errors"]] == ["C-11"]


def test_post_contact_late_by_token_is_taken(agent: ApiClient) -> None:
    old = (timezone.now() - timedelta(days=8)).isoformat()

    assert agent.send(URL, body(occurred_at=old)).status_code == 201


def test_post_batch_of_more_than_the_limit_is_refused_whole(agent: ApiClient, settings) -> None:
    settings.API_BATCH_LIMIT = 2
    response = agent.send(BATCH, [body()] * 3)

    assert response.status_code == 422
    assert response.json()["detail"] == "Stuur hooguit 2 contacten tegelijk."
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("data", [{}, "text", {"contacts": {}}, None])
def test_post_batch_without_a_list_is_refused(agent: ApiClient, data: Any) -> None:
    assert agent.send(BATCH, data).status_code == 422


def test_post_batch_queries_do_not_grow_with_the_rows(
    agent: ApiClient, django_assert_max_num_queries
) -> None:
    rows = [body(customer_ref=f"K{place}", dimensions={"carrier": "dhl"}) for place in range(60)]
    with django_assert_max_num_queries(40):
        assert agent.send(BATCH, rows).json()["created"] == 60


@pytest.mark.django_db(transaction=True)
def test_post_batch_twins_at_once_write_each_contact_once() -> None:
    user = people.agent()
    rows = [body(customer_ref="K1", dimensions={"carrier": "dhl"}) for _place in range(20)]
    clients = [client_of(user) for _number in range(4)]
    answers: list[dict[str, Any]] = []
    barrier = threading.Barrier(4)

    def send(client: ApiClient) -> None:
        barrier.wait()
        answers.append(client.send(BATCH, rows).json())
        connections.close_all()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(answer["created"] for answer in answers) == 20
    assert [answer["rejected"] for answer in answers] == [0, 0, 0, 0]
    assert Contact.objects.count() == 20
