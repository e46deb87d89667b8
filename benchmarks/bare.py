"""The limit for saving: a project by hand with one view and one INSERT, and nothing else.

Served like the product and with its database settings, into the same table with the same
indexes. What it does not do: know who asks, check anything, recognise what was sent twice or
withdrawn, link repeats, mark the day for counting, write the audit trail, speak a language.
With `BARE_LOGIN` it has Django's default middleware and asks for a log-in, for information.
"""

import json
import os
import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings

from contactreductie import settings as product

LOGIN = bool(os.environ.get("BARE_LOGIN"))
DEFAULT_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LOGIN_APPS = ["auth", "contenttypes", "sessions", "messages"]
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    AUTH_USER_MODEL=product.AUTH_USER_MODEL,
    DATABASES=product.DATABASES,
    DEBUG=False,
    INSTALLED_APPS=[f"django.contrib.{app}" for app in LOGIN_APPS] + ["contactreductie.core"]
    if LOGIN
    else [],
    MIDDLEWARE=DEFAULT_MIDDLEWARE if LOGIN else [],
    ROOT_URLCONF=__name__,
    SECRET_KEY=product.SECRET_KEY,
    TIME_ZONE=product.TIME_ZONE,
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402


class Contact(models.Model):
    """The product's table, without its relations."""

    id = models.UUIDField(primary_key=True)
    occurred_at = models.DateTimeField()
    local_date = models.DateField()
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    channel_id = models.BigIntegerField()
    direction = models.CharField(max_length=8)
    reason_id = models.BigIntegerField()
    customer_key = models.CharField(max_length=32)
    resolution = models.CharField(max_length=11)
    handle_seconds = models.PositiveIntegerField(null=True)
    wrap_up_seconds = models.PositiveIntegerField(null=True)
    asked_by_us = models.BooleanField(default=False)
    referred_by_us = models.BooleanField(default=False)
    follows_id = models.UUIDField(null=True)
    note = models.CharField(max_length=280)
    agent_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=60)
    external_ref = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=32)
    delivery_row = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "reasons_contact"


def save(request: HttpRequest) -> JsonResponse:
    """One INSERT of the row as it was sent."""
    row: dict[str, Any] = json.loads(request.body)
    moment = datetime.fromisoformat(row["occurred_at"])
    row |= {"id": uuid.UUID(row["id"]), "local_date": date.fromisoformat(row["local_date"])}
    row |= {"occurred_at": moment, "recorded_at": moment, "changed_at": moment}
    Contact.objects.create(**row)
    return JsonResponse({"id": str(row["id"])})


urlpatterns = [path("save/", login_required(save) if LOGIN else save)]
