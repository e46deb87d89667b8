"""Saving one contact over HTTP: against a bare Django view with one INSERT (benchmarks/bare.py)."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import data, imports
from benchmarks.engines import ROOT, Engine
from benchmarks.figures import Figure
from benchmarks.sender import Sender
from benchmarks.web import Client, Request, serving

ROUNDS = 7
SAVES = 200
TURN = 20
CLIENTS = 8
TARGET = 3.0
HISTORY_DAYS, KNOWN_DAYS = 60, 12
Make = Callable[[], Request]


@dataclass
class Way:
    """One way to save: where, and what is sent; with what was measured of it, per round."""

    name: str
    port: int
    make: Make
    medians: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    busy_slow: list[float] = field(default_factory=list)

    def warm_up(self) -> None:
        together(self, 5)
        alone(self, 50)


def measure(engine: Engine, rows: int) -> Iterator[Figure]:
    """Ratios of one save, with `rows` contacts there already."""
    with TemporaryDirectory() as folder:
        customers = _prepare(engine, Path(folder), rows)
    sender = Sender(_sign_in(engine), customers)
    with ExitStack() as stack:
        product = stack.enter_context(serving(engine, "contactreductie.wsgi:application"))
        bare = stack.enter_context(serving(engine, "benchmarks.bare:application"))
        login = stack.enter_context(serving(engine, "benchmarks.bare:application", BARE_LOGIN="1"))
        limit = Way("bare view", bare, sender.bare)
        page = Way("save", product, sender.page)
        others = [
            Way("save, no customer", product, sender.page_unknown),
            Way("save by API", product, sender.api),
        ]
        with_login = Way("bare view behind a log-in", login, sender.bare)
        ways = [page, limit, *others, with_login]
        for way in ways:
            way.warm_up()
        for _round in range(ROUNDS):
            _measure_round(ways)
    for way in (page, *others):
        yield from _figures(engine, way, limit)
    yield _figure(
        f"{engine.name}: save / bare view behind a log-in, median ms",
        page.medians,
        with_login.medians,
        None,
    )


def alone(way: Way, saves: int) -> list[float]:
    """Seconds of each save by one client that waits for each answer."""
    client = Client(way.port)
    seconds = [client.seconds(way.make()) for _number in range(saves)]
    client.close()
    return seconds


def together(way: Way, saves: int) -> tuple[float, list[float]]:
    """Seconds that all saves of 8 clients took, and those of each save."""
    clients = [Client(way.port) for _number in range(CLIENTS)]
    requests = [[way.make() for _save in range(saves)] for _client in clients]
    with ThreadPoolExecutor(CLIENTS) as pool:
        began = time.perf_counter()
        each = list(pool.map(_send_all, clients, requests))
        took = time.perf_counter() - began
    for client in clients:
        client.close()
    return took, [seconds for mine in each for seconds in mine]


def _send_all(client: Client, requests: list[Request]) -> list[float]:
    return [client.seconds(request) for request in requests]


def _measure_round(ways: list[Way]) -> None:
    """SAVES by each way, a few at a time in turn, so that all meet the same moments; then the
    same by 8 clients at once."""
    singles: dict[str, list[float]] = {way.name: [] for way in ways}
    for _turn in range(SAVES // TURN):
        for way in ways:
            singles[way.name] += alone(way, TURN)
    for way in ways:
        took, each = together(way, SAVES // CLIENTS)
        way.medians.append(median(singles[way.name]))
        way.slow.append(_p95(singles[way.name]))
        way.busy.append(took / len(each))
        way.busy_slow.append(_p95(each))


def _figures(engine: Engine, ours: Way, limit: Way) -> Iterator[Figure]:
    label = f"{engine.name}: {ours.name} / {limit.name}"
    yield _figure(f"{label}, median ms", ours.medians, limit.medians, TARGET)
    yield _figure(f"{label}, p95 ms", ours.slow, limit.slow, TARGET)
    yield _figure(f"{label}, {CLIENTS} at once, ms each", ours.busy, limit.busy, TARGET)
    yield _figure(f"{label}, {CLIENTS} at once, p95 ms", ours.busy_slow, limit.busy_slow, TARGET)


def _figure(name: str, ours: list[float], limit: list[float], target: float | None) -> Figure:
    ratio = median(a / b for a, b in zip(ours, limit, strict=True))
    return Figure(name, median(ours) * 1000, median(limit) * 1000, ratio, target)


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def _prepare(engine: Engine, folder: Path, rows: int) -> list[str]:
    """The tree and a history up to now; returns the customers of the last KNOWN_DAYS."""
    imports.prepare(engine, folder)
    path = folder / "history.csv"
    start = datetime.now(UTC) - timedelta(days=HISTORY_DAYS)
    history = list(data.contacts(rows, start=start, days=HISTORY_DAYS))
    data.write_contacts(path, history)
    engine.run("import_contacts", str(path), "--source", "history")
    newest = history[-rows * KNOWN_DAYS // HISTORY_DAYS :]
    return sorted({str(row[data.COLUMNS.index("customer_ref")]) for row in newest})


def _sign_in(engine: Engine) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.sign_in"]
    output = subprocess.run(
        command, cwd=ROOT, env=engine.environment, check=True, capture_output=True, text=True
    ).stdout
    return json.loads(output.splitlines()[-1])
