"""Access, language and refusals, for every page alike."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from contactreductie.core.refusals import Refusal

Next = Callable[[HttpRequest], HttpResponseBase]
# Views of libraries that guard themselves: log-in pages, the admin site, the language switch.
SELF_GUARDED = (
    "allauth.",
    "contactreductie.admin",
    "django.contrib.admin.",
    "django.views.i18n",
    "django.views.static",
)


class DenyByDefaultMiddleware:
    """Refuses every view that does not say who may open it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        api_view = getattr(view, "cls", None)
        declared = hasattr(view, "access") or hasattr(api_view, "permission_classes")
        if declared or view.__module__.startswith(SELF_GUARDED):
            return None
        raise PermissionDenied(f"{view.__module__}.{view.__qualname__} declares no access")


class NoNulInAddressMiddleware:
    """No code of ours holds a NUL, so an address with one leads nowhere; PostgreSQL would fail on
    it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, _request: HttpRequest, _view: Any, _args: Any, kwargs: Any) -> None:
        if any("\0" in value for value in kwargs.values() if isinstance(value, str)):
            raise Http404


class UserLanguageMiddleware:
    """A signed-in person's own language, unless this browser chose another."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = "django_language" in request.COOKIES
        if request.user.is_authenticated and not chosen:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class RefusalMiddleware:
    """A refusal no view caught becomes a page that says why, with the right status."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return render(request, "refusal.html", {"refusal": error}, status=error.status)
