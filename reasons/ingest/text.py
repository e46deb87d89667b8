"""Text out of a delivered file, packed or not: line by line, with a limit to everything."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core.csv_files import RefusedFile, UnusableFile

MAX_LINE = 1 << 20
DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error)


class _Unpacked(io.RawIOBase):
    """Counts what comes out of a packed file and stops a bomb."""

    def __init__(self, packed: gzip.GzipFile) -> None:
        self.packed = packed
        self.left = settings.MAX_UNPACKED_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        count = self.packed.readinto(buffer)
        self.left -= count
        if self.left < 0:
            raise too_large(settings.MAX_UNPACKED_BYTES)
        return count


def too_large(limit: int) -> RefusedFile:
    message = _("The file is larger than %(limit)s MB (unpacked).")
    return RefusedFile(message, limit=limit // (1024 * 1024))


def other_kind(kind: str) -> UnusableFile:
    message = _(
        "This is another kind of file (%(kind)s). "
        "Give CSV, CSV packed with gzip, XLSX or JSON lines."
    )
    return UnusableFile(message, kind=kind)


def first_bytes(path: Path, *, gzipped: bool = False, size: int = 8192) -> bytes:
    with path.open("rb") as plain:
        if not gzipped:
            return plain.read(size)
        with unpacking(), gzip.GzipFile(fileobj=plain) as unpacked:
            return unpacked.read(size)


@contextmanager
def unpacking() -> Iterator[None]:
    """Turns the many ways in which a gzip file is broken into one refusal."""
    try:
        yield
    except DAMAGED as error:
        raise UnusableFile(_("The file is damaged: it cannot be unpacked.")) from error


@contextmanager
def opened(path: Path, encoding: str, gzipped: bool, errors: str = "strict") -> Iterator[IO[str]]:
    """The decoded text, to be read by `lines`; UnicodeError where it does not decode."""
    newline = _line_end(path, encoding, gzipped)
    with unpacking(), path.open("rb") as plain:
        binary: IO[bytes] = plain
        if gzipped:
            unpacked = _Unpacked(gzip.GzipFile(fileobj=plain))
            binary = io.BufferedReader(cast(io.FileIO, unpacked), 1 << 16)
        yield io.TextIOWrapper(binary, encoding, errors=errors, newline=newline)


def lines(text: IO[str]) -> Iterator[str]:
    """The lines, none longer than memory can bear. A lone carriage return inside a line, as
    exports of text fields have them, does not end it."""
    while line := text.readline(MAX_LINE):
        if len(line) == MAX_LINE:
            raise RefusedFile(_("A line of the file is too long; is it another kind of file?"))
        if "\0" in line:
            raise other_kind("binary")
        if "\r" in line:
            line = line.rstrip("\r\n").replace("\r", " ") + "\n"
        yield line


def _line_end(path: Path, encoding: str, gzipped: bool) -> str:
    """A line feed, with or without a carriage return before it, or that return alone."""
    start = first_bytes(path, gzipped=gzipped).decode(encoding, "replace")
    return "\r" if "\r" in start and "\n" not in start else "\n"
