from django.apps import AppConfig

# Loaded with the apps, so that `delay` in a web process finds the configured queue.
from contactreductie.celery import app as celery_app

__all__ = ["HouseConfig", "celery_app"]


class HouseConfig(AppConfig):
    """The composition: its commands (`prepare`, `serve`) and the Celery application."""

    name = "contactreductie"
