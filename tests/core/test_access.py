"""Deny by default."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from contactreductie.core.access import public, requires, signed_in
from contactreductie.core.middleware import DenyByDefaultMiddleware
from reasons import rules
from tests.factories import people


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


def request_by(user: Any) -> HttpRequest:
    request = RequestFactory().get("/page/?a=1")
    request.user = user
    return request


def passes(view: Any) -> bool:
    middleware = DenyByDefaultMiddleware(page)
    return middleware.process_view(request_by(AnonymousUser()), view, (), {}) is None


def test_deny_by_default_view_without_declaration_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        passes(page)


@pytest.mark.parametrize("view", [signed_in(page), requires(rules.may_import)(page)])
def test_deny_by_default_declared_view_passes(view: Any) -> None:
    assert passes(view)


def test_deny_by_default_public_view_passes() -> None:
    def open_page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    assert passes(public(open_page))


def test_requires_stranger_is_sent_to_log_in() -> None:
    answer = requires(rules.may_import)(page)(request_by(AnonymousUser()))

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/page/%3Fa%3D1"


@pytest.mark.django_db
def test_requires_other_role_is_refused_and_own_role_enters() -> None:
    view = requires(rules.may_import)(page)

    with pytest.raises(PermissionDenied):
        view(request_by(people.agent()))
    assert view(request_by(people.coordinator())).status_code == 200


@pytest.mark.django_db
def test_roles_of_a_disabled_account_are_none() -> None:
    person = people.coordinator()
    person.is_active = False

    assert person.roles == frozenset()


@pytest.mark.parametrize(
    "path", ["/channels/%00/", "/channels/%00/purpose/", "/tree/a%00b/end/", "/dimensions/%00/"]
)
@pytest.mark.django_db
def test_address_with_a_nul_leads_nowhere(client: Client, path: str) -> None:
    """PostgreSQL cannot look for one."""
    client.force_login(people.coordinator())
    assert client.get(path).status_code == 404
