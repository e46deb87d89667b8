"""Finds the msgids in Python source and in templates. Babel is a development dependency."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import extract
from django.utils.translation.template import templatize

TEMPLATE_SUFFIXES = (".html", ".txt")
NOT_OURS = ("migrations", "tests", "__pycache__")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, order=True)
class Message:
    """One text to translate; without a plural or a context those are empty."""

    msgid: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks it up by."""
        return self.context, self.msgid


def find_messages(roots: Iterable[Path]) -> list[Message]:
    """Every message below the roots, once; of two with one key the one with a plural wins."""
    found: dict[tuple[str, str], Message] = {}
    for message in sorted(set(_all_messages(roots))):
        found[message.key] = message
    return sorted(found.values())


def _all_messages(roots: Iterable[Path]) -> Iterator[Message]:
    for root in roots:
        for path in sorted(root.rglob("*")):
            if not path.is_file() or set(path.parts) & set(NOT_OURS):
                continue
            if path.suffix == ".py":
                yield from _messages_in(path.read_text(encoding="utf-8"))
            elif path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts:
                yield from _messages_in(_as_python(path))


def _as_python(path: Path) -> str:
    """Django's own reading of a template, without the indentation Python would trip over."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.lstrip() for line in source.splitlines())


def _messages_in(source: str) -> Iterator[Message]:
    file = io.BytesIO(source.encode())
    for _line, found, _comments, context in extract.extract("python", file, keywords=KEYWORDS):
        msgid, plural = found if isinstance(found, tuple) else (found, "")
        yield Message(msgid, plural, context or "")
