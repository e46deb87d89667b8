"""Every environment variable the product reads, with its meaning: the one place to look.

A bad value stops the start with one clear line; `docs/environment.md` is written from this table.
"""

import os
import secrets
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import environ

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Variable:
    """One variable: `default` is shown to people, `parse` turns its text into a value."""

    name: str
    meaning: str
    default: str
    parse: Callable[[str], Any]


def _boolean(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.strip().lower() not in words:
        raise ValueError("expected true or false")
    return words[text.strip().lower()]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _database(text: str) -> dict[str, Any]:
    """Django's connection settings from a URL; SQLite gets its WAL and locking options."""
    if not text:
        return {}
    database: dict[str, Any] = dict(environ.Env.db_url_config(text))
    if database.get("ENGINE") not in (
        "django.db.backends.sqlite3",
        "django.db.backends.postgresql",
    ):
        raise ValueError("expected sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME")
    return database


def _broker(text: str) -> str:
    if text and text.split("://")[0] not in ("filesystem", "redis", "rediss", "amqp", "amqps"):
        raise ValueError("expected redis://…, amqp://… or filesystem://")
    return text


def _email(text: str) -> dict[str, Any]:
    return dict(environ.Env.email_url_config(text)) if text else {}


def _secret(text: str) -> str:
    if text and len(text) < 32:
        raise ValueError("expected at least 32 characters")
    return text


def _secrets(text: str) -> list[str]:
    return [_secret(word) for word in _words(text)]


VARIABLES = (
    Variable("DATA_DIR", "Folder for the database file, uploads, queue and mail", "var/", Path),
    Variable("DATABASE_URL", "Database; empty means SQLite in DATA_DIR", "", _database),
    Variable(
        "CELERY_BROKER_URL",
        "Queue: redis://… or amqp://…; empty means the embedded queue in DATA_DIR",
        "",
        _broker,
    ),
    Variable("CACHE_URL", "Shared cache: redis://…; empty means a table in the database", "", str),
    Variable(
        "SECRET_KEY",
        "Signs sessions and tokens, seals what waits in browsers; empty makes one in DATA_DIR",
        "",
        _secret,
    ),
    Variable(
        "SECRET_KEY_FALLBACKS",
        "Former values of SECRET_KEY, with commas: what they signed or sealed stays readable",
        "",
        _secrets,
    ),
    Variable(
        "CUSTOMER_KEY_SECRET",
        "Key of the pseudonyms of customers; empty makes one in DATA_DIR. Changing it breaks "
        "the link with contacts registered before",
        "",
        _secret,
    ),
    Variable(
        "ALLOWED_HOSTS", "Host names served, with commas", "127.0.0.1,localhost,[::1]", _words
    ),
    Variable("HTTPS", "Served behind https: secure cookies, HSTS, redirect", "false", _boolean),
    Variable("TRUSTED_PROXIES", "Number of proxies in front (for client addresses)", "0", int),
    Variable("BASE_URL", "Address of the product, for links in mail; empty: this machine", "", str),
    Variable(
        "SCREEN_POP_BY_ADDRESS",
        "Whether a CRM may open the register page by an address with a customer number in it, "
        "which browsers keep; false: by form or API only (ADR 0013)",
        "true",
        _boolean,
    ),
    Variable("EMAIL_URL", "Mail server: smtp://…; empty writes mail to DATA_DIR/mail", "", _email),
    Variable("MAIL_FROM", "Sender of mail", "contactreductie@localhost", str),
    Variable("DEBUG", "Error pages with details; never in production", "false", _boolean),
    Variable("PORT", "Port of `make run`", "8000", int),
)


def read(source: Mapping[str, str]) -> dict[str, Any]:
    """Parsed value of every variable; raises ValueError naming the first bad one."""
    values = {}
    for variable in VARIABLES:
        text = source.get(variable.name, "").strip() or variable.default
        try:
            values[variable.name] = variable.parse(text)
        except Exception as error:
            shown = "…" if "SECRET" in variable.name or "URL" in variable.name else repr(text)
            raise ValueError(f"{variable.name}={shown}: {error}") from error
    values["DATA_DIR"] = (BASE_DIR / values["DATA_DIR"]).resolve()
    return values


def load() -> dict[str, Any]:
    """The process's environment, or an end to the process with one line on standard error."""
    try:
        values = read(os.environ)
        values["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    except ValueError as error:
        _stop(f"contactreductie cannot start: bad environment variable {error}")
    except OSError as error:
        _stop(f"contactreductie cannot start: DATA_DIR is no folder to write in: {error}")
    return values


def _stop(line: str) -> NoReturn:
    sys.stderr.write(line + "\n")
    raise SystemExit(2)


def stored_secret(data_dir: Path, name: str) -> str:
    """A secret made once and kept in DATA_DIR, readable by its owner only.

    Written whole under another name and then linked, so that of several processes that start at
    once the first wins and none reads half a secret.
    """
    path = data_dir / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
