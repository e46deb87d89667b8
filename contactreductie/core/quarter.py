"""Quarters of the calendar, by local day. Pure: no Django."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from contactreductie.core.iso_week import YEARS

PATTERN = re.compile(r"(\d{4})-Q([1-4])")
MONTHS = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The quarter of a label such as `2026-Q1`; ValueError when there is no such quarter."""
        match = PATTERN.fullmatch(text.strip())
        if match is None or int(match[1]) not in YEARS:
            raise ValueError(f"{text!r} is not a quarter such as 2026-Q1")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)
