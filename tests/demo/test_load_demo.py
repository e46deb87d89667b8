"""The command: refusals, and a load that is killed half-way (real processes, SQLite)."""

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from contactreductie.core import locks
from contactreductie.core.enums import Role
from contactreductie.demo import loading
from reasons.models import Contact
from tests.factories import people
from tests.house.processes import manage, product, started, wait_until

LOAD = ["load_demo", "--now", "2026-03-11T07:00:00+01:00", "--weeks", "26", "--json"]


@pytest.mark.django_db
def test_load_into_a_database_in_use_is_refused(capfd: pytest.CaptureFixture[str]):
    people.user("jansen", Role.ADMINISTRATOR)
    with pytest.raises(SystemExit) as stopped:
        call_command("load_demo")
    assert stopped.value.code == 1
    expected = "Deze database is al in gebruik. De demo gaat alleen in een lege.\n"
    assert capfd.readouterr().err == expected
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_load_beside_another_load_is_refused(capfd: pytest.CaptureFixture[str]):
    with (settings.DATA_DIR / "load-demo.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(SystemExit) as stopped:
            call_command("load_demo", language="en")
    assert stopped.value.code == 1
    assert capfd.readouterr().err == "The demo is being loaded by another process.\n"


@pytest.mark.postgres
@pytest.mark.django_db
def test_load_beside_a_load_on_another_machine_is_refused(capfd: pytest.CaptureFixture[str]):
    held, refused = Event(), Event()

    def load_elsewhere():
        with locks.only_one(loading.LOCK):
            held.set()
            refused.wait(timeout=20)
        connection.close()

    with ThreadPoolExecutor() as machines:
        machines.submit(load_elsewhere)
        held.wait(timeout=20)
        with pytest.raises(SystemExit) as stopped:
            call_command("load_demo", language="en")
        refused.set()
    assert stopped.value.code == 1
    assert capfd.readouterr().err == "The demo is being loaded by another process.\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments", [["--weeks", "25"], ["--weeks", "107"], ["--now", "gisteren"]]
)
def test_load_called_wrongly_exits_with_two(arguments: list[str]):
    with pytest.raises(SystemExit) as stopped:
        call_command("load_demo", *arguments)
    assert stopped.value.code == 2


@pytest.mark.once
@pytest.mark.slow
def test_load_killed_half_way_is_done_again_and_ends_the_same(tmp_path: Path):
    clean, killed = tmp_path / "clean", tmp_path / "killed"
    for folder in (clean, killed):
        run(["migrate", "--verbosity", "0"], folder)
    with started(manage(*LOAD), output=tmp_path / "log", variables=product(killed)) as process:
        wait_until(lambda: contact_count(killed) > 5_000, log=tmp_path / "log")
        process.send_signal(signal.SIGKILL)
        process.wait()
    figures = [json.loads(run(LOAD, folder).splitlines()[-1]) for folder in (clean, killed)]
    for figure in figures:
        del figure["seconds"]
    assert figures[0] == figures[1]
    assert told(clean) == told(killed)


def run(arguments: list[str], folder: Path) -> str:
    return subprocess.run(
        manage(*arguments),
        cwd=settings.BASE_DIR,
        env={**os.environ, **product(folder)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def contact_count(folder: Path) -> int:
    return int(ask(folder, "SELECT count(*) FROM reasons_contact")[0][0])


def told(folder: Path) -> list[tuple]:
    """Everything the reports and the actions say."""
    reports = ask(folder, "SELECT week_start, sha256 FROM feedbackloop_weeklyreport ORDER BY 1")
    entries = ask(folder, "SELECT action_id, at, to_state, text FROM raci_actionentry ORDER BY id")
    return reports + entries


def ask(folder: Path, query: str) -> list[tuple]:
    connection = sqlite3.connect(folder / "contactreductie.sqlite3", timeout=20)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()
