"""The pages of the tree editor with 2,000 reasons, against the same pages with 200."""

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.engines import ROOT, Engine
from benchmarks.figures import Figure

FEW, MANY = 200, 2_000
TARGET = 2.0


def measure(engine: Engine, _rows: int) -> Iterator[Figure]:
    """Medians of one page each, in milliseconds, within the process that answers."""
    few, many = (_pages(engine, reasons) for reasons in (FEW, MANY))
    for name, limit in few.items():
        ours = many[name]
        title = f"{engine.name}: {name}, {MANY:,} / {FEW} reasons, ms"
        yield Figure(title, ours, limit, ours / limit, TARGET)


def _pages(engine: Engine, reasons: int) -> dict[str, float]:
    """Grows the tree to so many reasons and times its pages, in a process of its own."""
    process = subprocess.run(
        [sys.executable, "-m", "benchmarks.editor_pages", str(reasons)],
        cwd=ROOT,
        env=engine.environment | {"DJANGO_SETTINGS_MODULE": "contactreductie.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(process.stdout.splitlines()[-1])
