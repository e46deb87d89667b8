"""A task sent by the product's own Celery application runs in a real worker process."""

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import kombu
import pytest
from django.conf import settings

from contactreductie.celery import app
from tests import environment
from tests.house.processes import product, started, wait_until

BROKER = str(settings.CELERY_BROKER_URL)


@pytest.fixture
def queue_name() -> Iterator[str]:
    """A queue of our own: no worker of another run can take the task."""
    name = f"test-{uuid.uuid4()}"
    yield name
    with app.connection_for_write() as connection:
        # Declared here first: some transports only forget what they know of.
        queue = kombu.Queue(name, kombu.Exchange(name), routing_key=name)(connection)
        queue.declare()
        queue.delete()


@pytest.mark.slow
def test_task_sent_to_the_broker_runs_in_a_worker(tmp_path: Path, queue_name: str):
    proof, log = tmp_path / "proof", tmp_path / "log"
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "contactreductie.celery", "worker"]
    command += ["-I", "tests.house.probe", "-Q", queue_name, "--concurrency", "1"]
    command += ["--without-gossip", "--without-mingle", "--loglevel", "warning"]
    variables = product(settings.DATA_DIR, CELERY_BROKER_URL=BROKER)
    with started(command, output=log, variables=variables):
        app.send_task("tests.house.probe.leave_proof", args=[str(proof)], queue=queue_name)
        wait_until(proof.exists, seconds=60, log=log)
    assert proof.read_text() == "done"
    environment.note_use("broker", environment.without_password(BROKER))
