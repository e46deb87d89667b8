"""A task that only tests have; the worker of test_queue.py is told to load it."""

from pathlib import Path

from celery import shared_task


@shared_task
def leave_proof(path: str) -> None:
    partial = Path(f"{path}.partial")
    partial.write_text("done")
    partial.rename(path)
