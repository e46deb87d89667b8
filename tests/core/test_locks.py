"""Locks by name, as another connection meets them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from contactreductie.core import locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def others_may_hold(name: str) -> bool:
    """Whether another connection gets a lock of this name at once."""

    def attempt() -> bool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [locks._number(name)])
            (got,) = cursor.fetchone()
        connections.close_all()
        return got

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(attempt).result()


def test_hold_keeps_others_out_until_the_transaction_ends() -> None:
    with transaction.atomic():
        locks.hold(["a", "b"])
        assert [others_may_hold(name) for name in ("a", "b", "c")] == [False, False, True]

    assert others_may_hold("a")


def test_hold_of_no_name_asks_nothing(django_assert_num_queries) -> None:
    with transaction.atomic(), django_assert_num_queries(0):
        locks.hold([])
