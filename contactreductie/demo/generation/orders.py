"""Orders per day and shipments per carrier: what the contacts are divided by."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, exp, pi

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from contactreductie.demo.generation.episodes import OUTAGE_WEEK
from contactreductie.demo.generation.period import Days, Period, black_friday

ORDERS_PER_DAY = 1_130.0
GROWTH_PER_YEAR = 0.09
WEEKDAYS = (1.14, 1.04, 1.02, 0.98, 0.88, 0.82, 1.12)
CARRIERS = {"snelpost": 0.46, "bezorgt": 0.36, "groenerit": 0.18}
WARM_UP_DAYS = 120  # contacts of the first week follow orders of the months before


@dataclass(frozen=True)
class Orders:
    """`per_day` has `WARM_UP_DAYS` before the period; `shipments[carrier]` counts per week."""

    per_day: NDArray[np.int64]
    shipments: dict[str, NDArray[np.int64]]

    @property
    def in_period(self) -> NDArray[np.int64]:
        return self.per_day[WARM_UP_DAYS:]


def generate_orders(period: Period, random: Generator) -> Orders:
    days = period.earlier(WARM_UP_DAYS)
    expected = np.array([_expected(day, period) for day in days])
    luck = np.exp(random.normal(0, 0.045, len(days)))
    per_day = random.poisson(expected * luck)
    return Orders(per_day, _shipments(per_day[WARM_UP_DAYS:], random))


def carrier_shares(weeks: int) -> dict[str, Days]:
    """Each carrier's part of the shipments per week: the green one grows, the largest shrinks."""
    moved = np.linspace(0, 0.05, weeks)
    signs = {"snelpost": -1.0, "bezorgt": 0.0, "groenerit": 1.0}
    return {code: share + signs[code] * moved for code, share in CARRIERS.items()}


def _expected(day: date, period: Period) -> float:
    years = (day - period.days[-1]).days / 365.25
    growth = exp(years * np.log(1 + GROWTH_PER_YEAR))
    factor = ORDERS_PER_DAY * growth * WEEKDAYS[day.weekday()] * _season(day) * _peak(day)
    return float(factor * (0.55 if _is_outage(day, period) else 1.0))


def _season(day: date) -> float:
    """High in the months before Christmas, a lower top in spring, low in summer."""
    turn = 2 * pi * day.timetuple().tm_yday / 365.25
    return 1 + 0.11 * cos(turn - 2 * pi * 330 / 365) + 0.08 * cos(2 * (turn - 2 * pi * 118 / 365))


def _peak(day: date) -> float:
    """Black Friday and the days around it, Sinterklaas, Christmas."""
    from_friday = (day - black_friday(day.year)).days
    around = {-4: 1.15, -3: 1.2, -2: 1.3, -1: 1.6, 0: 2.7, 1: 1.9, 2: 1.9, 3: 2.1}
    factor = around.get(from_friday, 1.0)
    if date(day.year, 11, 22) <= day <= date(day.year, 12, 3):
        factor *= 1.15
    if date(day.year, 12, 6) <= day <= date(day.year, 12, 20):
        factor *= 1.18
    return factor * (0.55 if (day.month, day.day) in {(12, 24), (12, 25), (12, 31), (1, 1)} else 1)


def _is_outage(day: date, period: Period) -> bool:
    first = period.week(OUTAGE_WEEK).monday + timedelta(days=1)
    return first <= day <= first + timedelta(days=1)


def _shipments(per_day: NDArray[np.int64], random: Generator) -> dict[str, NDArray[np.int64]]:
    """Parcels per week: a few orders go in two, and each carrier has its part."""
    per_week = per_day.reshape(-1, 7).sum(axis=1)
    shares = carrier_shares(len(per_week))
    return {code: random.poisson(per_week * 1.06 * share) for code, share in shares.items()}
