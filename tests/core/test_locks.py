"""Locks by name, as another connection meets them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from contactreductie.core import locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def others_may(function: str, name: str) -> bool:
    """Whether another connection gets a lock of this name at once."""

    def attempt() -> bool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [locks._number(name)])
            (got,) = cursor.fetchone()
        connections.close_all()
        return got

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(attempt).result()


def others_may_hold(name: str) -> bool:
    return others_may("pg_try_advisory_xact_lock", name)


def test_hold_keeps_others_out_until_the_transaction_ends() -> None:
    with transaction.atomic():
        locks.hold(["a", "b"])
        assert [others_may_hold(name) for name in ("a", "b", "c")] == [False, False, True]

    assert others_may_hold("a")


def test_hold_shares_one_name_with_others_who_share_it() -> None:
    with transaction.atomic():
        locks.hold(["a"], sharing="all")

        assert (others_may_hold("a"), others_may_hold("all")) == (False, False)
        assert others_may("pg_try_advisory_xact_lock_shared", "all")


def test_hold_of_no_name_shares_nothing() -> None:
    with transaction.atomic():
        locks.hold([], sharing="all")

        assert others_may_hold("all")
