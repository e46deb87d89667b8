"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from contactreductie import health, home
from contactreductie.core.access import signed_in

handler400 = "contactreductie.errors.bad_request"
# Reports are mailed to people's addresses, so only the administrator changes those.
no_own_addresses = signed_in(RedirectView.as_view(pattern_name="account_change_password"))

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("reasons.urls")),
    path("", include("raci.urls")),
    path("", include("feedbackloop.urls")),
    path("accounts/email/", no_own_addresses, name="account_email"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("contactreductie.api_urls")),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("language/", set_language, name="set_language"),
]
