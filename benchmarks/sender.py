"""The requests that save a contact: to the product's page, to its API and to the bare view."""

import json
import random
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from benchmarks import data
from benchmarks.web import Request

CSRF = "benchmarkbenchmarkbenchmarkbench"
NOTE = "Pakket zou dinsdag komen; volgens de bezorger afgegeven bij de buren, die weten van niets."


class Sender:
    """Makes requests: each another contact, of a customer who was in touch lately."""

    def __init__(self, told: dict[str, Any], customers: list[str]) -> None:
        self.told = told
        self.customers = customers
        self.rng = random.Random(7)
        self.codes = data.reason_codes()

    def page(self) -> Request:
        return self._form(customer_ref=self.rng.choice(self.customers))

    def page_unknown(self) -> Request:
        return self._form(customer_ref="")

    def api(self) -> Request:
        fields = self._fields() | {"occurred_at": datetime.now(UTC).isoformat()}
        fields |= {"customer_ref": self.rng.choice(self.customers)}
        headers = {"Authorization": f"Bearer {self.told['token']}"}
        return _request("/api/v1/contacts/", json.dumps(fields), "application/json", headers)

    def bare(self) -> Request:
        fields = self._fields()
        now = datetime.now(UTC)
        channel, reason = fields.pop("channel"), fields.pop("reason")
        row = fields | {
            "occurred_at": now.isoformat(),
            "local_date": now.date().isoformat(),
            "customer_key": self.rng.choice(self.customers).ljust(32, "x"),
            "channel_id": self.told["channels"][channel],
            "reason_id": self.told["reasons"][reason],
            "agent_id": self.told["agent"],
            "source": "bare",
            "external_ref": "",
            "fingerprint": "x" * 32,
        }
        headers = self._signed_in("bare_session") | {"X-CSRFToken": CSRF}
        return _request("/save/", json.dumps(row), "application/json", headers)

    def _fields(self) -> dict[str, Any]:
        return {
            "id": str(uuid.uuid4()),
            "channel": "phone",
            "reason": self.rng.choice(self.codes),
            "direction": "inbound",
            "resolution": "resolved",
            "note": NOTE,
            "handle_seconds": 240,
        }

    def _form(self, **fields: str) -> Request:
        body = self._fields() | fields | {"csrfmiddlewaretoken": CSRF, "wrap_up_seconds": 3}
        headers = self._signed_in("session") | {"Accept": "application/json"}
        return _request("/register/", urlencode(body), "application/x-www-form-urlencoded", headers)

    def _signed_in(self, session: str) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.told[session]}; csrftoken={CSRF}"}


def _request(path: str, body: str, kind: str, headers: dict[str, str]) -> Request:
    headers = {"Host": "127.0.0.1", "Content-Type": kind} | headers
    return Request(path, headers, body.encode())
