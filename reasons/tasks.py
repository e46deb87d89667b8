from celery import shared_task
from django.utils import timezone

from reasons.ingest import running
from reasons.queries import ingest as ingest_queries
from reasons.services import suggestions, uploads


@shared_task
def run_import(batch_id: int) -> None:
    running.run_stored(batch_id, clock=timezone.now)


@shared_task
def resume_imports() -> None:
    """Goes on with the oldest import that nobody works on; lets go of files not needed any more."""
    for batch_id in ingest_queries.due(timezone.now())[:1]:
        running.run_stored(batch_id, clock=timezone.now)
    uploads.tidy(now=timezone.now())


@shared_task
def learn_suggestions() -> None:
    suggestions.learn_if_due(now=timezone.now())
