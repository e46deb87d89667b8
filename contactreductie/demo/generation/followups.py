"""What comes of a contact: its result, and the contacts that follow because it did not help."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from contactreductie.demo.generation.demand import NONE, Cases, Flags, Numbers
from contactreductie.demo.generation.orders import CARRIERS
from contactreductie.demo.generation.period import Days
from contactreductie.demo.generation.profiles import Profile

RESOLUTIONS = ("resolved", "callback", "transferred", "escalated", "unresolved")
WHEN_NOT_SOLVED = (0.30, 0.24, 0.08, 0.38)
COMES_BACK = np.array([0.20, 0.48, 0.40, 0.52, 0.58])
ROUNDS = 4
SAME_REASON, SAME_GROUP = 0.75, 0.15  # the rest of the follow-ups is about something else
SAME_CHANNEL = 0.66
COMPLAINT, COMPLAINT_SHARE = "klacht-service", 0.2
MEAN_DAYS, LONGEST_DAYS = 4.2, 20


def results(cases: Cases, profiles: Sequence[Profile], random: Generator) -> Numbers:
    """The place in RESOLUTIONS of each contact."""
    solved = np.array([profile.solved for profile in profiles])[cases.reason]
    otherwise = random.choice(4, len(cases), p=WHEN_NOT_SOLVED) + 1
    return np.where(random.random(len(cases)) < solved, 0, otherwise)


def coming_back(cases: Cases, outcome: Numbers, noise: set[int], random: Generator) -> Numbers:
    """The rows of the contacts whose customer makes contact again."""
    again = random.random(len(cases)) < COMES_BACK[outcome]
    return np.flatnonzero(again & ~np.isin(cases.reason, list(noise)))


def follow(
    cases: Cases,
    rows: Numbers,
    profiles: Sequence[Profile],
    open_on: Flags,
    random: Generator,
) -> tuple[Cases, Numbers]:
    """The follow-up of each of these rows, and the rows they follow; those past the end drop."""
    reason = _next_reason(cases.reason[rows], profiles, random)
    channel = _next_channel(cases.channel[rows], reason, profiles, random)
    later = np.minimum(random.gamma(1.6, MEAN_DAYS / 1.6, len(rows)), LONGEST_DAYS)
    day = _first_open(cases.day[rows] + np.ceil(later).astype(int), channel, open_on)
    carrier = _next_carrier(cases.carrier[rows], reason, profiles, random)
    kept = day < len(open_on)
    columns = (column[kept] for column in (day, reason, channel, carrier))
    return Cases(*columns), rows[kept]


def _next_reason(before: Numbers, profiles: Sequence[Profile], random: Generator) -> Numbers:
    kind = random.random(len(before))
    after = before.copy()
    siblings = _groups(profiles)
    for number, members in enumerate(siblings):
        rows = np.flatnonzero((before == number) & (kind >= SAME_REASON))
        after[rows] = random.choice(members, len(rows))
    other = np.flatnonzero(kind >= SAME_REASON + SAME_GROUP)
    after[other] = random.choice(len(profiles), len(other), p=_other_reasons(profiles))
    return after


def _groups(profiles: Sequence[Profile]) -> list[list[int]]:
    """Per reason the reasons of its level-2 group, itself included."""
    return [
        [number for number, other in enumerate(profiles) if other.group == profile.group]
        for profile in profiles
    ]


def _other_reasons(profiles: Sequence[Profile]) -> Days:
    weights = np.array([0.0 if p.is_noise else p.per_1000 for p in profiles])
    shares = weights / weights.sum() * (1 - COMPLAINT_SHARE)
    complaint = np.array([profile.code == COMPLAINT for profile in profiles])
    return shares + complaint * COMPLAINT_SHARE


def _next_channel(
    before: Numbers, reason: Numbers, profiles: Sequence[Profile], random: Generator
) -> Numbers:
    bounds = np.cumsum([profile.channels for profile in profiles], axis=1)[reason]
    drawn = (random.random(len(reason))[:, None] > bounds).sum(axis=1)
    stays = random.random(len(reason)) < SAME_CHANNEL
    return np.where(stays, before, np.minimum(drawn, bounds.shape[1] - 1))


def _next_carrier(
    before: Numbers, reason: Numbers, profiles: Sequence[Profile], random: Generator
) -> Numbers:
    """A parcel stays with its carrier; a new parcel gets one."""
    drawn = random.choice(len(CARRIERS), len(reason), p=list(CARRIERS.values()))
    matters = np.array([profile.by_carrier for profile in profiles])[reason]
    return np.where(matters, np.where(before == NONE, drawn, before), NONE)


def _first_open(day: Numbers, channel: Numbers, open_on: Flags) -> Numbers:
    """The day itself, or the first day after it on which the channel is answered."""
    for _attempt in range(5):
        inside = day < len(open_on)
        closed = np.zeros(len(day), dtype=bool)
        closed[inside] = ~open_on[day[inside], channel[inside]]
        day = day + closed
    return day
