"""Which local days must be counted again."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from contactreductie.core import statements
from reasons.models import ChangedDay


def mark(days: Iterable[date]) -> None:
    """Notes, in the transaction that changes contacts, that their days are to be recounted."""
    statements.insert([ChangedDay(day=day) for day in sorted(set(days))])


def pending() -> dict[date, list[int]]:
    """The days to recount, oldest first, each with the ids of its notes."""
    notes: dict[date, list[int]] = defaultdict(list)
    for pk, day in ChangedDay.objects.order_by("day", "pk").values_list("pk", "day"):
        notes[day].append(pk)
    return dict(notes)


def clear(ids: Iterable[int]) -> None:
    """Removes the notes that were read before counting; later ones stay for the next count."""
    ChangedDay.objects.filter(pk__in=list(ids)).delete()
