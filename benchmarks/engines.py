"""The engines measured, and our own commands as processes of their own on each."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
DATABASE = "contactreductie_bench"


@dataclass(frozen=True)
class Outcome:
    """What a command printed as JSON, and the largest memory of its process in megabytes."""

    result: dict[str, Any]
    peak_mb: float


@dataclass(frozen=True)
class Engine:
    """One database, empty at first, with a data folder of its own."""

    name: str
    folder: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"DATA_DIR": str(self.folder), "DATABASE_URL": self.url}

    def run(self, *command: str) -> Outcome:
        """`manage.py command --json` in a process of its own."""
        with tempfile.TemporaryFile("w+") as output:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), *command, "--json"],
                stdout=output,
                env=self.environment,
            )
            peak = 0.0
            while process.poll() is None:
                peak = max(peak, _peak_mb(process.pid))
                time.sleep(0.02)
            output.seek(0)
            lines = output.read().strip().splitlines()
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
        return Outcome(json.loads(lines[-1]), peak)

    def migrate(self) -> None:
        subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"],
            check=True,
            env=self.environment,
        )


@contextmanager
def sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine("SQLite", Path(folder), "")
        engine.migrate()
        yield engine


@contextmanager
def postgresql() -> Iterator[Engine]:
    """A database of our own on the server of the tests, dropped afterwards."""
    url = SERVER.rpartition("/")[0] + f"/{DATABASE}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE}")
        try:
            with tempfile.TemporaryDirectory() as folder:
                engine = Engine("PostgreSQL", Path(folder), url)
                engine.migrate()
                yield engine
        finally:
            server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def answering() -> list[Any]:
    """SQLite always; PostgreSQL where it answers."""
    try:
        psycopg.connect(SERVER, connect_timeout=2).close()
    except psycopg.OperationalError:
        return [sqlite]
    return [sqlite, postgresql]


def _peak_mb(pid: int) -> float:
    """The process's own peak so far; what wait4 tells starts at the memory of its parent."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in status.splitlines() if line.startswith("VmHWM"))
    return max((int(words[1]) / 1024 for words in lines), default=0.0)
