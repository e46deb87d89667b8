"""What every list on the administrator's site has in common."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from contactreductie.core import rules
from contactreductie.core.access import user_of


class AdministratorOnly(admin.ModelAdmin):
    """Whoever may enter this site may do all of it, except delete: what was used stays."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rules.is_administrator(user_of(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return rules.is_administrator(user_of(request))

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
