"""Numbers without gaps, also after a rollback and under competition."""

import threading

import pytest
from django.db import connections, transaction

from contactreductie.core.services import numbering


class Killed(Exception):
    """Stands for a process that dies before it commits."""


@pytest.mark.django_db(transaction=True)
def test_next_number_rollback_gives_the_number_back() -> None:
    def take_and_die() -> None:
        with transaction.atomic():
            numbering.next_number("action")
            raise Killed

    with transaction.atomic():
        assert numbering.next_number("action") == 1
    with pytest.raises(Killed):
        take_and_die()
    with transaction.atomic():
        assert numbering.next_number("action") == 2


@pytest.mark.django_db(transaction=True)
def test_next_number_asked_at_once_gives_each_its_own() -> None:
    numbers: list[int] = []

    def take() -> None:
        with transaction.atomic():
            numbers.append(numbering.next_number("action"))
        connections.close_all()

    threads = [threading.Thread(target=take) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == list(range(1, 9))
