"""Keeps the product's processes running on one machine and stops them together.

Each child leads a process group of its own, so that Ctrl-C reaches this process only and nothing
of a child stays behind; it gets SIGTERM from the kernel when this process dies.
"""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
TICK_SECONDS = 0.2
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
"""A child that lived this long starts again at once; one that fails at once waits ever longer."""


@dataclass(frozen=True)
class Program:
    name: str
    command: Sequence[str]


@dataclass
class Child:
    """One program and the process it runs in, if any."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 0.0
    start_at: float = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.program.command,
            start_new_session=True,
            preexec_fn=_die_with_parent(os.getpid()),
        )

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def bury(self) -> None:
        """Kills what a dead child left behind and plans the next start."""
        process = self.process
        if process is None:
            return
        self.tell_group(signal.SIGKILL)
        self.process = None
        steady = time.monotonic() - self.started_at >= STEADY_SECONDS
        self.pause = 0.0 if steady else min(LONGEST_PAUSE, max(1.0, self.pause * 2))
        self.start_at = time.monotonic() + self.pause
        logger.warning(
            "supervisor.child_exited name=%s code=%s restart_in=%ss",
            self.program.name,
            process.returncode,
            self.pause,
        )

    def tell(self, number: signal.Signals) -> None:
        if self.process is not None and self.running():
            self.process.send_signal(number)

    def tell_group(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return


@dataclass
class Supervisor:
    """`run` returns after SIGTERM, SIGINT or SIGHUP, when every child has gone.

    A second signal ends the wait. Work cut short is safe: rows are the queue of record.
    """

    programs: Sequence[Program]
    grace_seconds: float = 10.0
    on_tick: Callable[[], None] = lambda: None
    on_stop: Callable[[], None] = lambda: None
    children: list[Child] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        self.children = [Child(program) for program in self.programs]
        try:
            while not self.stopping.is_set():
                self._start_what_is_due()
                self.on_tick()
                self.stopping.wait(TICK_SECONDS)
        finally:
            self.on_stop()
            self._stop()

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping.is_set():
            self.grace_seconds = 0.0
        self.stopping.set()

    def _start_what_is_due(self) -> None:
        for child in self.children:
            if child.process is not None and not child.running():
                child.bury()
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()

    def _stop(self) -> None:
        """Asks first; after the grace period takes the rest down with everything they started."""
        for child in self.children:
            child.tell(signal.SIGTERM)
        asked_at = time.monotonic()
        while any(child.running() for child in self.children):
            if time.monotonic() - asked_at >= self.grace_seconds:
                break
            time.sleep(TICK_SECONDS / 4)
        for child in self.children:
            child.tell_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def _die_with_parent(parent: int) -> Callable[[], None]:
    """Called in the child before it becomes the program: SIGTERM when `parent` dies (Linux)."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # died before we asked
            os._exit(1)

    return prepare
