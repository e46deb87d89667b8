"""The loop killed with -9 in each of its steps, as real processes, ends as one clean run."""

import json
import time

import pytest
from django.db import connection

from tests.flows import stores
from tests.house import processes

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LOOP = processes.manage(
    "run_weekly_loop", "--week=2026-W10", "--now=2026-03-09T06:00:00+01:00", "--json"
)
# Where it is killed: the table that is being written to, on which condition, and the steps that
# are done by then.
PLACES = {
    "facts": ("feedbackloop_daycount", "", []),
    "report": ("feedbackloop_reportline", "", ["facts"]),
    "report-findings": ("feedbackloop_finding", "", ["facts"]),
    "routing": ("raci_improvementaction", "", ["facts", "report"]),
    "routing-mail": ("core_outboxmessage", "NEW.event LIKE 'action-%'", ["facts", "report"]),
    "notice": (
        "core_outboxmessage",
        "NEW.event LIKE 'report-%'",
        ["facts", "report", "routing"],
    ),
}
STATE = [
    "SELECT week_start, version, status, document, sha256 FROM feedbackloop_weeklyreport",
    "SELECT number, kind, reason_id, department_id, action_id FROM feedbackloop_finding",
    "SELECT position, reason_id FROM feedbackloop_reportline",
    "SELECT number, title, description, state, origin FROM raci_improvementaction",
    "SELECT action_id, role, department_id, person_id FROM raci_actionrole",
    "SELECT action_id, kind, to_state, text FROM raci_actionentry",
    "SELECT name, last_number FROM core_sequence",
    "SELECT event, recipient, subject, text, html FROM core_outboxmessage",
    "SELECT week_start, step, done_at FROM feedbackloop_loopstep",
    "SELECT day, reason_id, channel_id, contact_count, followed_any FROM feedbackloop_daycount",
    "SELECT day FROM reasons_changedday",
]
DONE = "SELECT step FROM feedbackloop_loopstep WHERE done_at IS NOT NULL"
BEGUN = "SELECT step FROM feedbackloop_loopstep"


@pytest.fixture(scope="module")
def seed(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        store = stores.seeded(tmp_path_factory.mktemp("loop") / "seed")
        yield store
        store.remove()


@pytest.fixture(scope="module")
def clean(seed, django_db_blocker):
    """What one clean run leaves behind."""
    with django_db_blocker.unblock():
        store = seed.copy_to(seed.folder.parent / "clean")
        result = json.loads(stores.run(store, LOOP).splitlines()[-1])
        yield result, state(store)
        store.remove()


def state(store):
    return [store.rows(query) for query in STATE]


def done(store):
    return [step for (step,) in store.rows(DONE)]


@pytest.mark.parametrize("place", PLACES)
def test_loop_killed_within_a_step_and_started_again_ends_as_one_clean_run(seed, clean, place):
    table, when, steps = PLACES[place]
    store = seed.copy_to(seed.folder.parent / place)
    try:
        store.slow_down(table, when)
        kill_within(store, steps)
        assert done(store) == steps
        store.speed_up(table)

        result = json.loads(stores.run(store, LOOP).splitlines()[-1])

        assert (result, state(store)) == clean
    finally:
        store.remove()


@pytest.mark.parametrize("delay", [0.02, 0.05, 0.1, 0.2])
def test_loop_killed_at_any_moment_and_started_again_ends_as_one_clean_run(seed, clean, delay):
    store = seed.copy_to(seed.folder.parent / f"after{int(delay * 1000)}")
    try:
        log = store.folder / "loop.log"
        with processes.started(LOOP, output=log, variables=store.variables) as process:
            processes.wait_until(lambda: bool(store.rows(BEGUN)), log=log)
            time.sleep(delay)
            process.kill()
            process.wait()

        stores.run(store, LOOP)

        assert state(store) == clean[1]
    finally:
        store.remove()


def test_loop_started_twice_at_once_does_everything_once(seed, clean):
    store = seed.copy_to(seed.folder.parent / "twice")
    try:
        logs = [store.folder / f"loop{number}.log" for number in range(2)]
        with (
            processes.started(LOOP, output=logs[0], variables=store.variables) as first,
            processes.started(LOOP, output=logs[1], variables=store.variables) as second,
        ):
            assert [first.wait(timeout=60), second.wait(timeout=60)] == [0, 0]

        assert state(store) == clean[1]
    finally:
        store.remove()


def kill_within(store, steps):
    """Kills the loop once these steps are done and the next one hangs in its slow table."""
    log = store.folder / "loop.log"
    with processes.started(LOOP, output=log, variables=store.variables) as process:
        processes.wait_until(lambda: bool(store.rows(BEGUN)) and done(store) == steps, log=log)
        time.sleep(0.5)
        assert process.poll() is None
        process.kill()
        process.wait()
    if connection.vendor == "postgresql":
        # The server notices the death of its client when the statement is over.
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        left = f"SELECT pid FROM pg_stat_activity WHERE {others}"  # noqa: S608 - a constant
        processes.wait_until(lambda: not store.rows(left), seconds=60)
