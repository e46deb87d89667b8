"""A client that holds every answer against the OpenAPI document."""

import json
import re
from functools import cache
from typing import Any

from django.test import Client
from django.urls import ResolverMatch
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from contactreductie.core.api.problems import PROBLEM_JSON
from contactreductie.core.enums import TokenScope
from contactreductie.core.models import User
from contactreductie.core.services import tokens


@cache
def schema() -> dict[str, Any]:
    return json.loads(json.dumps(SchemaGenerator().get_schema(public=True)))


class ApiClient(Client):
    """JSON in and out; an answer that the document does not describe fails the test."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        path = request["PATH_INFO"]
        if path.startswith("/api/v1/") and not path.startswith(("/api/v1/schema", "/api/v1/docs")):
            check_declared(request.get("REQUEST_METHOD", "GET"), response)
        return response

    def send(self, path: str, data: Any = None, method: str = "post", **extra: Any) -> Any:
        return self.generic(
            method.upper(), path, json.dumps(data), content_type="application/json", **extra
        )


def client_of(user: User, scope: TokenScope = TokenScope.WRITE, **headers: str) -> ApiClient:
    return ApiClient(headers={"authorization": f"Bearer {secret_of(user, scope)}", **headers})


def secret_of(user: User, scope: TokenScope = TokenScope.WRITE, days: int = 1) -> str:
    return tokens.create_token(owner=user, scope=scope, days=days, actor=None, now=timezone.now())[
        1
    ]


def check_declared(method: str, response: Any) -> None:
    """Status, content type and body are as the document has them; errors are problems."""
    operation = declared_operation(method, response.wsgi_request.resolver_match)
    content_type = response.headers["Content-Type"]
    if method == "HEAD":
        return
    if not operation or response.status_code >= 500:
        assert (response.status_code >= 400, content_type) == (True, PROBLEM_JSON)
        return
    declared = operation["responses"][str(response.status_code)]["content"]
    assert list(declared) == [content_type]
    document = {**declared[content_type]["schema"], "components": schema()["components"]}
    Draft202012Validator(document).validate(json.loads(response.content))


def declared_operation(method: str, match: ResolverMatch | None) -> dict[str, Any]:
    if match is None:
        return {}
    path = "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", match.route)
    return schema()["paths"][path].get(method.lower(), {})
