import pytest
from pytest_django import Settings

from contactreductie.core.enums import DeliveryState
from contactreductie.core.models import OutboxMessage
from contactreductie.core.services import outbox
from contactreductie.demo import loading
from tests.factories.clock import amsterdam

pytestmark = pytest.mark.django_db
BEFORE, NEWEST = amsterdam("2026-03-02 06:00"), amsterdam("2026-03-09 06:00")


@pytest.fixture(autouse=True)
def mails() -> None:
    for event, moment in (("report-2026-W09", BEFORE), ("report-2026-W10", NEWEST)):
        outbox.enqueue_mail(
            event=event, recipient="a@lindehof.example", subject="s", text="t", now=moment
        )


def states() -> dict[str, tuple[str, object]]:
    rows = OutboxMessage.objects.values_list("event", "state", "sent_at")
    return {event: (state, sent_at) for event, state, sent_at in rows}


def test_mail_of_the_newest_monday_waits_where_it_goes_to_a_folder(settings: Settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    loading.settle_mail(newest=amsterdam("2026-03-09 00:00"))
    assert states() == {
        "report-2026-W09": (DeliveryState.SENT, BEFORE),
        "report-2026-W10": (DeliveryState.WAITING, None),
    }


def test_no_mail_of_the_demo_ever_reaches_a_mail_server(settings: Settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    loading.settle_mail(newest=amsterdam("2026-03-09 00:00"))
    assert {state for state, _sent_at in states().values()} == {DeliveryState.SENT}
