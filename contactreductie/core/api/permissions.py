"""Deny by default: an endpoint opens only with predicates of its own."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from contactreductie.core.access import Predicate
from contactreductie.core.enums import TokenScope
from contactreductie.core.models import ApiToken


class DenyByDefault(BasePermission):
    """Opens what the view declares in `access`: {method: predicate(user)}.

    A token must also have the scope: reading for safe methods, writing for the others.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        method = _method(request)
        if method == "options" or not hasattr(view, method):
            return True  # nothing to open: 405
        declared: dict[str, Predicate] = getattr(view, "access", {})
        predicate = declared.get(method)
        return predicate is not None and _scope_suffices(request) and predicate(request.user)


def _method(request: Request) -> str:
    """The declared name of the request's method: HEAD is a GET without its body."""
    method = (request.method or "").lower()
    return "get" if method == "head" else method


def _scope_suffices(request: Request) -> bool:
    if not isinstance(request.auth, ApiToken):
        return True
    return request.method in SAFE_METHODS or request.auth.scope != TokenScope.READ
