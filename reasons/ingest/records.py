"""What a delivered file looks like to the rest of the import, whatever its kind.

Row numbers are those of a spreadsheet: the header is row 1 and an empty row counts; in JSON
lines they are the numbers of the lines.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from django.utils.translation import gettext_noop as _

from contactreductie.core.csv_files import RefusedFile
from contactreductie.core.refusals import Refusal

MAX_COLUMNS = 500
ROWS_PER_BEAT = 20_000
Cell = str | datetime | tuple[str, ...]
Beat = Callable[[], object]
T = TypeVar("T")


class Record(NamedTuple):
    """One row; `refusal` says why its cells cannot even be told apart."""

    number: int
    cells: Sequence[Cell]
    refusal: Refusal | None = None


class Delivery(Protocol):
    """A file that can be read as often as needed; raises RefusedFile while reading."""

    @property
    def header(self) -> Sequence[str]: ...

    def records(self) -> Iterator[Record]: ...


def beating(items: Iterable[T], beat: Beat | None) -> Iterator[T]:
    """The same items; meanwhile `beat` is called now and then, to tell that we still live."""
    for count, item in enumerate(items, start=1):
        if beat is not None and count % ROWS_PER_BEAT == 0:
            beat()
        yield item


def check_width(columns: Sized) -> None:
    if len(columns) > MAX_COLUMNS:
        message = _("The file has more than %(limit)s columns.")
        raise RefusedFile(message, limit=MAX_COLUMNS)


def storable(text: str) -> str:
    """The text without what no database takes: zero bytes and halves of characters."""
    if text.isprintable():
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def empty_file() -> RefusedFile:
    return RefusedFile(_("The file is empty."))


def without_rows() -> RefusedFile:
    return RefusedFile(_("The file holds no rows below its header."))
