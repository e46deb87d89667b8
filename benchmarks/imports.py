"""Importing contacts: against a bare bulk insert, again, and in memory."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import data, limits
from benchmarks.engines import Engine
from benchmarks.figures import Figure

PAIRS = 3
MEMORY_LIMIT_MB = 300


def measure(engine: Engine, rows: int) -> Iterator[Figure]:
    """Ratios of `import_contacts` on one engine, and the memory of its process."""
    with TemporaryDirectory() as folder:
        prepare(engine, Path(folder))
        ours, limit, again, peaks = [], [], [], []
        for pair in range(PAIRS):
            path = Path(folder) / f"contacts-{pair}.csv"
            data.write_contacts(path, data.contacts(rows, seed=pair))
            first = engine.run("import_contacts", str(path), "--source", "bench")
            ours.append(first.result["seconds"])
            limit.append(limits.bulk_insert(engine, path))
            second = engine.run("import_contacts", str(path), "--source", "bench")
            again.append(second.result["seconds"])
            peaks.append(first.peak_mb)
        small = Path(folder) / "small.csv"
        data.write_contacts(small, data.contacts(rows // 2, seed=99))
        small_peak = engine.run("import_contacts", str(small), "--source", "small").peak_mb
    label = f"{engine.name}: import of {rows:,} rows"
    ratios = [a / b for a, b in zip(ours, limit, strict=True)]
    yield Figure(f"{label} / bare bulk insert", median(ours), median(limit), median(ratios), None)
    repeated = [a / b for a, b in zip(again, ours, strict=True)]
    yield Figure(
        f"{label}, second time / first", median(again), median(ours), median(repeated), 0.7
    )
    growth = median(peaks) / small_peak
    yield Figure(f"{label}, MB / MB for half the rows", median(peaks), small_peak, growth, 1.1)
    share = median(peaks) / MEMORY_LIMIT_MB
    yield Figure(f"{label}, MB / allowed MB", median(peaks), MEMORY_LIMIT_MB, share, 1.0)


def prepare(engine: Engine, folder: Path) -> None:
    """The tree, and by a first small delivery the channels."""
    data.write_taxonomy(folder / "tree.csv")
    engine.run("import_taxonomy", str(folder / "tree.csv"))
    data.write_contacts(folder / "first.csv", data.contacts(500, seed=1000))
    engine.run(
        "import_contacts", str(folder / "first.csv"), "--source", "first", "--create-reasons"
    )
