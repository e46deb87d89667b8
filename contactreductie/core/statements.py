"""Statements that are the same every time, for what every registration and every page does.

The ORM makes its SQL anew for each query, which takes many times longer than the database needs to
run it. Where that counts (docs/adr/0016), the statement is made once.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model


def fetch_all(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a statement, as the database's driver gives them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def moment(value: datetime) -> object:
    """An aware moment as a parameter of a statement, as this engine keeps it."""
    return connection.ops.adapt_datetimefield_value(value)


def places(count: int) -> str:
    """The places of so many parameters."""
    return ", ".join(["%s"] * count)


def insert(rows: Sequence[Model]) -> None:
    """Inserts rows of one model. A number that the database gives is not read back, and nothing is
    done that a save would do besides. Several rows belong in a transaction of the caller."""
    if not rows:
        return
    sql, fields = _insertion(type(rows[0]))
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(sql, values[0])
        else:
            cursor.executemany(sql, values)


@cache
def _insertion(model: type[Model]) -> tuple[str, "list[Field[Any, Any]]"]:
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(model._meta.db_table)
    return " ".join(["INSERT INTO", table, f"({columns}) VALUES ({places(len(fields))})"]), fields
