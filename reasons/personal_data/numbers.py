"""Numbers as people write them: runs of digits with separators between them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

DIGITS = frozenset("0123456789")
GAP = re.compile(r"[ ._/()-]{1,4}")
# A number glued to other letters or digits is a code, unless these say what it is.
LABEL = re.compile(
    "app|bankrekening|bel|bsn|burgerservicenummer|fax|gsm|iban|m|mob|mobiel|mobile|nr|nummer|op|"
    "phone|rek|rekening|rekeningnummer|sofi|sofinummer|t|tel|telefoon|telefoonnummer|telnr|whatsapp"
)
GLUED_BEFORE = re.compile(r"([a-z0-9]+)[_-]?$|[0-9][.:]$")
GLUED_AFTER = re.compile(r"[a-z0-9]|[.-][0-9]")
FURTHEST_BACK = 25  # the longest label fits in it


class Run(NamedTuple):
    """Digits in a row; `gap` is what joins them to the run before, empty when nothing does."""

    start: int
    end: int
    gap: str


class Chain(NamedTuple):
    """Joined runs, read as one number."""

    digits: str
    runs: Sequence[Run]

    @property
    def end(self) -> int:
        return self.runs[-1].end

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(run.end - run.start for run in self.runs)

    @property
    def gaps(self) -> tuple[str, ...]:
        return tuple(run.gap for run in self.runs[1:])


def starts_at(plain: str, place: int) -> bool:
    """Whether a number may start here: it is no part of a longer code."""
    match = GLUED_BEFORE.search(plain[max(0, place - FURTHEST_BACK) : place])
    return match is None or LABEL.fullmatch(match[1] or "") is not None


def ends_at(plain: str, place: int) -> bool:
    return GLUED_AFTER.match(plain, place) is None


def runs(plain: str) -> list[Run]:
    found, end = [], 0
    for match in re.finditer("[0-9]+", plain):
        gap = plain[end : match.start()]
        found.append(Run(*match.span(), (gap.strip() or " ") if GAP.fullmatch(gap) else ""))
        end = match.end()
    return found


def chains(plain: str, joined: Sequence[Run], *, most_digits: int) -> Iterator[Chain]:
    """The chain of the first run, of the first two, and so on while they are joined."""
    digits = ""
    for count, run in enumerate(joined, start=1):
        if (count > 1 and not run.gap) or len(digits) + run.end - run.start > most_digits:
            return
        digits += plain[run.start : run.end]
        yield Chain(digits, joined[:count])
