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
        user.__dict__.pop("granted_roles", None)
        audit.record_event(verb="role_granted", subject=user, actor=actor, now=now, role=role)


@transaction.atomic
def update_user(
    *,
    user: User,
    email: str,
    first_name: str,
    last_name: str,
    language: str,
    roles: Iterable[Role],
    actor: User | None,
    now: datetime,
) -> User:
    """Changes who somebody is; leaving is another matter (raci.services.hand_over)."""
    wanted = set(roles)
    for name, value in (
        ("email", email),
        ("first_name", first_name),
        ("last_name", last_name),
        ("language", language),
    ):
        setattr(user, name, value)
    user.save(update_fields=["email", "first_name", "last_name", "language"])
    user.role_grants.exclude(role__in=wanted).delete()
    for role in sorted(wanted):
        RoleGrant.objects.get_or_create(user=user, role=role)
    user.__dict__.pop("granted_roles", None)
    audit.record_event(
        verb="user_changed", subject=user, actor=actor, now=now, roles=sorted(wanted)
    )
    return user


def activate_user(*, user: User, actor: User | None, now: datetime) -> None:
    """Somebody is back."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record_event(verb="user_activated", subject=user, actor=actor, now=now)
