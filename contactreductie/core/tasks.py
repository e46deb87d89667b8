from celery import shared_task
from django.utils import timezone

from contactreductie.core.services import outbox


@shared_task
def deliver_outbox() -> None:
    outbox.deliver_due(clock=timezone.now)
