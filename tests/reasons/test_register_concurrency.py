"""C-1 under pressure: two hundred posts of one id at once, on the product's own server."""

import http.client
import json
import os
import socket
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from contactreductie.core.models import AuditEvent, User
from reasons.models import Contact
from tests.factories import envelopes, people, reasons
from tests.house import processes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY, ROUNDS = 200, 5
TOKEN = "t" * 32
Answer = tuple[int, bytes]


@dataclass(frozen=True)
class Server:
    port: int
    cookie: str

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookie,
            "X-CSRFToken": TOKEN,
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("POST", path, urlencode(fields), headers)
            answer = line.getresponse()
            return answer.status, answer.read()

    def post_at_once(self, posts: list[tuple[str, dict[str, Any]]]) -> list[Answer]:
        ready = threading.Barrier(len(posts))

        def one(post: tuple[str, dict[str, Any]]) -> Answer:
            ready.wait()
            return self.post(*post)

        with ThreadPoolExecutor(len(posts)) as pool:
            return list(pool.map(one, posts))


@pytest.fixture
def agent() -> User:
    reasons.reason("not-delivered")
    reasons.channel("phone")
    return people.agent()


@pytest.fixture
def server(agent: User, tmp_path: Path) -> Iterator[Server]:
    """The product's server on the database of this test."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    client = Client()
    client.force_login(agent)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    variables = processes.product(
        tmp_path,
        DATABASE_URL=database_url(),
        SECRET_KEY=settings.SECRET_KEY,
        CUSTOMER_KEY_SECRET=settings.CUSTOMER_KEY_SECRET,
        PORT=str(port),
    )
    log = tmp_path / "log"
    with processes.started(
        processes.manage("serve", "--only", "web"), output=log, variables=variables
    ):
        processes.wait_until(lambda: "is ready" in log.read_text(), seconds=60, log=log)
        yield Server(port, cookie)


def database_url() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def typed(agent: User, **fields: Any) -> dict[str, Any]:
    contact = {"id": str(uuid.uuid4()), "agent": agent.pk, "direction": "inbound"}
    return contact | {"channel": "phone", "reason": "not-delivered", "customer_ref": "K1"} | fields


def from_the_queue(data: dict[str, Any]) -> dict[str, Any]:
    context = f"{data['agent']}:{data['id']}"
    envelope = json.dumps(envelopes.sealed(urlencode(data).encode(), context=context))
    return {"id": data["id"], "agent": data["agent"], "envelope": envelope, "waited": 5}


def test_two_hundred_posts_of_one_id_make_one_contact_and_get_one_answer(
    server: Server, agent: User
) -> None:
    """Half of them as the page saves, half as the queue sends again."""
    for _round in range(ROUNDS):
        data = typed(agent)
        posts = [("/register/", data), ("/register/queued/", from_the_queue(data))]

        answers = server.post_at_once(posts * (MANY // 2))

        assert Counter(status for status, _body in answers) == {200: MANY}
        assert len({body for _status, body in answers}) == 1
        assert json.loads(answers[0][1])["contact"]["id"] == data["id"]
    assert Contact.objects.count() == ROUNDS
    assert AuditEvent.objects.filter(verb="contact_registered").count() == ROUNDS


def test_two_contents_of_one_id_at_once_make_one_contact_and_refuse_the_other(
    server: Server, agent: User
) -> None:
    first = typed(agent, note="een")
    posts = [("/register/", first), ("/register/", first | {"note": "twee"})]

    answers = server.post_at_once(posts * (MANY // 2))

    contact = Contact.objects.get()
    statuses = {"een": answers[0::2], "twee": answers[1::2]}
    told = {note: {status for status, _body in found} for note, found in statuses.items()}
    assert told == {"een": {409}, "twee": {409}} | {contact.note: {200}}
