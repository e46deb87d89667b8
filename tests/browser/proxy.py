"""A line to the server that can fail: a small proxy whose faults the browser takes for real."""

import socketserver
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler

Answer = tuple[int, list[tuple[str, str]], bytes]
OWN_HEADERS = ("connection", "transfer-encoding", "content-length", "cache-control")


class Fault(Enum):
    """What becomes of one POST."""

    NONE = "the browser gets the server's answer"
    DROP = "it never reaches the server"
    SLOW = "the server handles it later than anybody waits for"
    LOSE = "the server handles it, and the line breaks before its answer"
    BAD_GATEWAY = "the page of a proxy that finds no server"


class Line(socketserver.ThreadingTCPServer):
    """Stands before the server; `decide` tells by path and body what becomes of a POST."""

    daemon_threads = True

    def __init__(self, server_url: str) -> None:
        super().__init__(("localhost", 0), Handler)
        self.url = f"http://localhost:{self.server_address[1]}"
        self.target = urllib.parse.urlsplit(server_url).netloc
        self.speed_up = threading.Event()
        self.posts: list[tuple[str, str]] = []
        self.decide: Callable[[str, str], Fault] = lambda _path, _body: Fault.NONE

    def suffer(self, fault: Fault, *, at: str = "/") -> None:
        """From now on, for every POST to an address that begins so."""
        self.decide = lambda path, _body: fault if path.startswith(at) else Fault.NONE

    def handle_error(self, _request: object, _client_address: object) -> None:
        """A browser that was killed no longer listens."""


class Handler(BaseHTTPRequestHandler):
    server: Line
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer(self.forwarded(None))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, body.decode()))
        fault = self.server.decide(self.path, body.decode())
        if fault is Fault.SLOW:
            self.server.speed_up.wait()
        if fault is Fault.BAD_GATEWAY:
            self.answer((502, [("Content-Type", "text/html")], b"<h1>Bad gateway</h1>"))
            return
        answer = None if fault is Fault.DROP else self.forwarded(body)
        self.close_connection = fault in (Fault.DROP, Fault.LOSE)
        if answer and not self.close_connection:
            self.answer(answer)

    def forwarded(self, body: bytes | None) -> Answer:
        connection = HTTPConnection(self.server.target, timeout=60)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.getheaders(), content

    def answer(self, answer: Answer) -> None:
        status, headers, content = answer
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in OWN_HEADERS:
                self.send_header(name, value)
        kept = "max-age=600" if self.path.startswith("/static/") else "no-store"
        self.send_header("Cache-Control", kept)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_given: object) -> None:
        """Tests say what went wrong."""


@contextmanager
def line_to(server_url: str) -> Iterator[Line]:
    with Line(server_url) as line:
        threading.Thread(target=line.serve_forever, daemon=True).start()
        try:
            yield line
        finally:
            line.speed_up.set()
            line.shutdown()
