"""Deny by default, proven: every address × every role, against tests/access_table.py."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.plugin import DjangoDbBlocker

from tests.access_table import ROWS, VISITORS, Row, rows_about
from tests.access_world import QUERIES, World

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def addresses(
    resolver: URLResolver, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Name and route of every address; one without a name is called by its route."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or route), route
        else:
            yield from addresses(
                pattern, route, space + (f"{pattern.namespace}:" if pattern.namespace else "")
            )


ADDRESSES = dict(addresses(get_resolver()))
CELLS = [
    pytest.param(row, name, method, id=f"{name}-{method}")
    for name in ADDRESSES
    for row in rows_about(name)
    for method in row.methods
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One of everything, and one person of every role; gone after this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World.make()
        transaction.set_rollback(True)


def test_access_every_address_has_a_line() -> None:
    missing = [f"{name} ({route})" for name, route in ADDRESSES.items() if not rows_about(name)]

    assert missing == []


def test_access_every_line_has_an_address() -> None:
    used = {row.name for name in ADDRESSES for row in rows_about(name)}

    assert [row.name for row in ROWS if row.name not in used] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "name", "method"), CELLS)
def test_access_is_as_the_table_says(world: World, row: Row, name: str, method: str) -> None:
    assert " ".join(knock(world, visitor, name, method) for visitor in VISITORS) == row.outcomes


def names(method: str, *, without: str = "") -> list[str]:
    """The addresses with a line for one method, and none for another."""
    methods = {name: {m for row in rows_about(name) for m in row.methods} for name in ADDRESSES}
    return [name for name, own in methods.items() if method in own and without not in own]


def needs_token(name: str) -> bool:
    """A form of another system's site opens a page and changes nothing; machines have tokens."""
    return name != "reasons:screen_pop" and not name.startswith("api:")


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*names("POST", without="GET"), *names("PUT", without="GET")])
def test_access_changing_address_refuses_to_be_read(world: World, name: str) -> None:
    """Whoever may change something by POST does not change it by following a link."""
    statuses = {answer(world, visitor, name, "GET").status_code for visitor in VISITORS}

    assert statuses <= {302, 401, 403, 405}
    assert 405 in statuses


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in names("POST") if needs_token(name)])
def test_access_change_without_csrf_token_is_refused(world: World, name: str) -> None:
    for visitor in VISITORS:
        response = answer(world, visitor, name, "POST", enforce_csrf_checks=True)
        assert response.status_code == 403


def knock(world: World, visitor: str, name: str, method: str) -> str:
    """The table's sign for what one visitor gets."""
    response = answer(world, visitor, name, method)
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return ">"
    if response.status_code in SIGNS:
        return SIGNS[response.status_code]
    assert response.status_code < 400
    return "x"


SIGNS = {401: "!", 403: ".", 404: "/", 409: "~", 422: "~"}


def answer(world: World, visitor: str, name: str, method: str, **options: Any) -> Any:
    """The answer, and nothing changed by it."""
    client = Client(**options)
    client.cookies = deepcopy(world.cookies[visitor])
    content, content_type = world.content(name, method)
    with transaction.atomic():
        response = client.generic(
            method,
            path_of(world, name),
            content,
            content_type=content_type,
            query_params=QUERIES.get(name, {}),
        )
        getattr(response, "getvalue", bytes)()  # a stream reads while the rows are there
        transaction.set_rollback(True)
    return response


def path_of(world: World, name: str) -> str:
    route = ADDRESSES[name].rstrip("$")
    return "/" + PARAMETER.sub(lambda found: world.sample(name, found[1] or found[2]), route)
