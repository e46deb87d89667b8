"""What the loop tells people about findings, in both languages at once.

A report is frozen in Dutch and English together, so both texts stand side by side here and not
in the catalogue: a later translation may not change what was published. Form: direction,
numbers, range, basis; no "significant", nothing vague.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.text import Truncator

from contactreductie.core.figures import number, percent
from feedbackloop.enums import FindingKind
from raci.models.action import TITLE_LENGTH

Figures = Mapping[str, Any]


class Texts(NamedTuple):
    """One sentence for each language."""

    nl: str
    en: str


def finding_texts(kind: FindingKind, *, week: str, name: Texts, figures: Figures) -> Texts:
    """The sentence of one finding; `name` is the reason's path in both languages."""
    write = WRITERS[kind]
    texts = []
    for language, locale in (("nl", "nl"), ("en", "en-gb")):
        with translation.override(locale):
            texts.append(write(language, week, getattr(name, language), figures))
    return Texts(*texts)


def action_title(kind: FindingKind, name: str) -> str:
    """The title of the action that a finding opens, in the installation's first language; cut
    where it would not fit."""
    return Truncator(TITLES[kind].format(name=name)).chars(TITLE_LENGTH)


TITLES = {
    FindingKind.SPIKE: "Onderzoek de stijging: {name}",
    FindingKind.TOP_DRIVER: "Verminder contact over: {name}",
}


def _spike(language: str, week: str, name: str, figures: Figures) -> str:
    direction = {"nl": "meer dan de verwachte", "en": "more than the expected"}[language]
    return _alarm(language, direction, week, name, figures)


def _drop(language: str, week: str, name: str, figures: Figures) -> str:
    direction = {"nl": "minder dan de verwachte", "en": "fewer than the expected"}[language]
    return _alarm(language, direction, week, name, figures)


def _alarm(language: str, direction: str, week: str, name: str, figures: Figures) -> str:
    text = {
        "nl": "{contacts} {noun} over ‘{name}’ in {week}, {direction} {expected} (tussen {low} en"
        " {high}), op basis van {weeks} weken{basis}.",
        "en": "{contacts} {noun} about ‘{name}’ in {week}, {direction} {expected} (between {low}"
        " and {high}), based on {weeks} weeks{basis}.",
    }[language]
    noun = {"nl": ("contact", "contacten"), "en": ("contact", "contacts")}[language]
    return text.format(
        noun=noun[figures["contacts"] != 1],
        direction=direction,
        name=name,
        week=week,
        contacts=number(figures["contacts"]),
        expected=number(figures["expected"]),
        low=number(figures["low"]),
        high=number(figures["high"]),
        weeks=figures["weeks"],
        basis=_basis(language, figures["denominator"]),
    )


def _basis(language: str, denominator: Mapping[str, str] | None) -> str:
    if denominator is None:
        return ""
    joined = {"nl": " en het aantal {name}", "en": " and the number of {name}"}[language]
    return joined.format(name=denominator[language].lower())


def _top_driver(language: str, week: str, name: str, figures: Figures) -> str:
    text = {
        "nl": "‘{name}’ was in {week} goed voor {share} van alle contacten ({contacts} van {total})"
        " en er liep nog geen actie op.",
        "en": "‘{name}’ made up {share} of all contacts in {week} ({contacts} of {total})"
        " and had no action yet.",
    }[language]
    return text.format(
        name=name,
        week=week,
        share=percent(figures["share"]),
        contacts=number(figures["contacts"]),
        total=number(figures["total"]),
    )


def _catch_all(language: str, week: str, name: str, figures: Figures) -> str:
    text = {
        "nl": "Van ‘{name}’ stond in {week} {share} onder ‘{catch_all}’ ({contacts} van {total}),"
        " de week ervoor {before}: maak er subredenen voor.",
        "en": "In {week}, {share} of ‘{name}’ was under ‘{catch_all}’ ({contacts} of {total}),"
        " the week before {before}: make reasons for it.",
    }[language]
    return text.format(
        name=name,
        week=week,
        share=percent(figures["share"]),
        before=percent(figures["previous_share"]),
        catch_all=figures["catch_all"][language],
        contacts=number(figures["contacts"]),
        total=number(figures["total"]),
    )


WRITERS: dict[FindingKind, Callable[[str, str, str, Figures], str]] = {
    FindingKind.SPIKE: _spike,
    FindingKind.DROP: _drop,
    FindingKind.TOP_DRIVER: _top_driver,
    FindingKind.CATCH_ALL: _catch_all,
}
