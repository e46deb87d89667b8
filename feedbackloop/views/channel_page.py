"""What the pages about channels show, made of charters and figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES

from feedbackloop.queries import channel_contacts, facts, ratios
from feedbackloop.queries import channels as channel_figures
from feedbackloop.queries.channel_contacts import PerCustomer
from feedbackloop.queries.channels import ChannelFigures, Overview
from feedbackloop.reports import lines
from raci.models import ChannelCharter
from raci.queries import channels as channel_queries
from raci.queries import vision
from raci.queries.opening_hours import WEEKDAYS, written
from reasons.models import Channel
from reasons.queries.tree import ReasonTree


@dataclass(frozen=True)
class ChannelRow:
    """One channel; without complete weeks there are no figures, without charter no purpose."""

    channel: Channel
    charter: ChannelCharter | None
    figures: ChannelFigures | None
    is_due: bool

    @property
    def contacts(self) -> int:
        return self.figures.contacts if self.figures else 0


@dataclass(frozen=True)
class Added:
    """Contacts per customer before and after a channel was added; None: not known (yet)."""

    before: PerCustomer | None
    after: PerCustomer | None
    known_from: date


def figures(
    channels: Iterable[Channel], charters: Mapping[int, ChannelCharter], *, now: datetime
) -> Overview | None:
    weeks = ratios.newest_weeks(now, settings.CHANNEL_WEEKS)
    codes = {channel.pk: channel.code for channel in channels}
    return channel_figures.overview(weeks, charters, codes) if weeks else None


def period(found: Overview | None) -> dict[str, Any]:
    """The weeks that the figures are of, and whether enough customers are known (H-5)."""
    if found is None:
        return {"overview": None}
    return {
        "overview": found,
        "first_day": found.weeks[0].monday,
        "last_day": found.weeks[-1].sunday,
        "repeats_known": lines.covered(found.known.part, found.known.whole),
    }


def row(
    channel: Channel, charter: ChannelCharter | None, found: Overview | None, today: date
) -> ChannelRow:
    return ChannelRow(
        channel=channel,
        charter=charter,
        figures=found.by_channel[channel.pk] if found else None,
        is_due=charter is not None and channel_queries.is_due(charter, today),
    )


def hours(charter: ChannelCharter | None) -> Sequence[tuple[str, str]]:
    """Day of the week and its opening hours, empty where closed; none where always open."""
    if charter is None or not charter.opening_hours:
        return []
    kept = charter.opening_hours
    return [(str(WEEKDAY_NAMES[day - 1]), written(kept.get(str(day), []))) for day in WEEKDAYS]


def older_version(charter: ChannelCharter | None) -> int | None:
    """V-2: of the vision that the charter names, when that is no longer in force."""
    active = vision.active() if charter else None
    if charter is None or active is None or charter.principle.vision_id == active.pk:
        return None
    return charter.principle.vision.version


def added(charter: ChannelCharter | None, today: date) -> Added | None:
    """V-4: every added channel raises contacts per customer. Only whole spans are compared."""
    if charter is None or charter.added_on is None:
        return None
    before, after = channel_contacts.around(charter.added_on)
    history, noise = facts.history_start(), ReasonTree.load().noise_ids
    has_before = history is not None and history.monday <= before[0]
    is_over = after[1] < today
    return Added(
        before=channel_contacts.per_customer(*before, noise) if has_before else None,
        after=channel_contacts.per_customer(*after, noise) if is_over else None,
        known_from=after[1],
    )
