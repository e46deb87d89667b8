"""Locks by name that last until the transaction ends, or a block of many."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

HOLD = (
    "SELECT pg_advisory_xact_lock(number) "
    "FROM (SELECT unnest(%s::bigint[]) AS number ORDER BY 1) AS numbers"
)


def hold(names: Iterable[str]) -> None:
    """Makes other transactions that hold one of the same names wait for this one.

    PostgreSQL: advisory locks, taken in one order so that two transactions never wait for each
    other. SQLite: nothing to do, an immediate transaction is already alone in writing.
    """
    if connection.vendor != "postgresql":
        return
    numbers = sorted({_number(name) for name in names})
    if not numbers:
        return
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [numbers])


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Whether nobody else does this now; it stays so until the block ends, over transactions.

    PostgreSQL knows it of all machines; a dropped connection lets go. SQLite is of one machine,
    where a file can tell, and answers yes.
    """
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(name)])
        (alone,) = cursor.fetchone() or (False,)
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(name)])


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
