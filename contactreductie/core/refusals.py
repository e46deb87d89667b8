"""Refusals: a rule of the product says no, in words for the person who asked.

Services raise them; pages, API and commands each show them in their own way. The message is an
English msgid marked with `gettext_noop`, so that whoever reads it later gets his own language.
"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refusal(Exception):
    """A rule is broken (422). `field` names the input to blame, `rule` the rule's ID.

    `parameters` are filled into the message's `%(name)s` after it is translated.
    """

    status = 422

    def __init__(
        self, message: "StrOrPromise", *, field: str = "", rule: str = "", **parameters: Any
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.rule = rule
        self.parameters = parameters

    def __str__(self) -> str:
        return worded(self.message, self.parameters)


def worded(message: "StrOrPromise", parameters: dict[str, Any]) -> str:
    """A msgid with its parameters, in the language now active."""
    text = gettext(message) if isinstance(message, str) else str(message)
    return text % parameters if parameters else text


class NotAllowed(Refusal):
    """Not within this person's role (403)."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("You do not have permission to do this."))


class Conflict(Refusal):
    """Somebody else was first (409)."""

    status = 409

    def __init__(self, message: "StrOrPromise" = "") -> None:
        super().__init__(message or _("Somebody else has just changed this. Reload and try again."))
