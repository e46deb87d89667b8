"""The administrator's site: people and lists, nothing else."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ProductAdminSite(AdminSite):
    site_header = site_title = "contactreductie"
    index_title = _("People and lists")
    login_template = None

    def has_permission(self, request: HttpRequest) -> bool:
        from contactreductie.core import rules

        return request.user.is_authenticated and rules.is_administrator(request.user)


class AdminConfig(DjangoAdminConfig):
    default_site = "contactreductie.admin.ProductAdminSite"
