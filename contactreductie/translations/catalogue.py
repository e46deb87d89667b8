"""The Dutch catalogue: in step with the source, filled, checked. No dates or line numbers in it,
so that a change shows as the lines that changed."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import polib

from contactreductie.translations.extraction import Message

METADATA = {
    "Project-Id-Version": "contactreductie",
    "Language": "nl",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
CONTEXT_SEPARATOR = "\x04"  # gettext's own: "context\x04msgid"
PERCENT_NAME = re.compile(r"%\((\w[^)]*)\)[a-z]|%([sdif])")
BRACE_NAME = re.compile(r"\{(\w*)[^{}]*\}")
STRAY_PERCENT = re.compile(r"%(?![%(sdif])")

Translation = str | list[str]


def read(path: Path) -> polib.POFile:
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    catalogue.wrapwidth = 0
    return catalogue


def write(catalogue: polib.POFile, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.metadata = METADATA
    catalogue.metadata_is_fuzzy = False
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(str(path))


def synchronise(catalogue: polib.POFile, messages: Iterable[Message]) -> None:
    """Adds what the source has, drops what it has no more, keeps the translations."""
    known = {_key(entry): entry for entry in catalogue}
    catalogue.clear()
    for message in messages:
        catalogue.append(_renewed(known.get(message.key), message))


def fill(catalogue: polib.POFile, translations: Mapping[str, Translation]) -> list[str]:
    """Takes over translations by msgid; returns the msgids that the source does not have."""
    entries = {CONTEXT_SEPARATOR.join(filter(None, _key(entry))): entry for entry in catalogue}
    for msgid, text in translations.items():
        if msgid in entries:
            _translate(entries[msgid], text)
    return sorted(set(translations) - set(entries))


def read_translations(path: Path) -> dict[str, Translation]:
    """A file {"English": "Dutch" | ["singular", "plural"]}."""
    translations: dict[str, Translation] = json.loads(path.read_text(encoding="utf-8"))
    return translations


def problems(catalogue: polib.POFile, messages: Iterable[Message]) -> list[str]:
    """Each reason why the catalogue is not complete and right, as one line."""
    wanted = {message.key: message for message in messages}
    entries = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    lines = [f"missing: {wanted[key].msgid!r}" for key in wanted.keys() - entries.keys()]
    lines += [f"obsolete: {entries[key].msgid!r}" for key in entries.keys() - wanted.keys()]
    lines += [f"obsolete: {entry.msgid!r}" for entry in catalogue if entry.obsolete]
    for key in wanted.keys() & entries.keys():
        lines += _entry_problems(entries[key], wanted[key])
    return sorted(lines)


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def _renewed(known: polib.POEntry | None, message: Message) -> polib.POEntry:
    """A fresh entry that keeps a translation of the same kind."""
    entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = (known and known.msgstr_plural) or {0: "", 1: ""}
    elif known is not None:
        entry.msgstr = known.msgstr
    return entry


def _translate(entry: polib.POEntry, text: Translation) -> None:
    if entry.msgid_plural:
        singular, plural = (text, text) if isinstance(text, str) else text
        entry.msgstr_plural = {0: singular, 1: plural}
    else:
        entry.msgstr = text if isinstance(text, str) else text[0]


def _entry_problems(entry: polib.POEntry, message: Message) -> list[str]:
    if (entry.msgid_plural or "") != message.plural:
        return [f"other plural in the source: {entry.msgid!r}"]
    forms = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    sources = [message.msgid, message.plural] if message.plural else [message.msgid]
    if len(forms) < len(sources) or not all(forms):
        return [f"empty: {entry.msgid!r}"]
    lines = [f"fuzzy: {entry.msgid!r}"] if "fuzzy" in entry.flags else []
    allowed = [_placeholders(source) for source in sources]
    for index, form in enumerate(forms):
        # "1 action" may stand beside "%(count)s actions": the singular may follow either.
        fits = _placeholders(form) in (allowed if index == 0 else allowed[-1:])
        stray = any(allowed) and STRAY_PERCENT.search(form.replace("%%", ""))
        if not fits or (stray and not STRAY_PERCENT.search(sources[0].replace("%%", ""))):
            lines.append(f"other placeholders: {entry.msgid!r} -> {form!r}")
        if form[:1].isspace() != entry.msgid[:1].isspace():
            lines.append(f"other white space at the start: {entry.msgid!r} -> {form!r}")
    return lines


def _placeholders(text: str) -> frozenset[str]:
    text = text.replace("%%", "")
    percents = {name or f"%{kind}" for name, kind in PERCENT_NAME.findall(text)}
    return frozenset(percents | {f"{{{name}}}" for name in BRACE_NAME.findall(text)})
