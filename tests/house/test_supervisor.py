"""The supervisor with real processes: each child writes its process id where the test reads it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.processes import alive, started, wait_until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")

CHILD = """
import os, pathlib, signal, subprocess, sys, time
name, behaviour = sys.argv[1:]
if behaviour == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if behaviour == "parent":
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pathlib.Path("grandchild").write_text(str(grandchild.pid))
with open(name, "a") as file:
    file.write(f"{os.getpid()}\\n")
time.sleep(60)
"""
SUPERVISOR = """
import json, os, sys
from contactreductie.supervisor import Program, Supervisor
folder, grace, names = json.loads(sys.argv[1])
os.chdir(folder)
programs = [Program(name, [sys.executable, "child.py", name, how]) for name, how in names.items()]
Supervisor(programs, grace_seconds=grace).run()
"""


class House:
    """A running supervisor and the children it has."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self.folder, self.process = folder, process

    def pids(self, name: str) -> list[int]:
        path = self.folder / name
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def wait_for(self, name: str, *, starts: int = 1) -> int:
        """The process id of the child's latest start."""
        wait_until(lambda: len(self.pids(name)) >= starts, log=self.folder / "log")
        return self.pids(name)[-1]


@pytest.fixture
def run_house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[object]:
    (tmp_path / "child.py").write_text(CHILD)
    contexts = []

    def run(grace: float = 10.0, **children: str) -> House:
        argument = json.dumps([str(tmp_path), grace, children])
        command = [sys.executable, "-c", SUPERVISOR, argument]
        context = started(command, output=tmp_path / "log")
        contexts.append(context)
        return House(tmp_path, context.__enter__())

    yield run
    for context in contexts:
        context.__exit__(None, None, None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_stop_signal_ends_every_child_and_the_supervisor(run_house, number):
    house = run_house(web="plain", worker="plain")
    pids = [house.wait_for("web"), house.wait_for("worker")]
    house.process.send_signal(number)
    assert house.process.wait(timeout=10) == 0
    assert [alive(pid) for pid in pids] == [False, False]


def test_child_killed_is_started_again_and_the_other_is_left_alone(run_house):
    house = run_house(web="plain", worker="plain")
    web, first = house.wait_for("web"), house.wait_for("worker")
    os.kill(first, signal.SIGKILL)
    second = house.wait_for("worker", starts=2)
    assert second != first
    assert alive(second)
    assert house.pids("web") == [web]


def test_child_killed_leaves_no_grandchild_behind(run_house):
    house = run_house(worker="parent")
    worker = house.wait_for("worker")
    grandchild = int((house.folder / "grandchild").read_text())
    os.kill(worker, signal.SIGKILL)
    house.wait_for("worker", starts=2)
    assert not alive(grandchild)


def test_child_that_ignores_term_is_killed_after_the_grace_period(run_house):
    house = run_house(grace=0.5, web="stubborn")
    web = house.wait_for("web")
    house.process.send_signal(signal.SIGTERM)
    assert house.process.wait(timeout=10) == 0
    assert not alive(web)


def test_second_signal_ends_the_wait(run_house):
    house = run_house(grace=60.0, web="stubborn")
    web = house.wait_for("web")
    house.process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        house.process.wait(timeout=1)
    house.process.send_signal(signal.SIGTERM)
    assert house.process.wait(timeout=10) == 0
    assert not alive(web)


def test_supervisor_killed_takes_its_children_with_it(run_house):
    house = run_house(web="plain", worker="plain")
    pids = [house.wait_for("web"), house.wait_for("worker")]
    house.process.kill()
    wait_until(lambda: not any(alive(pid) for pid in pids), seconds=10)
