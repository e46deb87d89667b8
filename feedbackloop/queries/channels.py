"""What each channel brought in the last complete weeks (V-4, H-7, W-6)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.queries import channel_contacts, facts, ratios
from feedbackloop.queries.channel_contacts import Share, Switches
from feedbackloop.queries.ratios import Ratio
from feedbackloop.queries.volumes import Scope, Units, load_units
from raci.models import ChannelCharter
from reasons.queries.tree import ReasonTree


@dataclass(frozen=True)
class ChannelFigures:
    """One channel over the weeks; `outside` is None where it is always open, `abandoned` where
    that was not delivered."""

    contacts: int
    ratio: Ratio
    switches: Switches
    cost: Decimal | None
    outside: Share | None
    abandoned: Share | None


@dataclass(frozen=True)
class Overview:
    """Every channel over the same weeks; `known` is the share of contacts of known customers."""

    weeks: Sequence[IsoWeek]
    by_channel: Mapping[int, ChannelFigures]
    ratio: Ratio
    switches: Switches
    known: Share

    @property
    def contacts(self) -> int:
        return sum(figures.contacts for figures in self.by_channel.values())


def overview(
    weeks: Sequence[IsoWeek], charters: Mapping[int, ChannelCharter], codes: Mapping[int, str]
) -> Overview:
    """Figures of the channels in `codes` (code by id), noise left out; six queries."""
    noise = ReasonTree.load().noise_ids
    rows = [row for row in facts.week_counts(weeks) if row.reason_id not in noise]
    counts: dict[int, Counter[IsoWeek]] = defaultdict(Counter)
    for row in rows:
        counts[row.channel_id][row.week] += row.contacts
    units, switched = load_units(weeks[0], weeks[-1]), channel_contacts.switches(weeks)
    hours = {pk: charter.opening_hours for pk, charter in charters.items() if charter.opening_hours}
    outside = channel_contacts.outside_hours(weeks, hours, noise)
    figures = {
        pk: ChannelFigures(
            contacts=counts[pk].total(),
            ratio=_ratio(weeks, counts[pk], units),
            switches=switched.get(pk, Switches()),
            cost=_cost(counts[pk].total(), charters.get(pk)),
            outside=outside.get(pk),
            abandoned=_abandoned(units, weeks, code),
        )
        for pk, code in codes.items()
    }
    total = sum(counts.values(), Counter[IsoWeek]())
    return Overview(
        weeks=weeks,
        by_channel=figures,
        ratio=_ratio(weeks, total, units),
        switches=_sum(switched),
        known=Share(sum(row.keyed for row in rows), sum(row.contacts for row in rows)),
    )


def _ratio(weeks: Sequence[IsoWeek], contacts: Counter[IsoWeek], units: Units) -> Ratio:
    default = units.default
    known = units.by_scope.get(Scope(default.code, None), {}) if default else {}
    return ratios.over(weeks, contacts, known, default)


def _sum(switched: Mapping[int, Switches]) -> Switches:
    total = Switches()
    for switches in switched.values():
        total = total.plus(switches)
    return total


def _cost(contacts: int, charter: ChannelCharter | None) -> Decimal | None:
    if charter is None or charter.cost_per_contact is None:
        return None
    return contacts * charter.cost_per_contact


def _abandoned(units: Units, weeks: Sequence[IsoWeek], code: str) -> Share | None:
    """K-1: given up of offered, over the weeks in which both were delivered (30/600 = 5%)."""
    names = (settings.ABANDONED_DENOMINATOR, settings.OFFERED_DENOMINATOR)
    given_up, offered = (units.by_scope.get(Scope(f"{name}:{code}", None), {}) for name in names)
    both = [week for week in weeks if week in given_up and week in offered]
    if not both:
        return None
    return Share(sum(given_up[week] for week in both), sum(offered[week] for week in both))
