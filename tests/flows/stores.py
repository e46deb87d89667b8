"""Databases beside the test database, for real processes to work on and die in."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from tests.house import processes

Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Store:
    """One database of its own, with the environment that points the product to it."""

    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        return processes.product(self.folder)

    def copy_to(self, folder: Path) -> "Store":
        shutil.copytree(self.folder, folder)
        return type(self)(folder)

    def connect(self) -> Any:
        return sqlite3.connect(self.folder / "contactreductie.sqlite3", timeout=20)

    def rows(self, query: str) -> Rows:
        with closing(self.connect()) as connected:
            found = connected.execute(query).fetchall()
        return sorted(tuple(map(str, row)) for row in found)

    def execute(self, *statements: str) -> None:
        with closing(self.connect()) as connected:
            for statement in statements:
                connected.execute(statement)
            connected.commit()

    def slow_down(self, table: str, when: str = "") -> None:
        """Makes inserts into a table take seconds, so that a process can die in one; `when` is a
        condition on the NEW row."""
        wait = "SELECT count(*) FROM reasons_contact a, reasons_contact b, reasons_contact c;"
        only = f"WHEN {when}" if when else ""
        self.execute(f"CREATE TRIGGER slow BEFORE INSERT ON {table} {only} BEGIN {wait} END")

    def speed_up(self, table: str) -> None:
        self.execute("DROP TRIGGER slow")

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresStore(Store):
    """The same in a database on the server that the tests run on."""

    @property
    def name(self) -> str:
        return f"{connection.settings_dict['NAME']}_{self.folder.name}"

    @property
    def url(self) -> str:
        server = connection.settings_dict
        password = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
        place = f"{server['HOST'] or 'localhost'}:{server['PORT'] or 5432}"
        return f"postgres://{server['USER']}{password}@{place}/{self.name}"

    @property
    def variables(self) -> dict[str, str]:
        return processes.product(self.folder, DATABASE_URL=self.url)

    def copy_to(self, folder: Path) -> "Store":
        copied = type(self)(folder)
        copied.folder.mkdir()
        self._on_server(f'DROP DATABASE IF EXISTS "{copied.name}" WITH (FORCE)')
        self._on_server(f'CREATE DATABASE "{copied.name}" TEMPLATE "{self.name}"')
        return copied

    def connect(self) -> Any:
        return psycopg.connect(self.url)

    def slow_down(self, table: str, when: str = "") -> None:
        only = f"FOR EACH ROW WHEN ({when})" if when else ""
        self.execute(
            "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN PERFORM pg_sleep(2); RETURN NEW; END'",
            f"CREATE TRIGGER slow BEFORE INSERT ON {table} {only} EXECUTE FUNCTION wait()",
        )

    def speed_up(self, table: str) -> None:
        self.execute(f"DROP TRIGGER slow ON {table}")

    def prepare(self) -> None:
        super().prepare()
        self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self._on_server(f'CREATE DATABASE "{self.name}"')

    def remove(self) -> None:
        super().remove()
        self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _on_server(self, statement: str) -> None:
        server = self.url.rpartition("/")[0] + "/postgres"
        with closing(psycopg.connect(server, autocommit=True)) as connected:
            connected.execute(statement)


def seeded(folder: Path) -> Store:
    """A migrated database with a week to report, on the engine the tests run on."""
    store = (PostgresStore if connection.vendor == "postgresql" else Store)(folder)
    store.prepare()
    run(store, processes.manage("migrate", "--verbosity=0"))
    run(store, [processes.PYTHON, "-m", "tests.flows.seed"])
    return store


def run(store: Store, command: list[str]) -> str:
    """What a command prints; CalledProcessError when it fails."""
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, **store.variables},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
