"""What happened to a contact since it was registered, in words for who may correct it (C-11)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reasons.enums import Direction, Resolution
from reasons.models import Contact
from reasons.queries import versions
from reasons.queries.catalog import Catalog
from reasons.queries.versions import Content

NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """Who did something to a contact, when, and what is different since; `lines` is empty for
    the registration itself, `who` for one that came in with an import."""

    at: datetime
    who: str
    title: str
    lines: tuple[str, ...] = ()


def of_contact(contact: Contact, catalog: Catalog) -> list[Change]:
    """The newest change first, the registration last."""
    kept = versions.of_contact(contact.pk)
    contents = [*(version.content for version in kept), versions.content_of(contact)]
    words = Words(catalog, (get_language() or "nl")[:2])
    changes = [
        Change(
            version.replaced_at,
            str(version.replaced_by),
            _("Corrected"),
            tuple(words.differences(before, after)),
        )
        for version, (before, after) in zip(kept, pairwise(contents), strict=True)
    ]
    who = str(contact.agent) if contact.agent else contact.source
    return [*reversed(changes), Change(contact.recorded_at, who, _("Registered"))]


class Words:
    """Contents of a contact in words, in one language."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.catalog, self.language = catalog, language

    def differences(self, before: Content, after: Content) -> Iterator[str]:
        """One line per thing that is different; whose number it is stays unsaid (C-6)."""
        labels = {
            "reason": _("Reason"),
            "extra_reasons": _("Extra reasons"),
            "channel": _("Channel"),
            "direction": _("Direction"),
            "occurred_at": _("Moment of contact"),
            "dimensions": _("Details"),
            "resolution": _("Result"),
            "legs": _("Transfer or call back"),
            "note": _("Note"),
            "asked_by_us": _("We asked for this contact"),
            "referred_by_us": _("We sent the customer to this channel"),
        }
        for name, label in labels.items():
            old, new = before.get(name), after.get(name)
            if old != new:
                yield f"{label}: {self._told(name, old)} → {self._told(name, new)}"
        if before["customer_key"] != after["customer_key"]:
            yield _("Customer changed") if after["customer_key"] else _("Customer forgotten")

    def _told(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if not value:
            return NOTHING
        tell: dict[str, Callable[[Any], str]] = {
            "reason": self._reason,
            "extra_reasons": lambda codes: ", ".join(map(self._reason, codes)),
            "channel": lambda code: _name(self.catalog.channels.get(code), code),
            "direction": lambda code: str(Direction(code).label),
            "resolution": lambda code: str(Resolution(code).label),
            "occurred_at": _moment,
            "dimensions": self._values,
            "legs": lambda legs: "; ".join(_leg(*leg) for leg in legs),
        }
        return tell[name](value) if name in tell else f"“{value}”"

    def _reason(self, code: str) -> str:
        node = self.catalog.tree.by_code.get(code)
        return node.name_in(self.language) if node else code

    def _values(self, codes: dict[str, str]) -> str:
        known = self.catalog.values
        return ", ".join(
            _name(known.get(dimension, {}).get(code), code)
            for dimension, code in sorted(codes.items())
        )


def _name(item: Any, code: str) -> str:
    """What the lists call it; its code when the lists have it no more."""
    return str(item.name) if item else code


def _moment(text: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "j F H:i")


def _leg(_kind: str, target: str, due_at: str | None) -> str:
    return " ".join(filter(None, [target, due_at and _moment(due_at)])) or NOTHING
