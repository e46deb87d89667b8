"""How people log in: accounts are made by the administrator, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import LoginForm as AllauthLoginForm
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

from contactreductie.core.models import User
from contactreductie.core.queries import people

# Django's rules for passwords, whose own Dutch says "uw" or is missing: here, our catalogue speaks.
PASSWORD_RULES = (
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class LoginForm(AllauthLoginForm):
    """With the cursor where typing starts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True


class Backend(AuthenticationBackend):
    """Knows a person's roles as soon as it knows the person."""

    def get_user(self, user_id: int) -> User | None:
        return people.active_person(user_id)
