"""Predicates about roles alone."""

from typing import TYPE_CHECKING

from contactreductie.core.enums import Role

if TYPE_CHECKING:
    from contactreductie.core.models import User


def is_administrator(user: "User", _obj: object = None) -> bool:
    return user.has_role(Role.ADMINISTRATOR)
