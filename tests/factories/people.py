"""People with roles."""

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from contactreductie.core.services import people
from tests.factories.clock import MONDAY

PASSWORD = "correct-horse-battery"


def user(username: str = "agent", *roles: Role, language: str = "nl") -> User:
    return people.create_user(
        username=username,
        email=f"{username}@example.org",
        password=PASSWORD,
        roles=roles,
        language=language,
        now=MONDAY,
    )


def agent(username: str = "agent") -> User:
    return user(username, Role.AGENT)


def team_leader(username: str = "teamleider") -> User:
    return user(username, Role.TEAM_LEADER)


def coordinator(username: str = "regisseur") -> User:
    return user(username, Role.COORDINATOR)


def manager(username: str = "directie") -> User:
    return user(username, Role.MANAGER)
