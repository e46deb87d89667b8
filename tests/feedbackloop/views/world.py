"""A small organisation with nine weeks of contacts: ten a week, and more in the last."""

import re

from django.test import Client

from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import WeeklyReport
from raci.models import Department
from reasons.models import ContactReason
from tests.factories import feedbackloop as make
from tests.factories import reasons
from tests.factories.feedbackloop import W10

LAST_WEEK = 30
# A token, in which any few letters may stand.
RANDOM = re.compile(r"(?i)csrf\w*token\W+(value=\")?\w{64}")


def tree(*codes: str) -> list[ContactReason]:
    """A main reason with these reasons below it, and a channel."""
    if not reasons.Channel.objects.exists():
        reasons.channel("phone", name_nl="Telefoon")
    main = reasons.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    return [main, *(reasons.reason(code, main) for code in codes)]


def nine_weeks(*codes: str, last: int = LAST_WEEK, **fields: object) -> None:
    for code in codes:
        make.series(code, [10] * 8 + [last], **fields)


def reported(*codes: str, owner: bool = True, last: int = LAST_WEEK) -> WeeklyReport:
    """The report of 2026-W10 about these reasons, with logistics as their owner."""
    main = tree(*codes)[0]
    if owner:
        make.accountable(main, make.department("logistics"))
    make.department("service", is_customer_service=True)
    nine_weeks(*codes, last=last)
    return make.run_loop()


def incomplete(*, last: int = LAST_WEEK) -> WeeklyReport:
    """The report of 2026-W10 when the chat, which had 3 contacts a week, fell silent (F-3)."""
    tree("not-delivered")
    reasons.channel("chat", name_nl="Chat")
    nine_weeks("not-delivered", last=last)
    make.series("not-delivered", [3] * 8, last=W10.plus(-1), channel="chat")
    return make.run_loop()


def logistics() -> Department:
    return Department.objects.get(code="logistics")


def page(client: Client, url: str, status: int = 200, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == status
    return RANDOM.sub("", response.content.decode())


__all__ = ["W10", "IsoWeek", "incomplete", "logistics", "nine_weeks", "page", "reported", "tree"]
