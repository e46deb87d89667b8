"""Mail: put into the outbox with the change that causes it, delivered by the beat."""

import logging
import smtplib
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q

from contactreductie.core.enums import DeliveryState
from contactreductie.core.models import OutboxMessage

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 8
SERVER_DOWN = (
    ConnectionError,
    TimeoutError,
    socket.gaierror,
    smtplib.SMTPConnectError,
    smtplib.SMTPServerDisconnected,
)


def enqueue_mail(
    *, event: str, recipient: str, subject: str, text: str, html: str = "", now: datetime
) -> None:
    """Puts one mail into the outbox; the same event to the same address is written once."""
    message = OutboxMessage(
        event=event,
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        created_at=now,
        due_at=now,
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def deliver_due(*, clock: Callable[[], datetime], limit: int = 100) -> int:
    """Sends what is due and returns how many went out; each failure waits longer than the last.

    A mail server that does not answer ends the round: the rest stays due, and the worker is not
    kept from its other work by one time-out after another.
    """
    due = OutboxMessage.objects.filter(state=DeliveryState.WAITING, due_at__lte=clock())
    sent = 0
    for message in due.order_by("due_at", "pk")[:limit]:
        try:
            sent += _deliver(message, now=clock())
        except SERVER_DOWN:
            break
    return sent


def _deliver(message: OutboxMessage, *, now: datetime) -> bool:
    if not _claim(message, now=now):
        return False
    try:
        _mail(message).send()
    except SERVER_DOWN as error:
        _note_failure(message, error)
        raise
    except Exception as error:  # trouble with this mail: keep it, try again later
        _note_failure(message, error)
        return False
    # Marked after sending: a crash in between may send twice, never zero times.
    OutboxMessage.objects.filter(pk=message.pk).update(state=DeliveryState.SENT, sent_at=now)
    return True


def _claim(message: OutboxMessage, *, now: datetime) -> bool:
    """Moves the due time on, and so keeps every other worker off until the back-off is over."""
    wait = timedelta(minutes=2 ** min(message.attempts, 6))
    unclaimed = Q(pk=message.pk, state=DeliveryState.WAITING, due_at=message.due_at)
    claimed = OutboxMessage.objects.filter(unclaimed).update(
        due_at=now + wait, attempts=F("attempts") + 1
    )
    return claimed == 1


def _mail(message: OutboxMessage) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.recipient],
        headers={"Message-ID": f"<{message.pk}@{domain}>"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _note_failure(message: OutboxMessage, error: Exception) -> None:
    log.warning("outbox_delivery_failed id=%s error=%s", message.pk, type(error).__name__)
    state = DeliveryState.FAILED if message.attempts + 1 >= MAX_ATTEMPTS else DeliveryState.WAITING
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=state, last_error=f"{type(error).__name__}: {error}"[:200]
    )
