"""What the scheduler asks of raci."""

from celery import shared_task
from django.utils import timezone

from raci.services import reminders


@shared_task
def send_reminders() -> None:
    """Once a day is enough, more often does no harm."""
    reminders.send_reminders(now=timezone.now())
