"""When on the day, how long it took, and who it was."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from contactreductie.demo.generation.demand import NONE, Cases, Flags, Numbers
from contactreductie.demo.generation.profiles import CHANNELS, Profile

CUSTOMERS = 70_000
FIRST_CUSTOMER_NUMBER = 204_000
NOT_ASKED = {"phone": 0.11, "email": 0.06, "chat": 0.13, "social": 0.34, "letter": 0.08}
NOISE_UNKNOWN = 0.92
NOT_MEASURED = 0.02
PACE = {"phone": 1.0, "email": 0.95, "chat": 1.35, "social": 0.75, "letter": 0.0}
# Contacts per hour of the day, from 0 to 23; nobody in the small hours, when clocks change.
HOURS = {
    "phone": [0] * 8 + [5, 10, 12, 11, 8, 9, 10, 9, 8, 7, 5, 4, 2] + [0] * 3,
    "email": [1, 0, 0, 0, 0, 0, 1, 3, 5, 7, 7, 6, 5, 5, 5, 5, 5, 4, 4, 6, 8, 8, 6, 3],
    "chat": [0] * 8 + [3, 7, 9, 9, 8, 7, 8, 8, 7, 6, 6, 8, 8, 5] + [0] * 2,
    "social": [1, 0, 0, 0, 0, 0, 1, 3, 4, 5, 5, 5, 6, 5, 5, 5, 5, 5, 6, 8, 9, 9, 6, 3],
    "letter": [0] * 9 + [1, 3, 2] + [0] * 12,
}
SATURDAY, CLOSES_ON_SATURDAY = 5, 17
HOUR = 3600


def seconds_of_day(cases: Cases, random: Generator) -> Numbers:
    """The local second of the day each contact came in."""
    hour = np.zeros(len(cases), dtype=np.int64)
    for number, channel in enumerate(CHANNELS):
        rows = np.flatnonzero(cases.channel == number)
        weights = np.array(HOURS[channel], dtype=float)
        hour[rows] = random.choice(24, len(rows), p=weights / weights.sum())
    phone = cases.channel == CHANNELS.index("phone")
    late = phone & (cases.day % 7 == SATURDAY) & (hour >= CLOSES_ON_SATURDAY)
    return np.where(late, hour - 8, hour) * HOUR + random.integers(0, HOUR, len(cases))


def handle_seconds(cases: Cases, profiles: Sequence[Profile], random: Generator) -> Numbers:
    """What the contact took; NONE for a letter, and where nobody measured."""
    usual = np.array([profile.minutes for profile in profiles])[cases.reason] * 60
    pace = np.array([PACE[channel] for channel in CHANNELS])[cases.channel]
    taken = usual * pace * np.exp(random.normal(0, 0.5, len(cases)))
    unknown = (pace == 0) | (random.random(len(cases)) < NOT_MEASURED)
    return np.where(unknown, NONE, np.clip(np.rint(taken), 12, 5400).astype(int))


def customers(amount: int, random: Generator) -> Numbers:
    """Somebody for each case; some order far more often than others."""
    return (CUSTOMERS * random.random(amount) ** 1.5).astype(np.int64) + FIRST_CUSTOMER_NUMBER


def is_known(cases: Cases, profiles: Sequence[Profile], random: Generator) -> Flags:
    """Whether the customer's number was written down with the contact."""
    unknown = np.array([NOT_ASKED[channel] for channel in CHANNELS])[cases.channel]
    noise = np.array([profile.is_noise for profile in profiles])[cases.reason]
    return random.random(len(cases)) >= np.where(noise, NOISE_UNKNOWN, unknown)
