"""How often one person may ask."""

from datetime import timedelta

import pytest

from contactreductie.core import rate_limits
from contactreductie.core.models import User
from tests.factories import people
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


def asks(user: User, *, minutes: float = 0, action: str = "look") -> bool:
    now = MONDAY + timedelta(minutes=minutes)
    return rate_limits.may_go_on(action, user=user, per_minute=2, now=now)


def test_limit_is_per_person_per_action_and_per_minute() -> None:
    one, other = people.agent("one"), people.agent("other")

    assert [asks(one) for _time in range(4)] == [True, True, False, False]
    assert asks(other)
    assert asks(one, action="another")
    assert asks(one, minutes=1)
