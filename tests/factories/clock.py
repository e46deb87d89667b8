"""The moments that tests play at."""

from datetime import datetime

from contactreductie.core.iso_week import AMSTERDAM

# Monday of 2026-W11, one hour after the report of 2026-W10 is due.
MONDAY = datetime(2026, 3, 9, 7, 0, tzinfo=AMSTERDAM)


def amsterdam(text: str) -> datetime:
    """The instant of a wall-clock time such as `2026-03-02 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)
