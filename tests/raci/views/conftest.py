import pytest

from tests.factories import raci as make


@pytest.fixture
def org():
    return make.organisation()
