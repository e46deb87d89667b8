import pytest
from django.test import Client

from contactreductie.core.models import User
from raci.models import Department
from tests.factories import people, raci, reasons


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    carrier = reasons.carrier("postnl", "dhl")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd")
    reasons.reason("damaged", delivery, name_nl="Beschadigd", requires=(carrier,))
    reasons.reason("invoice", reasons.reason("money"), name_nl="Factuur")
    reasons.channel("phone", name_nl="Telefoon")
    reasons.channel("chat", name_nl="Chat")


@pytest.fixture
def team() -> Department:
    return raci.department("team", parent=raci.department("service", is_customer_service=True))


@pytest.fixture
def agent(team: Department) -> User:
    return raci.join(people.agent(), team)


@pytest.fixture
def agent_client(client: Client, agent: User) -> Client:
    client.force_login(agent)
    return client
