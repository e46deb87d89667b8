"""One delivered row, and what its cells mean. Every refusal names its column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop as _

from contactreductie.core import csv_files
from contactreductie.core.csv_files import Rejection
from contactreductie.core.refusals import Refusal

T = TypeVar("T")
YES = {"1", "true", "yes", "y", "ja", "j", "x", "waar"}
NO = {"", "0", "false", "no", "n", "nee", "onwaar"}


@dataclass(frozen=True)
class Row:
    """The cells of one row by column."""

    number: int
    cells: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.cells["code"]

    def text(self, column: str) -> str:
        return self.cells[column]

    def codes(self, column: str) -> list[str]:
        """A list joined by `|`."""
        return [part.strip() for part in self.cells[column].split("|") if part.strip()]

    def flag(self, column: str) -> bool:
        value = self.cells[column].casefold()
        if value not in YES | NO:
            raise self.refuse(column, _("'%(value)s' is neither yes nor no."))
        return value in YES

    def day(self, column: str) -> date | None:
        value = self.cells[column]
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            message = _("'%(value)s' is not a date such as 2026-03-31.")
            raise self.refuse(column, message) from error

    def email(self, column: str) -> str:
        value = self.cells[column]
        try:
            validate_email(value)
        except ValidationError as error:
            raise self.refuse(column, _("'%(value)s' is not an e-mail address.")) from error
        return value

    def check_length(self, column: str, text: str, limit: int) -> None:
        if len(text) > limit:
            raise Refusal(_("At most %(limit)s characters."), field=column, limit=limit)

    def look_up(self, column: str, known: Mapping[str, T], code: str, message: str) -> T:
        if code not in known:
            raise Refusal(message, field=column, value=code)
        return known[code]

    def refuse(self, column: str, message: str) -> Refusal:
        return Refusal(message, field=column, value=self.cells[column])


@dataclass
class Tally:
    """What became of the rows of a file."""

    read: int = 0
    created: int = 0
    updated: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, int]:
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "rejected": len(self.rejected),
        }

    def reject(self, row: int, refusal: Refusal) -> None:
        self.rejected.append(Rejection(row, refusal))

    def note(self, *, created: bool, updated: bool) -> None:
        self.created += created
        self.updated += updated and not created


def read(
    path: Path, columns: tuple[str, ...], tally: Tally, *, optional: tuple[str, ...] = ()
) -> list[Row]:
    """The rows of a file, each code once; the others are rejected. Raises for the whole file."""

    def reject(refusal: csv_files.RefusedRow) -> None:
        tally.read += 1
        tally.reject(refusal.row, refusal)

    rows: dict[str, Row] = {}
    for number, cells in csv_files.read_rows(
        path, required=columns, optional=optional, on_bad_row=reject
    ):
        tally.read += 1
        first = rows.setdefault(cells["code"], Row(number, cells))
        if not cells["code"]:
            tally.reject(number, Refusal(_("Fill in this field."), field="code"))
        elif first.number != number:
            message = _("'%(value)s' is in row %(first)s already.")
            refusal = Refusal(message, field="code", value=cells["code"], first=first.number)
            tally.reject(number, refusal)
    rows.pop("", None)
    return list(rows.values())
