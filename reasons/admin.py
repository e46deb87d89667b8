"""Channels on the administrator's site. Reasons and dimensions have pages of their own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from contactreductie.core.access import user_of
from contactreductie.core.admin import AdministratorOnly
from reasons.models import Channel
from reasons.services import lists


@admin.register(Channel)
class ChannelAdmin(AdministratorOnly):
    """A code is what other systems know an item by: it is chosen once."""

    list_display = ("name_nl", "name_en", "code", "position", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        lists.save_item(obj, actor=user_of(request), now=timezone.now())
