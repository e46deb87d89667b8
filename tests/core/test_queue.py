"""Waking a worker, whatever the broker does."""

import logging

import pytest
from celery import Celery
from django.db import transaction

from contactreductie.core import queue

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = "amqp://127.0.0.1:1//"


@pytest.fixture(autouse=True)
def own_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Celery puts the environment's broker above the one an application names."""
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)


def count(_number: int) -> None:
    return


@pytest.mark.parametrize("broker", [NOBODY, "redis://127.0.0.1:1/0"])
def test_broker_that_is_down_is_noted_and_no_error(
    broker: str, caplog: pytest.LogCaptureFixture
) -> None:
    task = Celery("test", broker=broker, set_as_current=False).task(name="count")(count)

    with caplog.at_level(logging.WARNING), transaction.atomic():
        queue.wake(task, 1)
        before = list(caplog.messages)

    assert before == []
    assert caplog.messages == ["wake_failed task=count error=OperationalError"]


def test_task_is_sent_when_the_change_is_safe() -> None:
    app = Celery("test", broker="memory://", set_as_current=False)
    task = app.task(name="count")(count)

    with transaction.atomic():
        queue.wake(task, 7)

    with app.connection_for_read() as connection:
        message = connection.SimpleQueue("celery").get(timeout=5)
    assert message.payload[0] == [7]


def test_task_of_a_change_that_failed_is_not_sent(caplog: pytest.LogCaptureFixture) -> None:
    task = Celery("test", broker=NOBODY, set_as_current=False).task(name="count")(count)

    with transaction.atomic():
        queue.wake(task, 1)
        transaction.set_rollback(True)

    assert caplog.messages == []
