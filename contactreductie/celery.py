"""The Celery application: clock and muscle; rows in the database are the queue of record."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactreductie.settings")

app = Celery("contactreductie")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
