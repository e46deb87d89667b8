"""Everything a report is made of, read in a fixed number of queries, whatever its size."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek, weeks_between
from feedbackloop.queries import facts
from feedbackloop.queries.facts import WeekCount
from feedbackloop.queries.volumes import Units, load_units
from feedbackloop.statistics import repeats
from reasons.models import Channel, DimensionValue
from reasons.queries.tree import ReasonTree

Measure = Literal[
    "contacts", "keyed", "repeats_any", "repeats_same", "followed_any", "followed_same"
]


class ValueName(NamedTuple):
    """A dimension value by the codes people and scripts know it by."""

    dimension: str
    value: str


class Series:
    """Counts per week and reason without noise (C-10); branches are summed when asked for."""

    def __init__(self, tree: ReasonTree, counts: list[WeekCount]) -> None:
        self._tree = tree
        self._leaves: dict[IsoWeek, list[WeekCount]] = defaultdict(list)
        for count in counts:
            if not tree.is_noise(count.reason_id):
                self._leaves[count.week].append(count)
        self._branches: dict[tuple[IsoWeek, Measure], dict[int, int]] = {}

    def own(self, week: IsoWeek, measure: Measure = "contacts") -> dict[int, int]:
        """What was registered on each reason itself, and on what was merged into it."""
        totals: dict[int, int] = defaultdict(int)
        for count in self._leaves[week]:
            totals[self._tree.home(count.reason_id)] += getattr(count, measure)
        return totals

    def branch(self, week: IsoWeek, measure: Measure = "contacts") -> dict[int, int]:
        """What was registered on each reason and everything below it."""
        key = (week, measure)
        if key not in self._branches:
            self._branches[key] = self._tree.fold(self.own(week, measure))
        return self._branches[key]

    def total(self, week: IsoWeek, measure: Measure = "contacts") -> int:
        return sum(getattr(count, measure) for count in self._leaves[week])


@dataclass(frozen=True)
class ReportData:
    """The facts and denominators around one week, and the lists that name them."""

    week: IsoWeek
    history: IsoWeek | None
    tree: ReasonTree
    counts: list[WeekCount]
    value_counts: dict[tuple[IsoWeek, int, int], int]
    units: Units
    channels: dict[int, str]
    value_names: dict[int, ValueName]

    @cached_property
    def series(self) -> Series:
        return Series(self.tree, self.counts)

    @property
    def baseline(self) -> list[IsoWeek]:
        """The weeks that the mean and the expected level are made of, oldest first."""
        return weeks_between(self.week.plus(-settings.MEAN_WEEKS), self.week.plus(-1))

    @property
    def has_baseline(self) -> bool:
        return self.knows(self.baseline[0])

    def knows(self, week: IsoWeek) -> bool:
        """Whether a week lies wholly within the history; before it nothing is known, not 0."""
        return self.history is not None and self.history <= week

    @cached_property
    def missing_channels(self) -> list[int]:
        """Channels that had contacts in each of the 4 weeks before and none in this one (F-3)."""
        before = weeks_between(self.week.plus(-4), self.week.plus(-1))
        seen = {(count.channel_id, count.week) for count in self.counts}
        return [
            channel
            for channel in self.channels
            if self.knows(before[0])
            and all((channel, week) in seen for week in before)
            and (channel, self.week) not in seen
        ]

    @cached_property
    def unjudged_reasons(self) -> set[int]:
        """Reasons that lately had contacts by a missing channel: no alarm for them (F-3)."""
        lately = self.week.plus(-4)
        touched = {
            count.reason_id
            for count in self.counts
            if count.channel_id in self.missing_channels and lately <= count.week < self.week
        }
        by_id = self.tree.by_id
        return {node.id for reason in touched for node in self.tree.path(by_id[reason])}


def load(week: IsoWeek) -> ReportData:
    """Eight queries, whatever the number of reasons, weeks and values."""
    around = weeks_between(week.plus(-settings.MEAN_WEEKS), week)
    mature = repeats.newest_mature(week, window_days=settings.REPEAT_WINDOW_DAYS)
    return ReportData(
        week=week,
        history=facts.history_start(),
        tree=ReasonTree.load(),
        counts=facts.week_counts({*around, week.last_year, mature}),
        value_counts=facts.value_counts([week.plus(-1), week]),
        units=load_units(around[0], week),
        channels=channel_codes(Channel.objects.filter(is_active=True)),
        value_names=value_names(DimensionValue.objects.select_related("dimension")),
    )


# Text is put in order here and not by the database, which has a collation of its own: the same
# lists give the same bytes on every engine (F-5).


def channel_codes(channels: Iterable[Channel]) -> dict[int, str]:
    ordered = sorted(channels, key=lambda channel: (channel.position, channel.code))
    return {channel.pk: channel.code for channel in ordered}


def value_names(values: Iterable[DimensionValue]) -> dict[int, ValueName]:
    def place(value: DimensionValue) -> tuple[int, str, str]:
        return value.dimension.position, value.dimension.code, value.code

    return {
        value.pk: ValueName(value.dimension.code, value.code) for value in sorted(values, key=place)
    }
