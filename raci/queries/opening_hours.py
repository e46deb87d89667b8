"""When a channel is open, in local time (V-4)."""

from collections.abc import Iterable, Mapping, Sequence

Span = Sequence[str]
Hours = Mapping[str, Sequence[Span]]
"""For each ISO weekday ("1" is Monday) the spans it is open: [["08:00", "18:00"]]. A day that is
not named is closed; without any day the channel is always open."""
WEEKDAYS = range(1, 8)


def is_open(hours: Hours, weekday: int, minute: int) -> bool:
    """Whether it is open in this minute of the day; the minute of closing is outside."""
    if not hours:
        return True
    spans = hours.get(str(weekday), [])
    return any(minute_of(start) <= minute < minute_of(end) for start, end in spans)


def minute_of(clock: str) -> int:
    """Minutes since midnight of HH:MM; 24:00 is the end of the day."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def written(spans: Iterable[Span]) -> str:
    """As people type them: 08:00-12:00, 13:00-17:30."""
    return ", ".join("-".join(span) for span in spans)


def typed(text: str) -> list[list[str]]:
    """What people typed, cut at commas and dashes; whether it is right is for the service."""
    parts = [part for part in text.replace("–", "-").split(",") if part.strip()]
    return [[clock.strip() for clock in part.split("-")] for part in parts]
