"""When figures about repeat contacts may be shown (H-1, H-2, H-5). Pure."""

from enum import StrEnum

from contactreductie.core.iso_week import IsoWeek


class Coverage(StrEnum):
    """Whether enough customers are known to say something about repeats (H-5)."""

    GOOD = "good"
    WARNING = "warning"
    TOO_LOW = "too_low"


def coverage(keyed: int, counted: int, *, warning: float, minimum: float) -> Coverage:
    """`warning` and `minimum` are fractions of 1; nothing counted is too low."""
    if counted == 0 or keyed < minimum * counted:
        return Coverage.TOO_LOW
    return Coverage.WARNING if keyed < warning * counted else Coverage.GOOD


def newest_mature(week: IsoWeek, *, window_days: int) -> IsoWeek:
    """The newest week whose follow-ups are all known once `week` is over (H-2).

    With a window of 14 days the report of W shows W-2.
    """
    return week.plus(-window_days // 7)
