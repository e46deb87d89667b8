"""People and their roles."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from contactreductie.core.enums import Role
from contactreductie.core.models import RoleGrant, User
from contactreductie.core.services import audit


@transaction.atomic
def create_user(
    *,
    username: str,
    email: str,
    first_name: str = "",
    last_name: str = "",
    password: str | None = None,
    roles: Iterable[Role] = (),
    language: str = "nl",
    actor: User | None = None,
    now: datetime,
) -> User:
    """A person with an account and roles; without a password they set one by mail."""
    user = User.objects.create_user(
        username,
        email,
        password,
        first_name=first_name,
        last_name=last_name,
        language=language,
    )
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    audit.record_event(verb="user_created", subject=user, actor=actor, now=now, roles=sorted(roles))
    return user


@transaction.atomic
def grant_role(*, user: User, role: Role, actor: User | None, now: datetime) -> None:
    """One role more for a person; nothing happens when they have it."""
    _grant, created = RoleGrant.objects.get_or_create(user=user, role=role)
    if created:
        user.__dict__.pop("roles", None)
        audit.record_event(verb="role_granted", subject=user, actor=actor, now=now, role=role)
