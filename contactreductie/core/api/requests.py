"""What an endpoint knows about who asks."""

from typing import cast

from rest_framework.request import Request

from contactreductie.core.models import User


def user_of(request: Request) -> User:
    """The person behind a request that has passed DenyByDefault."""
    return cast(User, request.user)
