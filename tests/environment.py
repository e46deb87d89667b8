"""What this machine offers to the tests, and what a run has really used of it."""

import os
import shutil
import tempfile
from pathlib import Path

import kombu
import psycopg

DEFAULT_DATABASE = "postgres://postgres@127.0.0.1:5432/test"
DEFAULT_BROKER = "redis://127.0.0.1:6379/0"
KINDS = ("engine", "broker", "browser")
EVIDENCE_DIR = "CONTACTREDUCTIE_TEST_EVIDENCE"
DRIVER = "CONTACTREDUCTIE_TEST_DRIVER"
"""Set by tests/run.py, which reads the evidence after pytest has ended."""


def postgresql_url() -> str | None:
    """Address of the PostgreSQL server for tests, when it answers."""
    url = os.environ.get("TEST_DATABASE_URL") or DEFAULT_DATABASE
    try:
        with psycopg.connect(url, connect_timeout=3):
            return url
    except psycopg.Error:
        return None


def broker_url() -> str | None:
    """Address of a real broker for tests, when it answers."""
    url = os.environ.get("TEST_BROKER_URL") or DEFAULT_BROKER
    try:
        with kombu.Connection(url, connect_timeout=3) as connection:
            connection.ensure_connection(max_retries=1, timeout=3)
            return url
    except Exception:  # each transport has errors of its own
        return None


def chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def without_password(url: str) -> str:
    """The address as people may read it: `redis://127.0.0.1:6379/0`."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def open_evidence() -> Path:
    """The folder where every process of this run notes what it used."""
    if EVIDENCE_DIR not in os.environ:
        os.environ[EVIDENCE_DIR] = tempfile.mkdtemp(prefix="contactreductie-evidence-")
    return Path(os.environ[EVIDENCE_DIR])


def note_use(kind: str, what: str) -> None:
    """Writes down that a test has really used this engine, broker or browser."""
    (open_evidence() / f"{kind}-{os.getpid()}").write_text(what, encoding="utf-8")


def used(kind: str) -> list[str]:
    """What tests noted for `kind`, each once."""
    files = open_evidence().glob(f"{kind}-*")
    return sorted({file.read_text(encoding="utf-8") for file in files})
