"""Migrations: none is missing, and every app's can be taken back and done again."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

Tables = dict[str, tuple[frozenset[str], frozenset[str]]]


@pytest.mark.django_db
def test_migrations_none_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("app", ["feedbackloop", "raci", "reasons", "core"])
def test_migrations_go_back_to_nothing_and_forward_again(app: str) -> None:
    before = tables()
    try:
        call_command("migrate", app, "zero", verbosity=0)
        assert [name for name in tables() if name.startswith(f"{app}_")] == []
    finally:
        call_command("migrate", verbosity=0)
    assert tables() == before


def tables() -> Tables:
    """Columns and constraints of every table."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name: (_columns(cursor, name), _constraints(cursor, name)) for name in names}


def _columns(cursor, table: str) -> frozenset[str]:
    description = connection.introspection.get_table_description(cursor, table)
    return frozenset(f"{column.name} {column.null_ok}" for column in description)


def _constraints(cursor, table: str) -> frozenset[str]:
    """Those with a name of our own: some engines number the others as they come."""
    found = connection.introspection.get_constraints(cursor, table)
    return frozenset(name for name in found if not name.startswith("__"))
