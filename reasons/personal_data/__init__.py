"""Personal data in free text: e-mail addresses, phone numbers, IBANs and BSNs (C-7). Pure.

Precision comes first, because people work around a guard that cries wolf: order and invoice
numbers, dates, amounts and parcel codes pass. Time is linear in the length of the text.

`static/js/personal-data.js` is the same in the browser; `tests/data/personal_data.json` holds the
cases that both must answer alike.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from reasons.personal_data import bsns, emails, ibans, phones, undisguised


class Kind(StrEnum):
    EMAIL = "email"
    IBAN = "iban"
    PHONE = "phone"
    BSN = "bsn"


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of personal data: `text[start:end]`."""

    kind: Kind
    start: int
    end: int


# In this order: what one of them has taken is no longer there for the next.
FINDERS: dict[Kind, Callable[[str], Iterator[tuple[int, int]]]] = {
    Kind.EMAIL: emails.find,
    Kind.IBAN: ibans.find,
    Kind.PHONE: phones.find,
    Kind.BSN: bsns.find,
}


def find(text: str) -> list[Found]:
    """All personal data in `text`, in reading order, none overlapping another."""
    plain, places = undisguised.read(text)
    found = []
    for kind, spans in FINDERS.items():
        rest, done = [], 0
        for start, end in spans(plain):
            found.append(Found(kind, places[start], places[end - 1] + 1))
            rest += [plain[done:start], "\0" * (end - start)]
            done = end
        plain = "".join([*rest, plain[done:]])
    return sorted(found, key=lambda item: item.start)


def masked(text: str) -> str:
    """The text with `[phone]` and the like in place of what was found."""
    parts, done = [], 0
    for item in find(text):
        parts += [text[done : item.start], f"[{item.kind}]"]
        done = item.end
    return "".join([*parts, text[done:]])
