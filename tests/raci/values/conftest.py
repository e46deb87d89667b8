from dataclasses import dataclass

import pytest

from contactreductie.core.models import User
from reasons.models import ContactReason
from tests.factories import raci as make
from tests.factories.raci import Organisation
from tests.factories.values import scorer


@dataclass(frozen=True)
class Panel:
    """A coordinator of customer service, the head of logistics, a manager with a department."""

    org: Organisation
    reason: ContactReason
    coordinator: User
    head: User
    manager: User


@pytest.fixture
def panel() -> Panel:
    org = make.organisation()
    make.customer_vision(org.manager)
    board = make.department("directie")
    return Panel(
        org=org,
        reason=org.reason,
        coordinator=scorer("regie", org.customer_service),
        head=org.head,
        manager=make.join(org.manager, board),
    )
