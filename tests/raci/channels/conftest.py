import pytest

from reasons.models import Channel
from tests.factories import raci as make
from tests.factories import reasons
from tests.factories.raci import Organisation


@pytest.fixture
def org() -> Organisation:
    made = make.organisation()
    make.customer_vision(made.manager)
    return made


@pytest.fixture
def phone() -> Channel:
    return reasons.channel("phone", name_nl="Telefoon")
