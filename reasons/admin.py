"""Channels and dimensions on the administrator's site. Reasons have pages of their own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from contactreductie.core.access import user_of
from contactreductie.core.admin import AdministratorOnly
from reasons.models import Channel, Dimension, DimensionValue
from reasons.services import lists


class ListAdmin(AdministratorOnly):
    """A code is what other systems know an item by: it is chosen once."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        lists.save_item(obj, actor=user_of(request), now=timezone.now())


@admin.register(Channel)
class ChannelAdmin(ListAdmin):
    list_display = ("name_nl", "name_en", "code", "position", "is_active")


@admin.register(Dimension)
class DimensionAdmin(ListAdmin):
    list_display = ("name_nl", "name_en", "code", "position")


@admin.register(DimensionValue)
class DimensionValueAdmin(ListAdmin):
    list_display = ("name", "code", "dimension", "is_active")
    list_filter = ("dimension", "is_active")
    list_select_related = ("dimension",)
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("dimension", "code") if obj else ()
