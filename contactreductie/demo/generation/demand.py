"""First contacts: how many of each reason, day, channel and carrier, and then one row each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from contactreductie.demo.generation.episodes import Episode
from contactreductie.demo.generation.orders import (
    CARRIERS,
    WARM_UP_DAYS,
    Orders,
    carrier_shares,
)
from contactreductie.demo.generation.period import Days, Period, is_public_holiday
from contactreductie.demo.generation.profiles import CHANNELS, Profile

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
NONE = -1
FIRST_SHARE = 0.74  # the rest of the contacts follow from these
WEEK_LUCK = 0.05  # spread of a reason from week to week, besides chance
CHANCE = 0.75  # of the spread that pure chance would give: reports are to tell of what happened
# Monday to Sunday per channel: the phone is closed on Sunday, the post comes on working days.
WEEKDAYS = {
    "phone": (1.42, 1.22, 1.16, 1.14, 1.10, 0.96, 0.0),
    "email": (1.22, 1.08, 1.04, 1.02, 0.96, 0.76, 0.92),
    "chat": (1.25, 1.10, 1.06, 1.04, 1.00, 0.75, 0.80),
    "social": (1.10, 1.02, 1.00, 1.00, 1.02, 0.88, 0.98),
    "letter": (1.50, 1.50, 1.40, 1.40, 1.20, 0.0, 0.0),
}
# Over the two years: people write more and call less.
CHANNEL_TREND = {"phone": -0.14, "email": -0.05, "chat": 0.22, "social": 0.30, "letter": -0.25}


@dataclass(frozen=True)
class Cases:
    """Contacts as columns; `carrier` is NONE where the reason knows none."""

    day: Numbers
    reason: Numbers
    channel: Numbers
    carrier: Numbers

    def __len__(self) -> int:
        return len(self.day)


def first_contacts(
    profiles: Sequence[Profile],
    orders: Orders,
    happened: Sequence[Episode],
    period: Period,
    random: Generator,
) -> Cases:
    """One row per contact that starts a case."""
    open_on = _openness(period)
    parts = [
        _of_reason(number, profile, orders, happened, period, open_on, random)
        for number, profile in enumerate(profiles)
    ]
    return Cases(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _of_reason(
    number: int,
    profile: Profile,
    orders: Orders,
    happened: Sequence[Episode],
    period: Period,
    open_on: Days,
    random: Generator,
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    per_carrier = _expected(profile, orders, happened, period)
    luck = np.repeat(np.exp(random.normal(0, WEEK_LUCK, len(period.weeks))), 7)
    shares = open_on * np.array(profile.channels)
    expected = shares[:, :, None] * (per_carrier * luck[:, None])[:, None, :]
    drawn = _drawn(expected, random)
    day, channel, carrier = (np.repeat(axis, drawn.ravel()) for axis in _axes(drawn.shape))
    known = carrier if profile.by_carrier else np.full_like(carrier, NONE)
    return day, np.full_like(day, number), channel, known


def _drawn(expected: Days, random: Generator) -> Numbers:
    """Counts per day, channel and carrier: first each week's total, then how it falls apart."""
    weeks = expected.reshape(-1, 7 * expected.shape[1] * expected.shape[2])
    means = weeks.sum(axis=1)
    strayed = means + random.normal(0, CHANCE, len(means)) * np.sqrt(means)
    totals = np.clip(np.rint(strayed), 0, None).astype(np.int64)
    return random.multinomial(totals, weeks / means[:, None]).reshape(expected.shape)


def _axes(shape: tuple[int, ...]) -> list[Numbers]:
    return [axis.ravel() for axis in np.indices(shape)]


def _expected(
    profile: Profile, orders: Orders, happened: Sequence[Episode], period: Period
) -> Days:
    """Expected first contacts per day and carrier; one column where carriers do not matter."""
    spread = np.convolve(orders.per_day, profile.lags(WARM_UP_DAYS))[: len(orders.per_day)]
    first_share = 1.0 if profile.is_noise else FIRST_SHARE
    expected = spread[WARM_UP_DAYS:] * profile.per_1000 / 1000 * first_share
    own = [episode for episode in happened if profile.code in episode.reasons]
    for episode in own:
        if not episode.carrier:
            expected = expected * episode.factors(period)
    if not profile.by_carrier:
        return expected[:, None]
    return _split(expected, [episode for episode in own if episode.carrier], period)


def _split(expected: Days, own: Sequence[Episode], period: Period) -> Days:
    shares = carrier_shares(len(period.weeks))
    columns = [expected * np.repeat(shares[code], 7) for code in CARRIERS]
    for episode in own:
        place = list(CARRIERS).index(episode.carrier)
        columns[place] = columns[place] * episode.factors(period)
    return np.stack(columns, axis=1)


def _openness(period: Period) -> Days:
    """Per day and channel how much of a mean day's contacts come in: weekday, holiday, trend."""
    weekdays = np.array([day.weekday() for day in period.days])
    working = np.array([not is_public_holiday(day) for day in period.days], dtype=float)
    time = np.linspace(-0.5, 0.5, len(weekdays))
    columns = []
    for channel in CHANNELS:
        pattern = np.array(WEEKDAYS[channel])
        usual = pattern[weekdays] / pattern.mean() * (1 + CHANNEL_TREND[channel] * time)
        answered = channel in ("phone", "letter")
        columns.append(usual * (working if answered else 0.6 + 0.4 * working))
    return np.stack(columns, axis=1)


def is_open(period: Period) -> Flags:
    """Per day and channel whether anybody answers."""
    return _openness(period) > 0
