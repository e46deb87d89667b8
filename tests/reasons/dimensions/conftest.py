"""Who keeps the dimensions, and a carrier with two values."""

from typing import Any

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from reasons.models import Dimension
from tests.factories import people, reasons
from tests.factories.clock import MONDAY


@pytest.fixture
def keeper() -> User:
    return people.user("beheerder", Role.ADMINISTRATOR)


@pytest.fixture
def by(keeper: User) -> dict[str, Any]:
    return {"actor": keeper, "now": MONDAY}


@pytest.fixture
def carrier() -> Dimension:
    return reasons.carrier("postnl", "dhl")
