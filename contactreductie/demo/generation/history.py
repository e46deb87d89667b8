"""Two years of the demo organisation, the same for every start in the same week.

Nothing here touches the database: orders in, contacts out, as columns of numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import numpy as np
from numpy.random import Generator

from contactreductie.demo.generation import demand, followups, moments
from contactreductie.demo.generation.demand import NONE, Cases, Flags, Numbers
from contactreductie.demo.generation.episodes import episodes
from contactreductie.demo.generation.orders import Orders, generate_orders
from contactreductie.demo.generation.period import WEEKS, Period
from contactreductie.demo.generation.profiles import Profile, load_profiles

SEED = 20_241_118
PRODUCTS = {"meubels": 0.30, "slapen": 0.24, "keuken": 0.18, "verlichting": 0.13, "tuin": 0.15}


@dataclass(frozen=True)
class Contacts:
    """All contacts in order of time; NONE where something is unknown or does not apply."""

    day: Numbers
    second: Numbers
    reason: Numbers
    channel: Numbers
    carrier: Numbers
    product: Numbers
    customer: Numbers
    resolution: Numbers
    handle_seconds: Numbers

    def __len__(self) -> int:
        return len(self.day)

    def rows(self, chosen: Numbers) -> "Contacts":
        return Contacts(*(getattr(self, field.name)[chosen] for field in fields(self)))


@dataclass(frozen=True)
class History:
    """Everything the demo knows about its two years."""

    period: Period
    profiles: Sequence[Profile]
    orders: Orders
    contacts: Contacts


def generate(now: datetime, *, weeks: int = WEEKS) -> History:
    """The history as it stands at `now`; the same week gives the same numbers."""
    period = Period.before(now, weeks=weeks)
    random = np.random.default_rng([SEED, period.last.monday.toordinal()])
    profiles = load_profiles()
    orders = generate_orders(period, random)
    first = demand.first_contacts(profiles, orders, episodes(period), period, random)
    return History(period, profiles, orders, _contacts(first, profiles, period, random))


def _contacts(
    first: Cases, profiles: Sequence[Profile], period: Period, random: Generator
) -> Contacts:
    """The first contacts and, round by round, those that follow, in order of time."""
    noise = {number for number, profile in enumerate(profiles) if profile.is_noise}
    open_on = demand.is_open(period)
    cases, customer = first, moments.customers(len(first), random)
    product = _products(cases, profiles, random)
    parts = []
    for _round in range(followups.ROUNDS):
        outcome = followups.results(cases, profiles, random)
        parts.append(_described(cases, customer, product, outcome, profiles, random))
        rows = followups.coming_back(cases, outcome, noise, random)
        cases, rows = followups.follow(cases, rows, profiles, open_on, random)
        customer, product = customer[rows], product[rows]
    return _in_order(parts)


def _described(
    cases: Cases,
    customer: Numbers,
    product: Numbers,
    outcome: Numbers,
    profiles: Sequence[Profile],
    random: Generator,
) -> Contacts:
    known = moments.is_known(cases, profiles, random)
    return Contacts(
        day=cases.day,
        second=moments.seconds_of_day(cases, random),
        reason=cases.reason,
        channel=cases.channel,
        carrier=cases.carrier,
        product=np.where(_names_product(cases, profiles, random), product, NONE),
        customer=np.where(known, customer, NONE),
        resolution=outcome,
        handle_seconds=moments.handle_seconds(cases, profiles, random),
    )


def _products(cases: Cases, profiles: Sequence[Profile], random: Generator) -> Numbers:
    return random.choice(len(PRODUCTS), len(cases), p=list(PRODUCTS.values()))


def _names_product(cases: Cases, profiles: Sequence[Profile], random: Generator) -> Flags:
    share = np.array([profile.product for profile in profiles])[cases.reason]
    return random.random(len(cases)) < share


def _in_order(parts: Sequence[Contacts]) -> Contacts:
    joined = Contacts(
        *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Contacts))
    )
    return joined.rows(np.lexsort((joined.second, joined.day)))
