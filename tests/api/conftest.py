import pytest

from tests.factories import reasons


@pytest.fixture
def lists() -> None:
    """A small tree, two channels and a dimension."""
    delivery = reasons.reason("delivery", name_nl="Levering", name_en="Delivery")
    carrier = reasons.carrier("postnl", "dhl")
    reasons.reason("not-delivered", delivery)
    reasons.reason("damaged", delivery, requires=(carrier,))
    reasons.reason("invoice", reasons.reason("money"))
    reasons.channel("phone")
    reasons.channel("mail")
