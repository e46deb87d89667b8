"""Counts of contacts, from the facts and never from the contacts themselves.

Noise is counted among the facts; readers leave it out with the reason tree at hand.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings
from django.db.models import Case, Count, QuerySet, Sum, Value, When

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import DayCount, DayDimensionCount

SUMS = (
    "contact_count",
    "keyed_count",
    "repeats_any",
    "repeats_same",
    "followed_any",
    "followed_same",
)


@dataclass(frozen=True, slots=True)
class WeekCount:
    """Contacts of one ISO week, leaf reason and channel; `followed_*` only final when mature."""

    week: IsoWeek
    reason_id: int
    channel_id: int
    contacts: int
    keyed: int
    repeats_any: int
    repeats_same: int
    followed_any: int
    followed_same: int


def week_counts(weeks: Collection[IsoWeek]) -> list[WeekCount]:
    """The counts of these weeks, one row per week, leaf reason and channel; one query."""
    rows = (
        _in_weeks(DayCount.objects.all(), weeks)
        .values_list("week", "reason_id", "channel_id")
        .annotate(*(Sum(name) for name in SUMS))
    )
    by_number = dict(enumerate(sorted(weeks)))
    return [WeekCount(by_number[number], *rest) for number, *rest in rows]


def value_counts(weeks: Collection[IsoWeek]) -> dict[tuple[IsoWeek, int, int], int]:
    """Contacts per (week, leaf reason, dimension value); one query."""
    rows = (
        _in_weeks(DayDimensionCount.objects.all(), weeks)
        .values_list("week", "reason_id", "value_id")
        .annotate(Sum("contact_count"))
    )
    by_number = dict(enumerate(sorted(weeks)))
    return {(by_number[number], reason, value): count for number, reason, value, count in rows}


def day_totals(
    first: date,
    last: date,
    *,
    reason_ids: Collection[int] | None = None,
    without: Collection[int] = (),
    without_channels: Collection[int] = (),
) -> dict[date, int]:
    """Contacts per local day with any, both ends included; of some reasons or of all but some.

    Pass a branch's ids for `reason_ids`, the noise for `without`.
    """
    counts = DayCount.objects.filter(day__range=(first, last)).exclude(reason_id__in=without)
    counts = counts.exclude(channel_id__in=without_channels)
    if reason_ids is not None:
        counts = counts.filter(reason_id__in=reason_ids)
    return dict(counts.order_by().values_list("day").annotate(Sum("contact_count")))


def week_totals(
    weeks: Sequence[IsoWeek],
    *,
    reason_ids: Collection[int] | None = None,
    without: Collection[int] = (),
    without_channels: Collection[int] = (),
) -> dict[IsoWeek, int]:
    """Contacts per week, 0 included, of consecutive weeks; one query."""
    days = day_totals(
        weeks[0].monday,
        weeks[-1].sunday,
        reason_ids=reason_ids,
        without=without,
        without_channels=without_channels,
    )
    totals: dict[IsoWeek, int] = defaultdict(int)
    for day, count in days.items():
        totals[IsoWeek.of(day)] += count
    return {week: totals[week] for week in weeks}


def channel_totals(
    first: date,
    last: date,
    *,
    reason_ids: Collection[int] | None = None,
    without: Collection[int] = (),
) -> dict[int, int]:
    """Contacts per channel id over a span of local days."""
    counts = DayCount.objects.filter(day__range=(first, last)).exclude(reason_id__in=without)
    if reason_ids is not None:
        counts = counts.filter(reason_id__in=reason_ids)
    return dict(counts.order_by().values_list("channel_id").annotate(Sum("contact_count")))


def history_start() -> IsoWeek | None:
    """The first whole week there can be data of: the first Monday on or after the first contact.

    None without any contacts. Weeks before it are absent from every comparison, not 0. What lies
    before a long silence is no part of it: one contact with a wrong year makes no years of zeros.
    """
    days = sorted(DayCount.objects.order_by().values_list("day", flat=True).distinct())
    if not days:
        return None
    gap = timedelta(weeks=settings.HISTORY_GAP_WEEKS, days=1)
    resumed = [day for before, day in pairwise(days) if day - before > gap]
    first = resumed[-1] if resumed else days[0]
    week = IsoWeek.of(first)
    return week if week.monday == first else week.plus(1)


def newest_day() -> date | None:
    """The last local day that has contacts."""
    return DayCount.objects.order_by("-day").values_list("day", flat=True).first()


def newest_week(today: date) -> IsoWeek | None:
    """The newest complete week that has contacts; one query.

    What came after it was not delivered yet: such weeks are absent and not 0. Every page that
    shows "the last complete weeks" ends with this one.
    """
    days = DayCount.objects.filter(day__lt=IsoWeek.of(today).monday).order_by("-day")
    day = days.values_list("day", flat=True).first()
    return None if day is None else IsoWeek.of(day)


def weeks_with_contacts(first: IsoWeek, last: IsoWeek) -> list[IsoWeek]:
    """The weeks of a span that have any facts, oldest first."""
    days = (
        DayCount.objects.filter(day__range=(first.monday, last.sunday))
        .order_by()
        .values_list("day", flat=True)
        .annotate(Count("pk"))
        .distinct()
    )
    return sorted({IsoWeek.of(day) for day in days})


def _in_weeks(facts: QuerySet, weeks: Collection[IsoWeek]) -> QuerySet:
    """Facts of these weeks with `week`, the place of their week among the sorted weeks."""
    spans = [(week.monday, week.monday + timedelta(days=6)) for week in sorted(weeks)]
    number = Case(*(When(day__range=span, then=Value(i)) for i, span in enumerate(spans)))
    first, last = spans[0][0], spans[-1][1]
    in_span = facts.filter(day__range=(first, last)).order_by()
    return in_span.annotate(week=number).filter(week__isnull=False)
