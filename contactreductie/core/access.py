"""Who may open a page: every view declares it, and a view without a declaration is refused."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from contactreductie.core.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Predicate = Callable[..., bool]


def requires(predicate: Predicate) -> Callable[[View[P]], View[P]]:
    """Only signed-in people for whom `predicate(user)` holds; others 403, strangers log in."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not predicate(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        cast(Any, guarded).access = predicate
        return guarded

    return decorate


def signed_in(view: View[P]) -> View[P]:
    """Anybody with an account."""
    return requires(_anybody)(view)


def public(view: View[P]) -> View[P]:
    """Anybody at all; for log-in and health only."""
    cast(Any, view).access = _anybody
    return view


def user_of(request: HttpRequest) -> "User":
    """The signed-in person behind a request that has passed `requires`."""
    return cast("User", request.user)


def _anybody(_user: object, _obj: object = None) -> bool:
    return True
