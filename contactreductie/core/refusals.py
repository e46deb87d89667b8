"""Refusals: a rule of the product says no, in words for the person who asked.

Services raise them; pages, API and commands each show them in their own way.
"""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A rule is broken (422). `field` names the input to blame, `rule` the rule's ID."""

    status = 422

    def __init__(self, message: StrOrPromise, *, field: str = "", rule: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.rule = rule

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refusal):
    """Not within this person's role (403)."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("You do not have permission to do this."))


class Conflict(Refusal):
    """Somebody else was first (409)."""

    status = 409

    def __init__(self, message: StrOrPromise = "") -> None:
        super().__init__(
            message or _("Somebody else has just changed this. Reload and try again.")
        )
