import pytest

from tests.factories import raci as make
from tests.factories.raci import Organisation


@pytest.fixture
def org() -> Organisation:
    return make.organisation()
