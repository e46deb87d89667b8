"""Mapping files: how the columns, formats and values of another system become ours.

`docs/imports.md` describes the format for the people who write them. A mapping is kept with its
batch as the document it was read from, so that a stopped import goes on with the same one.
"""

import codecs
import tomllib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from reasons.models.ingest import TALLY

FIELDS = (
    "external_ref",
    "occurred_at",
    "channel",
    "reason",
    "reason_path",
    "customer_ref",
    "direction",
    "resolution",
    "handle_seconds",
    "note",
)
REQUIRED = ("external_ref", "occurred_at", "channel")
# The columns of a tally (C-12), ours and as the file calls them. Who counted on paper has no more.
TALLY_FIELDS = {
    "occurred_at": "date",
    "channel": "channel",
    "reason": "reason",
    "reason_path": "reason_path",
    "count": "count",
}
TALLY_REQUIRED = ("occurred_at", "channel", "count")
DIMENSION = "dim:"
CONSTANTS = ("source", *(name for name in FIELDS if name not in ("external_ref", "customer_ref")))
SECTIONS = {
    "file": ("encoding", "delimiter", "sheet", "kind"),
    "columns": (*FIELDS, "count"),
    "formats": ("occurred_at",),
    "values": FIELDS,
    "levels": ("empty", "missing"),
    "constants": CONSTANTS,
}
CATCH_ALL, SKIP = "catch_all", "skip"
UTF8 = "utf-8-sig"  # with or without the mark that Excel puts before the text
PROBE = datetime(2026, 11, 22)  # noqa: DTZ001 - only to try a format with


class RefusedMapping(Refusal):
    """The mapping file itself is wrong."""


@dataclass(frozen=True)
class Mapping:
    """`columns` maps our name to one or more of theirs; `missing_level` says what an empty
    level in the middle of a path means: the catch-all of that level, or no level at all."""

    document: dict[str, Any] = field(default_factory=dict)
    encoding: str = UTF8
    delimiter: str = ""
    sheet: str = ""
    kind: str = ""
    columns: Dictionary[str, tuple[str, ...]] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    values: Dictionary[str, Dictionary[str, str]] = field(default_factory=dict)
    empty_levels: frozenset[str] = frozenset()
    missing_level: str = CATCH_ALL
    constants: Dictionary[str, str] = field(default_factory=dict)

    @property
    def is_tally(self) -> bool:
        return self.kind == TALLY

    @property
    def own_names(self) -> Dictionary[str, str]:
        """The fields of such a file, and the names of their columns where the mapping has none."""
        return TALLY_FIELDS if self.is_tally else {name: name for name in FIELDS}

    @property
    def required(self) -> tuple[str, ...]:
        return TALLY_REQUIRED if self.is_tally else REQUIRED

    @classmethod
    def parse(cls, text: str) -> Self:
        """The mapping in a TOML text; RefusedMapping naming the place that is wrong."""
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            message = _("The mapping file is not valid TOML: %(detail)s.")
            raise RefusedMapping(message, detail=str(error)) from error
        return cls.from_document(document)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        sections = _sections(document)
        file, levels, constants = sections["file"], sections["levels"], sections["constants"]
        columns = {
            name: tuple(_texts(theirs, "columns", name))
            for name, theirs in sections["columns"].items()
        }
        kind = _kind(file.get("kind", ""))
        _check_columns(columns, constants, kind)
        return cls(
            document=document,
            encoding=_encoding(_text(file.get("encoding", UTF8), "file", "encoding")),
            delimiter=_delimiter(_text(file.get("delimiter", ""), "file", "delimiter")),
            sheet=_text(file.get("sheet", ""), "file", "sheet"),
            kind=kind,
            columns=columns,
            formats=_formats(sections["formats"].get("occurred_at", [])),
            values={name: _value_map(name, given) for name, given in sections["values"].items()},
            empty_levels=frozenset(_texts(levels.get("empty", []), "levels", "empty")),
            missing_level=_missing_level(levels.get("missing", CATCH_ALL)),
            constants={name: _text(value, "constants", name) for name, value in constants.items()},
        )


def _sections(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    for section, content in document.items():
        if section not in SECTIONS or not isinstance(content, dict):
            raise _unknown(section, "", SECTIONS)
        for key in content:
            is_dimension = key.startswith(DIMENSION) and len(key) > len(DIMENSION)
            takes_dimensions = section in ("columns", "values", "constants")
            if key not in SECTIONS[section] and not (is_dimension and takes_dimensions):
                raise _unknown(key, section, SECTIONS[section])
    return {section: document.get(section, {}) for section in SECTIONS}


def _unknown(key: str, section: str, possible: Any) -> RefusedMapping:
    message = _("Mapping file: '%(key)s' is not known here. Possible: %(possible)s.")
    place = f"[{section}] {key}" if section else key
    return RefusedMapping(message, key=place, possible=", ".join(possible))


def _wrong(section: str, key: str) -> RefusedMapping:
    message = _("Mapping file: the value of '%(key)s' is not usable.")
    return RefusedMapping(message, key=f"[{section}] {key}")


def _text(value: object, section: str, key: str) -> str:
    if not isinstance(value, str):
        raise _wrong(section, key)
    return value if section == "file" else value.strip()


def _texts(value: object, section: str, key: str) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    if section == "columns" and (not listed or (len(listed) > 1 and key != "reason_path")):
        raise _wrong(section, key)
    return [_text(item, section, key) for item in listed]


def _check_columns(
    columns: dict[str, tuple[str, ...]], constants: dict[str, Any], kind: str
) -> None:
    if "count" in columns and kind != TALLY:
        raise _wrong("columns", "count")
    for name in columns.keys() & constants.keys():
        message = _("Mapping file: '%(key)s' is given as a column and as a constant.")
        raise RefusedMapping(message, key=name)


def _encoding(name: str) -> str:
    try:
        codec = codecs.lookup(name)
        "a".encode(codec.name)
    except (LookupError, UnicodeError) as error:
        raise RefusedMapping(_("Mapping file: unknown encoding '%(name)s'."), name=name) from error
    return UTF8 if codec.name == "utf-8" else codec.name


def _delimiter(text: str) -> str:
    if len(text) > 1 or text in ("\r", "\n", '"'):
        raise _wrong("file", "delimiter")
    return text


def _kind(text: object) -> str:
    if text not in ("", TALLY):
        raise _wrong("file", "kind")
    return str(text)


def _formats(value: object) -> tuple[str, ...]:
    formats = tuple(_texts(value, "formats", "occurred_at"))
    for pattern in formats:
        try:
            known = datetime.strptime(PROBE.strftime(pattern), pattern).date() == PROBE.date()  # noqa: DTZ007
        except ValueError:
            known = False
        if not known:
            message = _("Mapping file: '%(format)s' is not a format with day, month and year.")
            raise RefusedMapping(message, format=pattern)
    return formats


def _value_map(name: str, given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        raise _wrong("values", name)
    return {key.strip(): _text(value, f"values.{name}", key) for key, value in given.items()}


def _missing_level(value: object) -> str:
    if value not in (CATCH_ALL, SKIP):
        raise _wrong("levels", "missing")
    return str(value)
