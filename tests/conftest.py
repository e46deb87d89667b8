import os
import shutil
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from contactreductie import preparation
from tests import environment

# The same examples in every run; a busy machine is no reason to fail.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")
# Playwright keeps an event loop in the thread that also runs the tests after it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_configure(config: pytest.Config) -> None:
    if is_controller(config):
        environment.open_evidence()


def pytest_sessionstart(session: pytest.Session) -> None:
    """However the tests are started: catalogues and the chart library are there."""
    if is_controller(session.config):
        preparation.prepare_assets(lambda _line: None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    missing = {
        "postgres": None if on_postgresql else "needs PostgreSQL",
        "browser": None if environment.chromium_path() else "needs Chromium: make chromium",
    }
    for item in items:
        if item.get_closest_marker("browser"):
            # A browser that starves on a busy machine is tried once more, and is told (-rR): a
            # test that really fails, fails twice.
            item.add_marker(pytest.mark.flaky(reruns=1))
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("really exercised")
    for kind in environment.KINDS:
        terminalreporter.line(f"{kind:<8} {', '.join(environment.used(kind)) or 'none'}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if is_controller(config) and environment.DRIVER not in os.environ:
        shutil.rmtree(os.environ.pop(environment.EVIDENCE_DIR, ""), ignore_errors=True)


def is_controller(config: pytest.Config) -> bool:
    """The process that was started, not one of the workers it starts."""
    return not hasattr(config, "workerinput")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Notes which engine the tests run on, in the words of the server itself."""
    with django_db_blocker.unblock():
        version = ".".join(str(part) for part in connection.get_database_version())
        environment.note_use("engine", f"{connection.display_name} {version}")
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            end_other_connections()


def end_other_connections() -> None:
    """A thread of the live server may hold one for a browser that was just closed, and would keep
    the test database from being dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Browser:
    environment.note_use("browser", f"Chromium {browser.version}")
    return browser


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium; nothing is downloaded."""
    return {
        **browser_type_launch_args,
        "executable_path": environment.chromium_path(),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}
