"""Web, worker and scheduler of one machine, together, until stopped."""

import http.client
import socket
import sys
from argparse import ArgumentParser
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from contactreductie.supervisor import Program, Supervisor

PARTS = ("web", "worker", "beat")


class Command(BaseCommand):
    help = "Serves web, worker and scheduler together; Ctrl-C or TERM stops all of it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=settings.ENV["PORT"], help="or PORT=")
        parser.add_argument(
            "--only",
            nargs="+",
            choices=PARTS,
            default=PARTS,
            help="the parts to run here; exactly one machine runs beat",
        )
        parser.add_argument("--web-workers", type=int, default=1, help="web processes")
        parser.add_argument("--worker-processes", type=int, default=1, help="task processes")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port, parts = options["host"], options["port"], options["only"]
        if not 0 < port < 65536:
            raise CommandError(f"PORT={port}: expected a number from 1 to 65535")
        if "web" in parts:
            _refuse_taken_port(host, port)
        programs = {
            "web": Program("web", _web(host, port, options["web_workers"])),
            "worker": Program("worker", _worker(options["worker_processes"])),
            "beat": Program("beat", _beat()),
        }
        greeting = Greeting(self, host, port) if "web" in parts else None
        Supervisor(
            [programs[part] for part in PARTS if part in parts],
            on_tick=greeting.say_when_ready if greeting else lambda: None,
            on_stop=lambda: self.stdout.write("Stopping…"),
        ).run()


class Greeting:
    """Says once, as soon as the web answers, where it is and who may log in."""

    def __init__(self, command: BaseCommand, host: str, port: int) -> None:
        self.command, self.host, self.port = command, host, port
        self.said = False

    def say_when_ready(self) -> None:
        if self.said or not _answers(self.host, self.port):
            return
        self.said = True
        address = f"contactreductie is ready: http://{_shown(self.host)}:{self.port}/"
        self.command.stdout.write("\n".join([address, *_demo_lines(), "Ctrl-C stops it."]))
        self.command.stdout.flush()
        connection.close()  # the supervisor itself needs the database no more


def _demo_lines() -> list[str]:
    accounts = getattr(settings, "DEMO_ACCOUNTS", [])
    if not accounts or not get_user_model().objects.filter(username="regisseur").exists():
        return []
    width = max(len(username) for username, _role in accounts)
    lines = [f"  {username:<{width}}  {role}" for username, role in accounts]
    return [f"Demo accounts, all with password {settings.DEMO_PASSWORD}", *lines]


def _web(host: str, port: int, workers: int) -> list[str]:
    """WSGI by granian; the proxy or whitenoise serves static files, errors go to the log."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"]
    command += ["--host", host, "--port", str(port), "--workers", str(workers)]
    command += ["--blocking-threads", "4", "--respawn-failed-workers", "--log-level", "warning"]
    return [*command, "--workers-kill-timeout", "5", "contactreductie.wsgi:application"]


def _worker(processes: int) -> list[str]:
    command = [*_celery(), "worker", "--loglevel", "warning", "--concurrency", str(processes)]
    return [*command, "--without-gossip", "--without-mingle"]


def _beat() -> list[str]:
    return [*_celery(), "beat", "--loglevel", "warning", "--pidfile="]


def _celery() -> list[str]:
    """Without Celery's five lines about root: a container is often root (docs/operations.md)."""
    quiet = "ignore:You're running the worker with superuser"
    return [sys.executable, "-W", quiet, "-m", "celery", "--quiet", "-A", "contactreductie.celery"]


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _refuse_taken_port(host: str, port: int) -> None:
    """Asked beforehand: the web server itself would share the port with whoever has it."""
    with socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {_shown(host)}:{port}: {error.strerror}. "
                "Stop what runs there, or choose another port: make run PORT=8001"
            ) from error


def _answers(host: str, port: int) -> bool:
    """Whether the product itself answers; the port alone listens before it is loaded."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    question = http.client.HTTPConnection(reachable, port, timeout=1)
    try:
        question.request("GET", "/health/live")
        return question.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        question.close()
