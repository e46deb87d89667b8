"""Bearer tokens."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from contactreductie.core.models import ApiToken, User
from contactreductie.core.services import tokens


class BearerTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`: the request acts as the token's owner.

    It is answered in the owner's language, unless `Accept-Language` asks for another.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        keyword, _space, secret = get_authorization_header(request).partition(b" ")
        if keyword.lower() != b"bearer":
            return None
        token = tokens.find_token(secret.decode("ascii", "replace").strip(), now=timezone.now())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        if "Accept-Language" not in request.headers:
            translation.activate(token.owner.language)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
