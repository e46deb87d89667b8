"""What may be said about a count beside the range it was expected in. Pure."""

from enum import StrEnum


class Verdict(StrEnum):
    """Words of direction only outside the range, and never about an incomplete week (F-3)."""

    MORE = "more"
    FEWER = "fewer"
    AS_EXPECTED = "as_expected"
    INCOMPLETE = "incomplete"
    NO_HISTORY = "no_history"


def of_count(count: int, low: float | None, high: float | None, *, complete: bool) -> Verdict:
    """A count against its limits; both limits are absent with too little history."""
    if low is None or high is None:
        return Verdict.NO_HISTORY
    if not complete:
        return Verdict.INCOMPLETE
    if count > high:
        return Verdict.MORE
    return Verdict.FEWER if count < low else Verdict.AS_EXPECTED


def of_alarm(alarm: str | None, *, has_range: bool, complete: bool) -> Verdict:
    """A judged reason: its alarm tells, which asks for more than leaving the range."""
    if alarm is not None:
        return Verdict.MORE if alarm == "spike" else Verdict.FEWER
    if not has_range:
        return Verdict.NO_HISTORY
    return Verdict.AS_EXPECTED if complete else Verdict.INCOMPLETE
