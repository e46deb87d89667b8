"""Memory of an import does not grow with its file; real processes, not timed."""

import csv
import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.house import processes

HEADER = ("external_ref", "occurred_at", "channel", "reason_path", "customer_ref", "dim:carrier")
MEGABYTE = 1024  # getrusage counts in kilobytes


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


def peak_memory(folder: Path, file: Path) -> int:
    """Kilobytes that the importing process had at most."""
    environment = {**os.environ, **processes.product(folder / f"data-{file.stem}")}
    _used(processes.manage("migrate", "--verbosity=0"), environment)
    return _used(processes.manage("import_contacts", str(file), "--create-reasons"), environment)


def _used(command: list[str], environment: dict[str, str]) -> int:
    process = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss


@pytest.mark.slow
def test_import_of_60_000_rows_takes_no_more_memory_than_one_of_1_000(tmp_path: Path) -> None:
    small, large = (peak_memory(tmp_path, generated(tmp_path, n)) for n in (1_000, 60_000))

    assert large < 300 * MEGABYTE
    assert large < small * 1.15
