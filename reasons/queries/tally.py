"""The tally sheet of one person: what stands on it, and what was counted today."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice, product
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, QuerySet

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.models import User
from reasons.enums import Direction
from reasons.models import Channel, Contact, DimensionValue
from reasons.models.pin import SLOTS
from reasons.queries import choices, workspace
from reasons.queries.catalog import Catalog
from reasons.queries.tree import ReasonNode

TALLY = "tally"  # the source of contacts that were counted by a tap
FILLED_UP = 12  # places that fill themselves with what somebody uses most
REASON_LINES = 15  # lines of one reason on a paper sheet, one for each value it demands
SHEET_FIELDS = 900  # on one paper sheet; a form holds a thousand
UNDOABLE = 20  # taps that one can go back through on the page itself


class Line(NamedTuple):
    """A line of a paper sheet: a reason, and the values it demands."""

    reason: ReasonNode
    values: tuple[DimensionValue, ...] = ()

    @property
    def key(self) -> tuple[int, ...]:
        return (self.reason.id, *(value.pk for value in self.values))


def places(agent: User, catalog: Catalog, now: datetime) -> dict[int, ReasonNode]:
    """The reasons on somebody's sheet by place: pinned ones where they are pinned, the free ones
    of the first twelve places by own use. Only reasons that can be chosen today (C-3)."""
    today = now.astimezone(AMSTERDAM).date()
    offered = {node.code: node for node in choices.active_leaves(catalog.tree, today)}
    habits = workspace.habits(agent, now)
    pinned = {slot: code for slot, code in habits["pins"].items() if code in offered}
    unpinned = offered.keys() - pinned.values()
    used = iter([code for code in _by_use(habits) if code in unpinned])
    filled = {}
    for slot in range(1, SLOTS + 1):
        code = pinned.get(slot) or (next(used, None) if slot <= FILLED_UP else None)
        if code:
            filled[slot] = offered[code]
    return filled


def _by_use(habits: dict[str, Any]) -> list[str]:
    """As the nine keys fill themselves; then what is only used since this Monday, in an order
    that using it again does not change."""
    own: dict[str, int] = habits["own"]
    most_used = sorted(own, key=lambda code: (-own[code], code))
    return list(dict.fromkeys([*most_used, *sorted(habits["recent"])]))


def active_channels(catalog: Catalog) -> list[Channel]:
    return [channel for channel in catalog.channels.values() if channel.is_active]


def counted_today(agent: User, now: datetime) -> dict[tuple[int, int], int]:
    """How often this person registered each reason by each channel today, by their ids."""
    midnight = _midnight(now)
    rows = (
        Contact.objects.filter(
            agent=agent,
            recorded_at__gte=midnight - settings.FUTURE_TOLERANCE,
            local_date=midnight.date(),
            direction=Direction.INBOUND,
        )
        .order_by()
        .values_list("reason_id", "channel_id")
        .annotate(contact_count=Count("pk"))
    )
    return {(reason, channel): count for reason, channel, count in rows}


def latest_taps(agent: User, now: datetime) -> QuerySet[Contact]:
    """Today's last taps, the newest first."""
    taps = Contact.objects.filter(agent=agent, source=TALLY, recorded_at__gte=_midnight(now))
    return taps.select_related("reason", "channel").order_by("-recorded_at", "-pk")[:UNDOABLE]


def sheet_lines(
    reasons: list[ReasonNode], catalog: Catalog, day: date, sent: Sequence[Line] = ()
) -> tuple[list[Line], list[ReasonNode]]:
    """The lines of a paper sheet of this day, and the reasons that have no room on it: those that
    demand one of very many values, and what would make it longer than can be sent in one go.
    What was sent stays, whatever its day: there may be numbers on it."""
    lines: list[Line] = []
    left_out = []
    room = SHEET_FIELDS // max(1, len(active_channels(catalog))) - len(sent)
    kept: dict[int, list[Line]] = defaultdict(list)
    for line in sent:
        kept[line.reason.id].append(line)
    for reason in reasons:
        stay = kept[reason.id]
        own = list(islice(_lines_of(reason, catalog, day), REASON_LINES + 1))
        known, wanted = ({line.key for line in some} for some in (stay, own))
        if len(own) > REASON_LINES or len(wanted - known) > room:
            left_out.append(reason)
            own = []
        else:
            room -= len(wanted - known)
            stay = [line for line in stay if line.key not in wanted]
        lines += [*own, *stay]
    return lines, left_out


def sent_lines(keys: Iterable[tuple[int, ...]], catalog: Catalog) -> list[Line]:
    """Lines by their keys, those of unknown reasons and values left out."""
    wanted = list(dict.fromkeys(keys))
    of_lines = {pk for _reason, *values in wanted for pk in values}
    found = {
        value.pk: value
        for values in catalog.values.values()
        for value in values.values()
        if value.pk in of_lines
    }
    return [
        Line(catalog.tree.by_id[reason], tuple(found[pk] for pk in values))
        for reason, *values in wanted
        if reason in catalog.tree.by_id and found.keys() >= set(values)
    ]


def _lines_of(reason: ReasonNode, catalog: Catalog, day: date) -> Iterator[Line]:
    """One line, or one for each combination of the values that the reason demands (C-8)."""
    demanded = catalog.required.get(reason.id, [])
    values = [catalog.values_on(dimension.code, day) for dimension in demanded]
    return (Line(reason, combination) for combination in product(*values))


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(AMSTERDAM).date(), time.min, AMSTERDAM)
