"""The generated history is the same every time, and believable."""

import hashlib
from dataclasses import fields
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from contactreductie.demo.generation import history
from contactreductie.demo.generation.demand import NONE
from contactreductie.demo.generation.episodes import LATE_CARRIER
from contactreductie.demo.generation.history import Contacts, History
from contactreductie.demo.generation.orders import CARRIERS
from contactreductie.demo.generation.period import black_friday
from contactreductie.demo.generation.profiles import CHANNELS
from tests.factories.clock import MONDAY

WINDOW = 14


@pytest.fixture(scope="module")
def made() -> History:
    return history.generate(MONDAY)


def digest(contacts: Contacts) -> str:
    columns = (getattr(contacts, field.name).tobytes() for field in fields(contacts))
    return hashlib.sha256(b"".join(columns)).hexdigest()


def chosen(made: History, *codes: str) -> NDArray[np.bool_]:
    numbers = [n for n, profile in enumerate(made.profiles) if profile.code in codes]
    return np.isin(made.contacts.reason, numbers)


def noise(made: History) -> NDArray[np.bool_]:
    return chosen(made, *(profile.code for profile in made.profiles if profile.is_noise))


def per_week(made: History, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.bincount(made.contacts.day[rows] // 7, minlength=len(made.period.weeks))


def test_same_week_gives_the_same_history(made: History):
    again = history.generate(MONDAY + timedelta(days=3))
    assert digest(again.contacts) == digest(made.contacts)
    assert again.orders.per_day.tolist() == made.orders.per_day.tolist()


def test_another_week_gives_another_history(made: History):
    later = history.generate(MONDAY + timedelta(days=7))
    assert digest(later.contacts) != digest(made.contacts)


def test_shop_gets_five_to_twelve_contacts_per_hundred_orders(made: History):
    ratio = 100 * per_week(made, ~noise(made)) / made.orders.in_period.reshape(-1, 7).sum(axis=1)
    assert 7 <= ratio.mean() <= 10
    assert ratio.min() >= 5
    assert ratio.max() <= 13


def test_history_is_sixty_to_ninety_thousand_contacts(made: History):
    assert 60_000 <= len(made.contacts) <= 90_000


def test_catch_alls_take_three_to_six_percent(made: History):
    rest = chosen(made, *(p.code for p in made.profiles if p.code.endswith("-overig")))
    assert 0.03 <= rest.sum() / (~noise(made)).sum() <= 0.06


def test_ten_to_fifteen_percent_have_no_customer(made: History):
    assert 0.10 <= (made.contacts.customer[~noise(made)] == NONE).mean() <= 0.15


def test_every_reason_occurs_and_every_letter_week_has_letters(made: History):
    assert len(np.unique(made.contacts.reason)) == len(made.profiles)
    letters = made.contacts.channel == CHANNELS.index("letter")
    assert per_week(made, letters).min() > 0


def test_three_quarters_are_helped_at_once(made: History):
    """First contact resolution as domain.md counts it: same reason at level 2, day 14 counts."""
    followed = [0, 0]
    last: dict[tuple[int, str], int] = {}
    groups = [profile.group for profile in made.profiles]
    found = made.contacts
    keyed = np.flatnonzero(~noise(made) & (found.customer != NONE))
    for row in keyed:
        case = (int(found.customer[row]), groups[found.reason[row]])
        gap = int(found.day[row]) - last.get(case, -99)
        followed[0] += gap <= WINDOW
        last[case] = int(found.day[row])
    assert 0.70 <= 1 - followed[0] / len(keyed) <= 0.82


def test_nobody_calls_on_sunday_or_when_the_clock_changes(made: History):
    phone = made.contacts.channel == CHANNELS.index("phone")
    assert set(np.unique(made.contacts.day[phone] % 7)) == {0, 1, 2, 3, 4, 5}
    assert not np.isin(made.contacts.second // 3600, [1, 2, 3, 4, 5]).any()


def test_contacts_come_in_order_of_time(made: History):
    moments = made.contacts.day * 86_400 + made.contacts.second
    assert (np.diff(moments) >= 0).all()


def test_carrier_is_known_exactly_where_the_reason_demands_it(made: History):
    demanding = chosen(made, *(p.code for p in made.profiles if p.by_carrier))
    assert ((made.contacts.carrier != NONE) == demanding).all()


def test_one_carrier_is_late_in_the_newest_weeks(made: History):
    late = chosen(made, "bezorgmoment-voorbij")
    of_carrier = made.contacts.carrier == list(CARRIERS).index(LATE_CARRIER)
    weeks = per_week(made, late & of_carrier)
    others = per_week(made, late & ~of_carrier)
    assert weeks[-1] >= 3 * weeks[-12:-4].mean()
    assert others[-1] <= 2 * others[-12:-4].mean()


def test_fewer_ask_how_to_return_since_the_label_is_in_the_mail(made: History):
    asked = per_week(made, chosen(made, "retourlabel", "retour-inleveren", "retourtermijn"))
    orders = made.orders.in_period.reshape(-1, 7).sum(axis=1)
    before, after = asked[-16:-9] / orders[-16:-9], asked[-6:] / orders[-6:]
    assert after.mean() <= 0.75 * before.mean()


def test_orders_double_on_black_friday(made: History):
    friday = made.period.place(black_friday(2025))
    orders = made.orders.in_period
    assert orders[friday] >= 2 * orders[friday - 14]
