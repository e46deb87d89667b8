"""One list of names with codes: channels, dimensions, the values of a dimension."""

from collections.abc import Iterable, Mapping
from typing import Self

from reasons.ingest.codes import MAX_LENGTH, free_code
from reasons.models.naming import NamedInBothLanguages
from reasons.services.taxonomy import name_key


class NameList:
    """Finds a code by itself or by a name, whatever its capitals, accents and spaces.

    What is new keeps the name its system knows it by as its code, so that other files and the
    API of the same system find it. `planned` holds what is not in the database yet: names by the
    codes they will get. `names` are all names in the form in which they are compared.
    """

    def __init__(self, entries: Iterable[tuple[str, Iterable[str]]], *, create: bool) -> None:
        self.create = create
        self.planned: dict[str, str] = {}
        self.names: set[str] = set()
        self._codes: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        for code, names in entries:
            self._codes[code] = code
            self.names.update(name_key(name) for name in names if name)
            for name in (*names, code):
                if name:
                    self._keys.setdefault(name_key(name), code)

    @classmethod
    def of_named(cls, items: Mapping[str, NamedInBothLanguages], *, create: bool) -> Self:
        """The list of things by code that carry a name in both languages."""
        entries = ((code, (item.name_nl, item.name_en)) for code, item in items.items())
        return cls(entries, create=create)

    def find(self, text: str) -> str | None:
        """The code for a text; None when it is unknown and nothing may be added."""
        code = self._codes.get(text) or self._keys.get(name_key(text))
        if code is None and self.create:
            name = " ".join(text.split())
            code = name if len(name) <= MAX_LENGTH else free_code(name, taken=self._codes)
            self.planned[code] = name[:200]
            self._codes[code] = code
            self._keys[name_key(text)] = code
            self.names.add(name_key(text))
        return code
