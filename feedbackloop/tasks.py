from celery import shared_task
from django.utils import timezone

from feedbackloop.services import facts, loop


@shared_task
def refresh_facts() -> None:
    facts.refresh()


@shared_task
def run_due_loops() -> None:
    loop.run_due(now=timezone.now())
