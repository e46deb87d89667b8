"""What happened at the shop: stretches of days on which a reason brings other than its ratio.

Weeks are counted back from the newest one, so that every demo tells the same story; what hangs
on the calendar (Black Friday, December) lies on its own date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from contactreductie.demo.generation.period import Days, Period, black_friday

LATE_CARRIER = "snelpost"
OUTAGE_WEEK, WRONG_CODE_WEEK, LABEL_LIVE_WEEK = -12, -7, -8
LATE_FROM_WEEK, GIFT_CARD_WEEK = -3, 0


@dataclass(frozen=True)
class Episode:
    """From `first` up to and including `last` the ratio of some leaf reasons is multiplied by a
    factor that goes evenly from `start` to `end`; with `carrier`, for that carrier alone."""

    reasons: tuple[str, ...]
    first: date
    last: date
    start: float
    end: float
    carrier: str = ""

    def factors(self, period: Period) -> Days:
        """The factor of each day of the period, 1 outside the episode."""
        length = (self.last - self.first).days + 1
        own = np.linspace(self.start, self.end, length)
        factors = np.ones(len(period.days))
        begin = period.place(self.first)
        for offset in range(max(0, -begin), min(length, len(factors) - begin)):
            factors[begin + offset] = own[offset]
        return factors


def episodes(period: Period) -> list[Episode]:
    """Everything that happened, oldest kind of thing first."""
    yearly = (_yearly(year) for year in range(period.days[0].year - 1, period.days[-1].year + 1))
    return [
        *(episode for year in yearly for episode in year),
        *_outage(period),
        *_wrong_code(period),
        *_better_returns(period),
        _slower_refunds(period),
        _gift_cards_fail(period),
        *_late_carrier(period),
    ]


def _yearly(year: int) -> Iterator[Episode]:
    """Busy carriers after Black Friday, returns after the feast days, the garden in spring."""
    friday = black_friday(year)
    where = ("bezorgmoment-voorbij", "tracking-staat-stil", "wanneer-komt-pakket")
    back = ("retourlabel", "retour-inleveren", "retourtermijn", "omruilen")
    yield Episode(("kortingscode",), friday, friday + timedelta(days=3), 2.4, 1.6)
    yield Episode(where, friday + timedelta(days=4), friday + timedelta(days=12), 1.3, 1.1)
    yield Episode(where, date(year, 12, 14), date(year, 12, 23), 1.1, 1.25)
    yield Episode(back, date(year, 12, 27), date(year + 1, 1, 14), 1.3, 1.1)
    yield Episode(("in-elkaar-zetten",), date(year, 4, 1), date(year, 6, 30), 1.25, 1.25)


def _outage(period: Period) -> Iterator[Episode]:
    """Two days on which the web shop hardly worked."""
    first = period.week(OUTAGE_WEEK).monday + timedelta(days=1)
    last = first + timedelta(days=1)
    yield Episode(("website-werkt-niet",), first, last, 60.0, 30.0)
    yield Episode(("betaling-mislukt", "wachtwoord-vergeten"), first, last, 6.0, 4.0)


def _wrong_code(period: Period) -> Iterator[Episode]:
    """A newsletter with a discount code that was never switched on."""
    first = period.week(WRONG_CODE_WEEK).monday + timedelta(days=2)
    yield Episode(("kortingscode",), first, first + timedelta(days=4), 5.0, 3.0)


def _better_returns(period: Period) -> Iterator[Episode]:
    """The return label goes with the order confirmation: far fewer questions about it."""
    live, end = period.week(LABEL_LIVE_WEEK).monday, period.days[-1]
    settled = live + timedelta(days=14)
    for reason, rest in (("retourlabel", 0.42), ("retour-inleveren", 0.62), ("retourtermijn", 0.7)):
        yield Episode((reason,), live, settled - timedelta(days=1), 0.95, rest)
        yield Episode((reason,), settled, end, rest, rest)


def _slower_refunds(period: Period) -> Episode:
    """Too slow for any one week to stand out: refunds take a little longer every month."""
    return Episode(("geld-terug",), period.week(-44).monday, period.days[-1], 1.0, 1.75)


def _gift_cards_fail(period: Period) -> Episode:
    """A reason without an owner, in the newest week: nobody to send the finding to."""
    monday = period.week(GIFT_CARD_WEEK).monday
    return Episode(("cadeaukaart-werkt-niet",), monday, monday + timedelta(days=6), 5.0, 6.5)


def _late_carrier(period: Period) -> Iterator[Episode]:
    """One carrier falls behind, a little more every week, and in the newest week badly."""
    begin = period.week(LATE_FROM_WEEK).monday + timedelta(days=2)
    worse, end = period.last.monday, period.days[-1]
    before = worse - timedelta(days=1)
    yield Episode(("bezorgmoment-voorbij",), begin, before, 1.6, 2.9, LATE_CARRIER)
    yield Episode(("bezorgmoment-voorbij",), worse, end, 5.2, 7.0, LATE_CARRIER)
    yield Episode(("tracking-staat-stil",), begin, before, 1.4, 2.4, LATE_CARRIER)
    yield Episode(("tracking-staat-stil",), worse, end, 3.0, 4.0, LATE_CARRIER)
    yield Episode(("wel-gemeld-niet-ontvangen",), worse, end, 1.6, 1.8, LATE_CARRIER)
