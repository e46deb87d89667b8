"""What no product can beat by much: the same rows in hand-written SQL, without rules."""

import csv
import sqlite3
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg

from benchmarks.engines import Engine

COLUMNS = (
    "id, occurred_at, local_date, recorded_at, changed_at, channel_id, direction, reason_id, "
    "customer_key, resolution, handle_seconds, note, agent_id, source, external_ref, fingerprint, "
    "delivery_row"
)
MARKS = ", ".join("?" * len(COLUMNS.split(",")))


def bulk_insert(engine: Engine, path: Path) -> float:
    """Seconds to read the file and put its rows, as they are, into the contact table."""
    began = time.perf_counter()
    if engine.name == "SQLite":
        _sqlite(engine, path)
    else:
        _postgresql(engine, path)
    return time.perf_counter() - began


def _rows(path: Path, reasons: dict[str, int], channels: dict[str, int]) -> Iterator[tuple]:
    with path.open(newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            moment = row["occurred_at"]
            yield (
                uuid.uuid4().hex,
                moment,
                moment[:10],
                moment,
                moment,
                channels[row["channel"]],
                "inbound",
                reasons[row["reason"]],
                row["customer_ref"].ljust(32, "x"),
                "",
                int(row["handle_seconds"]),
                "",
                None,
                "limit",
                row["external_ref"],
                row["external_ref"].ljust(32, "x"),
                number,
            )


def _sqlite(engine: Engine, path: Path) -> None:
    with sqlite3.connect(engine.folder / "contactreductie.sqlite3") as db:
        db.execute("PRAGMA synchronous=NORMAL")
        reasons = dict(db.execute("SELECT code, id FROM reasons_contactreason"))
        channels = dict(db.execute("SELECT code, id FROM reasons_channel"))
        insert = f"INSERT INTO reasons_contact ({COLUMNS}) VALUES ({MARKS})"
        db.executemany(insert, _rows(path, reasons, channels))


def _postgresql(engine: Engine, path: Path) -> None:
    with psycopg.connect(engine.url) as db:
        reasons = dict(db.execute("SELECT code, id FROM reasons_contactreason").fetchall())
        channels = dict(db.execute("SELECT code, id FROM reasons_channel").fetchall())
        with db.cursor().copy(f"COPY reasons_contact ({COLUMNS}) FROM STDIN") as copy:
            for row in _rows(path, reasons, channels):
                copy.write_row(row)
