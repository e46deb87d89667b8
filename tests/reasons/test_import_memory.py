"""Memory of an import does not grow with its file; real processes, not timed."""

import csv
import os
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

from tests.house import processes

HEADER = ("external_ref", "occurred_at", "channel", "reason_path", "customer_ref", "dim:carrier")
MEGABYTE = 1024  # /proc counts in kilobytes
PAGE_CACHE = 32_000  # what SQLite fills up to once, see settings.SQLITE_OPTIONS


def generated(folder: Path, count: int) -> Path:
    path = folder / f"{count}.csv"
    with path.open("w", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(HEADER)
        for number in range(count):
            day, minute = number % 28 + 1, number % 60
            moment = f"2026-{number % 2 + 1:02}-{day:02}T{number % 24:02}:{minute:02}"
            path_ = f"Hoofd {number % 3} > Sub {number % 6} > Deel {number % 60}"
            writer.writerow([f"r{number}", moment, "mail", path_, f"K{number}", f"d{number % 5}"])
    return path


class Memory(NamedTuple):
    """Peaks of one process in kilobytes: all of it, and without the mapped database file."""

    resident: int
    own: int


def peak_memory(folder: Path, file: Path) -> Memory:
    """What the importing process had at most."""
    environment = {**os.environ, **processes.product(folder / f"data-{file.stem}")}
    _used(processes.manage("migrate", "--verbosity=0"), environment)
    return _used(processes.manage("import_contacts", str(file), "--create-reasons"), environment)


def _used(command: list[str], environment: dict[str, str]) -> Memory:
    process = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    resident = own = 0
    while process.poll() is None:
        now = _memory(process.pid)
        resident, own = max(resident, now.get("VmHWM", 0)), max(own, now.get("RssAnon", 0))
        time.sleep(0.02)
    assert process.returncode == 0
    return Memory(resident, own)


def _memory(pid: int) -> dict[str, int]:
    """The process's own figures. What `wait4` tells counts our memory too: a child starts as a
    copy of its parent."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    fields = (line.split() for line in lines if line.startswith(("VmHWM", "RssAnon")))
    return {words[0].rstrip(":"): int(words[1]) for words in fields}


@pytest.mark.once
@pytest.mark.slow
def test_import_of_60_000_rows_takes_no_more_memory_than_one_of_1_000(tmp_path: Path) -> None:
    small, large = (peak_memory(tmp_path, generated(tmp_path, n)) for n in (1_000, 60_000))

    assert large.resident < 300 * MEGABYTE
    assert large.own < small.own * 1.15 + PAGE_CACHE
