"""Reasons as a delivered tree names them, and which reason of our own tree each of them is."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from reasons.enums import ReasonKind
from reasons.models import ContactReason

T = TypeVar("T")


@dataclass(frozen=True)
class DeliveredReason:
    """One row of the file; codes are the file's own. `name_key` is what R-2 compares. Of a
    rejected row only code, parent and name are told: enough to know which reason it is about."""

    row: int
    code: str
    parent_code: str
    name_nl: str
    name_key: str
    name_en: str = ""
    synonyms: tuple[str, ...] = ()
    explanation_nl: str = ""
    explanation_en: str = ""
    department_code: str = ""
    kind: str = ReasonKind.NORMAL
    dimension_codes: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    is_rejected: bool = False

    def name_in(self, language: str) -> str:
        return (self.name_en or self.name_nl) if language.startswith("en") else self.name_nl


class Recognised(StrEnum):
    """How a reason of the file was found in our tree."""

    BY_CODE = "code"
    BY_NAME = "name"
    BY_ROLE = "role"
    BY_CHILDREN = "children"


@dataclass(frozen=True)
class Match:
    """A reason of our tree that a row of the file is about."""

    reason: ContactReason
    how: Recognised


def match(
    delivered: Sequence[DeliveredReason], present: Iterable[ContactReason], *, by_name: bool
) -> dict[str, Match]:
    """Per code of the file the reason of our tree, each reason once.

    By code. With `by_name` also what is left: below the same parent by name; a catch-all as the
    catch-all there (R-3 allows one); anywhere by a name that no other row and no other reason
    has; and a branch by what lies below it, when that is below no other and at least half of what
    was there. A merged reason is only known by its code.
    """
    book = _Book(delivered, present)
    book.by_code()
    while by_name and book.recognise():
        pass
    return book.found


class _Book:
    """Both trees, and what was recognised until now."""

    def __init__(
        self, delivered: Sequence[DeliveredReason], present: Iterable[ContactReason]
    ) -> None:
        self.rows = {row.code: row for row in delivered}
        self.reasons = {reason.code: reason for reason in present}
        self.branches = {row.parent_code for row in delivered}
        self.branch_ids = {reason.parent_id for reason in self.reasons.values()}
        self.found: dict[str, Match] = {}
        self.taken: set[int] = set()

    def by_code(self) -> None:
        for code, row in self.rows.items():
            if code in self.reasons:
                self._take(row, self.reasons[code], Recognised.BY_CODE)

    def recognise(self) -> bool:
        """The surest way that there still is; whether anything more was recognised."""
        return self.by_place() or self.by_role() or self.anywhere() or self.by_children()

    def by_place(self) -> bool:
        """By name below the same parent; whether anything more was recognised."""
        before = len(self.found)
        named = {(reason.parent_id, reason.name_key): reason for reason in self._reasons_left()}
        for row, parent in self._placed():
            if reason := named.get((parent, row.name_key)):
                self._take(row, reason, Recognised.BY_NAME)
        return len(self.found) > before

    def by_role(self) -> bool:
        """As the rest below the same parent; whether anything more was recognised."""
        before = len(self.found)
        rests = {
            reason.parent_id: reason
            for reason in self._reasons_left()
            if reason.kind == ReasonKind.CATCH_ALL
        }
        for row, parent in self._placed():
            if row.kind == ReasonKind.CATCH_ALL and parent in rests:
                self._take(row, rests.pop(parent), Recognised.BY_ROLE)
        return len(self.found) > before

    def anywhere(self) -> bool:
        """By a name of its own; whether anything more was recognised. A choice stays a choice, a
        branch a branch."""
        before = len(self.found)
        rows = _single(
            ((row.name_key, row.code in self.branches), row)
            for row in self._rows_left()
            if row.kind != ReasonKind.CATCH_ALL
        )
        reasons = _single(
            ((reason.name_key, reason.pk in self.branch_ids), reason)
            for reason in self._reasons_left()
            if reason.kind != ReasonKind.CATCH_ALL
        )
        for key, row in rows.items():
            if key in reasons:
                self._take(row, reasons[key], Recognised.BY_NAME)
        return len(self.found) > before

    def by_children(self) -> bool:
        """Branches that got another name; whether anything more was recognised."""
        before = len(self.found)
        below = Counter(
            (self.rows[code].parent_code, match.reason.parent_id)
            for code, match in self.found.items()
            if match.reason.parent_id is not None
        )
        new, old = Counter(code for code, _pk in below), Counter(pk for _code, pk in below)
        sizes = Counter(reason.parent_id for reason in self.reasons.values())
        left = {reason.pk: reason for reason in self._reasons_left()}
        for (code, pk), count in below.items():
            row, alone = self.rows.get(code), new[code] == old[pk] == 1
            if row and alone and 2 * count >= sizes[pk] and code not in self.found and pk in left:
                self._take(row, left[pk], Recognised.BY_CHILDREN)
        return len(self.found) > before

    def _rows_left(self) -> list[DeliveredReason]:
        return [row for code, row in self.rows.items() if code not in self.found]

    def _reasons_left(self) -> list[ContactReason]:
        return [
            reason
            for reason in self.reasons.values()
            if reason.pk not in self.taken and reason.merged_into_id is None
        ]

    def _placed(self) -> list[tuple[DeliveredReason, int | None]]:
        """Rows that are left and lie below a reason of our tree or at its top, with that place."""
        placed: list[tuple[DeliveredReason, int | None]] = []
        for row in self._rows_left():
            if not row.parent_code:
                placed.append((row, None))
            elif row.parent_code in self.found:
                placed.append((row, self.found[row.parent_code].reason.pk))
            elif row.parent_code in self.reasons:
                placed.append((row, self.reasons[row.parent_code].pk))
        return placed

    def _take(self, row: DeliveredReason, reason: ContactReason, how: Recognised) -> None:
        if reason.pk not in self.taken:
            self.found[row.code] = Match(reason, how)
            self.taken.add(reason.pk)


def _single(named: Iterable[tuple[Hashable, T]]) -> dict[Hashable, T]:
    """Those that have a key for themselves."""
    found: dict[Hashable, list[T]] = {}
    for key, item in named:
        found.setdefault(key, []).append(item)
    return {key: those[0] for key, those in found.items() if len(those) == 1}
