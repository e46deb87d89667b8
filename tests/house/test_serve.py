"""`prepare` and `serve` as a newcomer runs them: real processes in an empty DATA_DIR."""

import os
import re
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.house.processes import alive, manage, product, started, wait_until


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(arguments: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        manage(*arguments),
        cwd=settings.BASE_DIR,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [descendant for child in map(int, text.split()) for descendant in family(child)]


def family(pid: int) -> list[int]:
    return [pid, *children_of(pid)]


@pytest.mark.once
@pytest.mark.slow
def test_serve_after_migrate_answers_and_term_stops_every_process(tmp_path, free_port):
    variables = product(tmp_path / "data", PORT=str(free_port))
    run(["migrate"], variables)
    run(["createcachetable"], variables)
    log = tmp_path / "log"
    with started(manage("serve"), output=log, variables=variables) as process:
        wait_until(lambda: "is ready" in log.read_text(), seconds=60, log=log)
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/health/live") as answer:
            assert answer.status == 200
        wait_until(lambda: len(children_of(process.pid)) >= 5, seconds=60, log=log)
        pids = children_of(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert [pid for pid in pids if alive(pid)] == []


def test_serve_on_a_taken_port_says_so_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run(["serve"], product(tmp_path, PORT=str(port)))
    assert result.returncode == 1
    assert re.fullmatch(rf"CommandError: Cannot listen on 127\.0\.0\.1:{port}: .*\n", result.stderr)


def test_bad_environment_variable_stops_the_start_in_one_line(tmp_path):
    result = run(["check"], product(tmp_path, PORT="eighty"))
    assert result.returncode == 2
    assert result.stdout == ""
    assert re.fullmatch(r"contactreductie cannot start: .*PORT='eighty'.*\n", result.stderr)


def test_bad_database_address_is_refused_without_showing_the_password(tmp_path):
    address = "mysql://root:geheim@db/contact"
    result = run(["check"], product(tmp_path, DATABASE_URL=address))
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "DATABASE_URL" in result.stderr
    assert "geheim" not in result.stderr
