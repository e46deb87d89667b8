"""Waking a worker. Rows in the database are the queue of record: whatever does not get through
here, the beat takes up soon after."""

import logging
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction

log = logging.getLogger(__name__)


def wake(task: Task, *args: Any) -> None:
    """Sends the task once the change that causes it is safe; a broker that is down only costs
    time."""
    transaction.on_commit(partial(_send, task, args))


def _send(task: Task, args: tuple[Any, ...]) -> None:
    try:
        task.apply_async(args, retry=False)
    except Exception as error:  # any trouble with any broker
        log.warning("wake_failed task=%s error=%s", task.name, type(error).__name__)
