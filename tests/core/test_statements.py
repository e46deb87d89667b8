"""Statements made once do what the ORM would do."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from contactreductie.core import statements
from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent, RoleGrant, User
from contactreductie.core.queries.people import active_person as find
from contactreductie.core.services import people as people_services
from contactreductie.core.sessions import SessionStore
from tests.factories import people
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


def event(**fields: Any) -> AuditEvent:
    known = {"at": MONDAY, "verb": "v", "subject_type": "t", "subject_id": "1"}
    return AuditEvent(**known | fields)


def test_inserted_row_is_as_the_orm_writes_it() -> None:
    details = {"naam": "Zoë", "lijst": [1, None]}
    event(details=details).save()
    statements.insert([event(details=details)])

    written = AuditEvent.objects.order_by("pk").values("at", "actor", "details", "subject_id")
    assert list(written) == [written[0]] * 2


def test_rows_are_inserted_in_their_order(django_assert_num_queries: Any) -> None:
    statements.insert([event(subject_id=str(number)) for number in range(20)])

    found = AuditEvent.objects.order_by("pk").values_list("subject_id", flat=True)
    assert list(found) == [str(number) for number in range(20)]
    with django_assert_num_queries(0):
        statements.insert([])


def test_row_that_breaks_a_constraint_is_refused_as_by_the_orm() -> None:
    person = people.agent()

    with pytest.raises(IntegrityError), transaction.atomic():
        statements.insert([RoleGrant(user=person, role=Role.AGENT)])

    assert person.role_grants.count() == 1


def test_moment_of_a_statement_compares_with_what_is_kept() -> None:
    event().save()
    sql = "SELECT count(*) FROM core_auditevent WHERE at BETWEEN %s AND %s"
    moments = [statements.moment(MONDAY + timedelta(seconds=s)) for s in (-1, 1)]

    assert statements.fetch_all(sql, moments) == [(1,)]
    assert statements.fetch_all(sql, moments[1:] * 2) == [(0,)]


@pytest.mark.parametrize("roles", [(), (Role.AGENT,), (Role.AGENT, Role.TEAM_LEADER)])
def test_person_signed_in_has_all_roles_granted(
    roles: tuple[Role, ...], django_assert_num_queries: Any
) -> None:
    person = people.user("kim", *roles)

    with django_assert_num_queries(1):
        found = find(person.pk)
        assert found is not None
        assert found.roles == set(roles)

    columns = [field.attname for field in User._meta.concrete_fields]
    assert [getattr(found, name) for name in columns] == [
        getattr(User.objects.get(pk=person.pk), name) for name in columns
    ]


def test_role_granted_counts_at_once() -> None:
    found = find(people.agent().pk)
    assert found is not None
    people_services.grant_role(user=found, role=Role.MANAGER, actor=None, now=MONDAY)

    assert found.roles == {Role.AGENT, Role.MANAGER}


def test_person_who_left_or_never_was_is_nobody() -> None:
    person = people.agent()
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert find(person.pk) is None
    assert find(person.pk + 1) is None


def test_session_lasts_until_it_expires_or_is_taken_away(client: Client) -> None:
    client.force_login(people.agent())
    key = client.session.session_key

    assert SessionStore(key).load() == dict(client.session.items()) != {}
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert SessionStore(key).load() == {}
    assert SessionStore("unknown").load() == {}
    assert client.get("/register/").status_code == 302


def test_page_asks_for_session_and_person_once_each(client: Client) -> None:
    client.force_login(people.agent())
    seen: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        client.get("/register/")

    names = ("django_session", "core_user", "core_rolegrant")
    assert [sum(name in sql for sql in seen) for name in names] == [1, 1, 1]
