"""The administrator's site: people and lists, nothing else.

Loaded before the models are: what needs them is imported where it is used.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class ProductAdminSite(AdminSite):
    site_header = site_title = "contactreductie"
    index_title = _("People and lists")
    site_url = "/imports/"

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Like every page: strangers log in, others than the administrator get a 403."""
        from contactreductie.core import access, rules

        return access.requires(rules.is_administrator)(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one way to log in, with its limits on guessing; this is not another."""
        return redirect("admin:index")

    def has_permission(self, request: HttpRequest) -> bool:
        from contactreductie.core import rules

        return request.user.is_authenticated and rules.is_administrator(request.user)


class AdminConfig(SimpleAdminConfig):
    """Only what our own apps register: libraries' tables are no lists of the organisation."""

    default_site = "contactreductie.admin.ProductAdminSite"

    def ready(self) -> None:
        super().ready()
        for app in ("reasons", "raci", "feedbackloop"):
            import_module(f"{app}.admin")
