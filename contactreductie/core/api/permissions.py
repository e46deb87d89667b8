"""Deny by default: an endpoint opens only with predicates of its own."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from contactreductie.core.access import Predicate
from contactreductie.core.enums import TokenScope
from contactreductie.core.models import ApiToken


class DenyByDefault(BasePermission):
    """Opens what the view declares in `access`: {method or action: predicate(user)}.

    A token must also have the scope: reading for safe methods, writing for the others.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        predicate = self._predicate(request, view)
        return predicate is not None and _scope_suffices(request) and predicate(request.user)

    @staticmethod
    def _predicate(request: Request, view: Any) -> Predicate | None:
        declared: dict[str, Predicate] = getattr(view, "access", {})
        key = getattr(view, "action", None) or (request.method or "").lower()
        return declared.get(key)


def _scope_suffices(request: Request) -> bool:
    if not isinstance(request.auth, ApiToken):
        return True
    return request.method in SAFE_METHODS or request.auth.scope != TokenScope.READ
