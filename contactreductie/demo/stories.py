"""What people did with actions, read from stories.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.demo import files


@dataclass(frozen=True)
class Step:
    """One thing one person does, counted in days from the Monday the story starts on."""

    day: int
    hour: int
    do: str
    by: str = ""
    details: Mapping[str, Any] | None = None

    def moment(self, monday: date) -> datetime:
        """Some minutes past the hour: nobody works by the clock."""
        minutes = 3 + self.day * 13 % 50
        wall = time(self.hour, minutes)
        return datetime.combine(monday + timedelta(days=self.day), wall, AMSTERDAM)

    def detail(self, name: str) -> Any:
        return (self.details or {}).get(name, "")


@dataclass(frozen=True)
class Story:
    """The steps on one reason, from the Monday of week `week`; or, with `opened_since`, from the
    Monday on which the report of that week or a later one opens an action on the reason."""

    reason: str
    week: int | None
    opened_since: int | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Stories:
    """`told` by hand, and per kind of finding the short ones for whatever else is opened."""

    told: tuple[Story, ...]
    otherwise: Mapping[str, tuple[Step, ...]]


def load() -> Stories:
    document = files.document("stories.toml")
    otherwise: dict[str, tuple[Step, ...]] = {}
    for table in document["otherwise"]:
        step = _step({**table, "do": "cancel"})
        otherwise[table["kind"]] = (*otherwise.get(table["kind"], ()), step)
    return Stories(tuple(_story(table) for table in document["story"]), otherwise)


def _story(table: Mapping[str, Any]) -> Story:
    steps = tuple(_step(step) for step in table["steps"])
    return Story(table["reason"], table.get("week"), table.get("opened_since"), steps)


def _step(table: Mapping[str, Any]) -> Step:
    known = {name: table[name] for name in ("day", "hour", "do", "by") if name in table}
    return Step(**known, details={key: table[key] for key in table if key not in known})
