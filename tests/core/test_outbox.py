"""Mail: once per event and address, late rather than lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from contactreductie.core.enums import DeliveryState
from contactreductie.core.models import OutboxMessage
from contactreductie.core.services import outbox
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
BROKEN = "tests.core.test_outbox.BrokenBackend"


def at(moment: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: moment


class SilentBackend(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages: Any) -> int:
        raise TimeoutError("timed out")


class BrokenBackend(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPException("451 try later")


def enqueue(event: str = "report:2026-W10", recipient: str = "a@example.org") -> None:
    outbox.enqueue_mail(
        event=event, recipient=recipient, subject="Weekrapport", text="Hoi", now=MONDAY
    )


def test_enqueue_mail_same_event_and_address_is_written_once() -> None:
    enqueue()
    enqueue()
    enqueue(recipient="b@example.org")

    assert OutboxMessage.objects.count() == 2


def test_deliver_due_sends_once_with_a_message_id_of_its_own() -> None:
    enqueue()

    assert outbox.deliver_due(clock=at(MONDAY)) == 1
    assert outbox.deliver_due(clock=at(MONDAY + timedelta(days=1))) == 0

    message = OutboxMessage.objects.get()
    assert message.state == DeliveryState.SENT
    assert [sent.subject for sent in mail.outbox] == ["Weekrapport"]
    assert str(message.pk) in mail.outbox[0].extra_headers["Message-ID"]


def test_deliver_due_before_its_time_waits() -> None:
    enqueue()

    assert outbox.deliver_due(clock=at(MONDAY - timedelta(seconds=1))) == 0
    assert mail.outbox == []


def test_deliver_due_mail_server_down_tries_again_later(settings: Any) -> None:
    enqueue()
    settings.EMAIL_BACKEND = BROKEN

    assert outbox.deliver_due(clock=at(MONDAY)) == 0
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts) == (DeliveryState.WAITING, 1)
    assert message.last_error == "SMTPException: 451 try later"
    assert message.due_at > MONDAY

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.deliver_due(clock=at(message.due_at)) == 1
    assert len(mail.outbox) == 1


def test_deliver_due_gives_up_after_the_last_attempt_and_shows_it(settings: Any) -> None:
    enqueue()
    settings.EMAIL_BACKEND = BROKEN

    for day in range(outbox.MAX_ATTEMPTS + 2):
        outbox.deliver_due(clock=at(MONDAY + timedelta(days=day)))

    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts) == (DeliveryState.FAILED, outbox.MAX_ATTEMPTS)


def test_deliver_due_server_that_does_not_answer_ends_the_round(settings: Any) -> None:
    enqueue()
    enqueue(recipient="b@example.org")
    settings.EMAIL_BACKEND = BROKEN.replace("Broken", "Silent")

    assert outbox.deliver_due(clock=at(MONDAY)) == 0
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 1]


def test_deliver_due_slow_round_keeps_each_claim_in_the_future(settings: Any) -> None:
    """The claim counts from when the message's turn came, not from when the round began."""
    enqueue()
    enqueue(recipient="b@example.org")
    settings.EMAIL_BACKEND = BROKEN
    moments = iter([MONDAY, MONDAY, MONDAY + timedelta(minutes=10)])

    outbox.deliver_due(clock=lambda: next(moments))

    due = sorted(OutboxMessage.objects.values_list("due_at", flat=True))
    assert due == [MONDAY + timedelta(minutes=1), MONDAY + timedelta(minutes=11)]
