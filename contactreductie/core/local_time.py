"""Wall-clock times of the business zone, with the two nights a year that need care (C-5). Pure."""

from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from contactreductie.core.iso_week import AMSTERDAM


class Season(StrEnum):
    """Answer to "zomer- or wintertijd?" for an hour that the clock shows twice."""

    SUMMER = "summer"
    WINTER = "winter"


class NonexistentTime(ValueError):
    """The hour skipped when summer time begins."""


class AmbiguousTime(ValueError):
    """The hour shown twice when summer time ends; the caller must ask which one."""


def to_instant(
    wall: datetime, *, season: Season | None = None, zone: ZoneInfo = AMSTERDAM
) -> datetime:
    """The UTC instant of a wall-clock time; an aware time is converted as it stands."""
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        raise NonexistentTime(str(wall))
    if season is None:
        raise AmbiguousTime(str(wall))
    return (first if season == Season.SUMMER else second).astimezone(UTC)
