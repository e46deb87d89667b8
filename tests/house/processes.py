"""Real processes for tests: started, watched, and never left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

PYTHON = sys.executable


@contextmanager
def started(
    command: list[str], *, output: Path, variables: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a command in a session of its own, its output in a file; kills what is left of it."""
    with output.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env={**os.environ, **(variables or {})},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
        process.wait()


def manage(*arguments: str) -> list[str]:
    return [PYTHON, "manage.py", *arguments]


def product(data_dir: Path, **variables: str) -> dict[str, str]:
    """Environment of the product itself, on SQLite in a folder of its own."""
    return {
        "DJANGO_SETTINGS_MODULE": "contactreductie.settings",
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": "",
        "CELERY_BROKER_URL": "",
        **variables,
    }


def wait_until(true: Callable[[], bool], *, seconds: float = 30.0, log: Path | None = None) -> None:
    """Returns as soon as it is so; the error shows what the processes said meanwhile."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            said = log.read_text(errors="replace") if log else ""
            raise TimeoutError(f"not so within {seconds} s\n{said}")
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Running, and not a zombie waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
