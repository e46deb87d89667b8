"""How each leaf reason behaves: how often, how long after the order, through which channel."""

from dataclasses import dataclass

import numpy as np

from contactreductie.demo import files
from contactreductie.demo.generation.period import Days

CHANNELS = ("phone", "email", "chat", "social", "letter")
NOISE = ("spam", "verkeerd-verbonden", "opgehangen")
BY_CARRIER = (
    "bezorgmoment-voorbij",
    "tracking-staat-stil",
    "wanneer-komt-pakket",
    "niet-thuis",
    "wel-gemeld-niet-ontvangen",
    "pakket-kwijt",
    "pakket-beschadigd",
)


@dataclass(frozen=True)
class Profile:
    """One leaf reason: contacts per 1,000 orders, mean days after the order, shares of 100.

    `solved` is the share settled in that contact, `product` the share that names a product
    group, `minutes` the median time it takes.
    """

    code: str
    group: str
    per_1000: float
    lag_days: float
    channels: tuple[float, ...]
    minutes: float
    solved: float
    product: float

    @property
    def is_noise(self) -> bool:
        return self.code in NOISE

    @property
    def by_carrier(self) -> bool:
        return self.code in BY_CARRIER

    def lags(self, longest: int) -> Days:
        """How the contacts of one day's orders spread over the days after it; sums to 1."""
        days = np.arange(longest, dtype=float)
        if self.lag_days == 0:
            return (days == 0).astype(float)
        weights = (days + 0.5) * np.exp(-2 * (days + 0.5) / self.lag_days)
        return weights / weights.sum()


def load_profiles() -> list[Profile]:
    """The rows of profiles.csv, with the level-2 reason that repeats are compared on."""
    parents = {row["code"]: row["parent_code"] for row in files.rows("taxonomy.csv")}
    return [_profile(row, parents) for row in files.rows("profiles.csv")]


def _profile(row: dict[str, str], parents: dict[str, str]) -> Profile:
    parent = parents[row["code"]]
    return Profile(
        code=row["code"],
        group=parent if parents[parent] else row["code"],
        per_1000=float(row["per_1000"]),
        lag_days=float(row["lag_days"]),
        channels=tuple(float(row[channel]) / 100 for channel in CHANNELS),
        minutes=float(row["minutes"]),
        solved=float(row["solved"]) / 100,
        product=float(row["product"]) / 100,
    )
