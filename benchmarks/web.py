"""A web server of our own, and a client that costs next to nothing itself."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.engines import ROOT, Engine

START_SECONDS = 60


@dataclass(frozen=True)
class Request:
    """A request as it goes over the wire."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def sent(self) -> bytes:
        lines = [f"POST {self.path} HTTP/1.1", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "\r\n"]).encode() + self.body


class Client:
    """One connection that is kept alive."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def seconds(self, request: Request) -> float:
        """From the first byte sent to the last one received; any answer but 200 or 201 is an
        error, for a refusal is quick."""
        sent = request.sent
        began = time.perf_counter()
        self.socket.sendall(sent)
        answer = b""
        while not _is_whole(answer):
            received = self.socket.recv(65536)
            if not received:
                raise RuntimeError("the server hung up")
            answer += received
        seconds = time.perf_counter() - began
        if not answer.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 201 ")):
            raise RuntimeError(answer.decode(errors="replace")[:2000])
        return seconds

    def close(self) -> None:
        self.socket.close()


@contextmanager
def serving(engine: Engine, application: str, **variables: str) -> Iterator[int]:
    """The port of a server that runs `application` as `manage.py serve` runs the product."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "4", "--log-level", "warning", application]
    quiet = {"ALLOWED_HOSTS": "127.0.0.1", "PYTHONWARNINGS": "ignore"}
    environment = engine.environment | quiet | variables
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _is_whole(answer: bytes) -> bool:
    """Whether nothing of an answer is still to come; a bare Django answers in chunks."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    lengths = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return len(body) >= int(lengths[1]) if lengths else body.endswith(b"0\r\n\r\n")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")
