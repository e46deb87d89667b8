"""Reasons that are called nearly the same as what somebody is looking for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from reasons.models import ContactReason
from reasons.queries import choices
from reasons.queries.outline import fold
from reasons.queries.tree import ReasonTree

NEAR = 0.72  # of 1, as difflib measures it: a typing error or another ending
FEW = 3
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Near:
    """A reason that can be chosen; `path` is what stands above it."""

    code: str
    name: str
    path: str


def near(tree: ReasonTree, name: str, *, today: date, language: str) -> list[Near]:
    """Up to three reasons whose name or synonym is nearly `name`, the nearest first."""
    wanted = plain(name)
    if not wanted:
        return []
    called = dict(_names(tree, today))
    found = get_close_matches(wanted, called, n=4 * FEW, cutoff=NEAR)
    words = set(wanted.split())
    found += [other for other in called if words <= set(other.split())]
    codes = list(dict.fromkeys(called[other] for other in found))[:FEW]
    return [_shown(tree, code, language) for code in codes]


def plain(text: str) -> str:
    """Words alone, without case and accents."""
    return " ".join(WORD.findall(fold(text)))


def _names(tree: ReasonTree, today: date) -> Iterator[tuple[str, str]]:
    """Each name and synonym of what can be chosen, with the reason's code."""
    rows = ContactReason.objects.without_tree_fields().values_list("code", "synonyms")
    synonyms = dict(rows)
    for node in choices.active_leaves(tree, today):
        for name in (*synonyms.get(node.code, []), node.name_en, node.name_nl):
            yield plain(name), node.code


def _shown(tree: ReasonTree, code: str, language: str) -> Near:
    node = tree.by_code[code]
    above = [step.name_in(language) for step in tree.ancestors(node)]
    return Near(code, node.name_in(language), choices.SEPARATOR.join(above))
