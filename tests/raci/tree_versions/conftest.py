import pytest

from contactreductie.core.models import User
from tests.factories import people
from tests.factories import reasons as make


@pytest.fixture
def keeper() -> User:
    return people.coordinator()


@pytest.fixture
def tree() -> None:
    """Delivery with two questions and the rest below it, and money with one."""
    delivery = make.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    make.reason("lost", delivery, name_nl="Waar blijft mijn pakket?", position=10)
    make.reason("late", delivery, name_nl="Te laat", position=20)
    make.reason("rest", delivery, name_nl="Overig", kind="catch_all", position=30)
    money = make.reason("money", name_nl="Geld")
    make.reason("invoice", money, name_nl="Factuur")
