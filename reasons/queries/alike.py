"""Reasons that an agent can hardly tell apart by what they are called (R-2)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from reasons.enums import ReasonKind
from reasons.models import ContactReason
from reasons.queries import choices
from reasons.queries.similar import plain
from reasons.queries.tree import ReasonNode, ReasonTree

NEIGHBOURS = 5
ALIKE = 0.8  # of 1, as difflib measures it: another ending, an article more


@dataclass(frozen=True)
class Pair:
    """Two choices; `words` is what both are called or found by, empty for names that only
    resemble each other."""

    one: ReasonNode
    other: ReasonNode
    words: str = ""


def pairs(tree: ReasonTree, *, today: date) -> list[Pair]:
    """Choices anywhere in the tree that share a name or a synonym, and siblings with nearly the
    same name, in the tree's own order. Catch-alls are called alike on purpose, and what
    ends today is decided about. One query."""
    leaves = [
        node
        for node in choices.active_leaves(tree, today)
        if node.kind != ReasonKind.CATCH_ALL and node.valid_until != today
    ]
    found = _same(leaves)
    by_parent: dict[int | None, list[ReasonNode]] = defaultdict(list)
    for node in leaves:
        by_parent[node.parent_id].append(node)
    order = {node.id: place for place, node in enumerate(tree.nodes)}
    for siblings in by_parent.values():
        for near in _near(siblings):
            one, other = sorted(near, key=lambda node: order[node.id])
            found.setdefault((one.id, other.id), Pair(one, other))
    return [found[key] for key in sorted(found, key=lambda key: [order[pk] for pk in key])]


def _near(siblings: list[ReasonNode]) -> Iterator[tuple[ReasonNode, ReasonNode]]:
    """Sorted by name, each beside the few that follow: hundreds of siblings take no minutes
    (sorted neighbourhood; Hernández and Stolfo, 1995)."""
    names = sorted((plain(node.name_nl), node.id, node) for node in siblings)
    for place, (name, _id, node) in enumerate(names):
        for other_name, _other_id, other in names[place + 1 : place + 1 + NEIGHBOURS]:
            if _resemble(name, other_name):
                yield node, other


def _same(leaves: list[ReasonNode]) -> dict[tuple[int, int], Pair]:
    rows = ContactReason.objects.without_tree_fields().values_list("pk", "synonyms")
    synonyms = dict(rows)
    called: dict[str, list[ReasonNode]] = defaultdict(list)
    for node in leaves:
        names = (node.name_nl, node.name_en, *synonyms.get(node.id, []))
        for words in dict.fromkeys(plain(name) for name in names if name):
            called[words].append(node)
    return {
        (one.id, other.id): Pair(one, other, words)
        for words, nodes in called.items()
        for one, other in combinations(nodes, 2)
    }


def _resemble(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
