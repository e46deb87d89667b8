"""Denominators on the administrator's site; what is delivered of them comes by file or API."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from contactreductie.core.access import user_of
from contactreductie.core.admin import AdministratorOnly
from feedbackloop.models import Denominator
from feedbackloop.services import denominators


@admin.register(Denominator)
class DenominatorAdmin(AdministratorOnly):
    """A code is what deliveries know a denominator by: it is chosen once."""

    list_display = ("name_nl", "name_en", "code", "is_default")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        denominators.save_denominator(obj, actor=user_of(request), now=timezone.now())
