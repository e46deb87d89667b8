"""Made-up contacts for the benchmarks: seeded, so that every run measures the same rows."""

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

LEAVES = 600
CARRIERS = ("postnl", "dhl", "dpd", "gls", "ups")
CHANNELS = ("phone", "mail", "chat", "letter", "social", "app")
CUSTOMERS = 200_000
COLUMNS = ("external_ref", "occurred_at", "channel", "reason", "customer_ref", "handle_seconds")
START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 728


def reason_codes() -> list[str]:
    """600 leaves in four levels: main, sub, sub-sub and leaf."""
    return [f"r{n % 6}.{n % 30}.{n % 120}.{n}" for n in range(LEAVES)]


def write_taxonomy(path: Path) -> None:
    """The tree of `reason_codes` as a file for import_taxonomy."""
    columns = ("code", "parent_code", "name_nl", "name_en", "synonyms", "department_code")
    columns += ("kind", "required_dimensions", "valid_from", "valid_until")
    codes: dict[str, str] = {}
    for leaf in reason_codes():
        parts = leaf.split(".")
        for depth in range(1, len(parts) + 1):
            codes[".".join(parts[:depth])] = ".".join(parts[: depth - 1])
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for code, parent in sorted(codes.items(), key=lambda pair: (pair[0].count("."), pair[0])):
            names = (f"Reden {code}", f"Reason {code}")
            writer.writerow([code, parent, *names, "", "", "normal", "", "", ""])


def contacts(
    rows: int, seed: int = 1, *, start: datetime = START, days: int = DAYS
) -> Iterator[tuple[object, ...]]:
    """Rows of COLUMNS in order of time, with Zipf-like reasons and repeat callers."""
    rng = random.Random(seed)
    codes = reason_codes()
    weights = list(accumulate(1 / (rank + 1) for rank in range(LEAVES)))
    step = timedelta(days=days) / rows
    for number in range(rows):
        moment = start + number * step
        yield (
            f"B-{seed}-{number}",
            moment.isoformat(timespec="seconds"),
            rng.choices(CHANNELS, (50, 25, 15, 3, 5, 2))[0],
            rng.choices(codes, cum_weights=weights)[0],
            f"K{int(CUSTOMERS * rng.random() ** 2)}",
            rng.randrange(60, 900),
        )


def write_contacts(path: Path, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
