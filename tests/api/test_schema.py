"""The OpenAPI document and the page to read it on."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.api.client import schema

METHODS = {"get", "put", "post", "patch", "delete"}


def test_schema_is_valid_and_without_warnings(tmp_path: Path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", file=str(tmp_path / "schema.yaml"))


def test_schema_is_served_as_openapi_3_1_to_everybody() -> None:
    response = Client().get("/api/v1/schema/", headers={"accept": "application/json"})

    assert response.status_code == 200
    assert json.loads(response.content)["openapi"] == "3.1.0"


def test_schema_of_every_operation_names_its_errors() -> None:
    operations = [
        (path, method, operation)
        for path, methods in schema()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]
    assert len(operations) >= 14
    for path, method, operation in operations:
        assert {"401", "403"} <= operation["responses"].keys(), (path, method)
        for status, response in operation["responses"].items():
            expected = "application/json" if int(status) < 400 else "application/problem+json"
            assert list(response["content"]) == [expected], (path, method, status)
        if method != "get":
            assert {"400", "415", "422"} <= operation["responses"].keys(), (path, method)
        if "{" in path:
            assert "404" in operation["responses"], (path, method)


def test_schema_demands_a_bearer_token_or_a_session() -> None:
    assert schema()["components"]["securitySchemes"]["bearer"] == {
        "type": "http",
        "scheme": "bearer",
    }
    for methods in schema()["paths"].values():
        for operation in methods.values():
            assert [*operation["security"][0]] == ["bearer"]


def test_docs_hold_nothing_inline() -> None:
    page = Client().get("/api/v1/docs/").content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count("<script src=") == 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_docs_are_drawn_under_the_policy_without_a_violation(
    live_server: LiveServer, page: Page
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/api/v1/docs/")

    page.get_by_text("Register one contact").wait_for()
    assert said == []
