"""What an agent can choose from."""

from collections.abc import Iterator
from datetime import date

from reasons.enums import ReasonKind
from reasons.models import ContactReason
from reasons.queries.tree import ReasonNode, ReasonTree

SEPARATOR = " › "


def lacks_catch_all(tree: ReasonTree, node: ReasonNode, day: date) -> bool:
    """R-3: a parent in use whose choices of that day leave no rest, so that an agent has to choose
    something wrong. Among noise nothing has to fit."""
    if tree.is_noise(node.id) or node.merged_into_id is not None:
        return False
    below = [
        child
        for child in tree.children(node.id)
        if child.merged_into_id is None and child.is_active_on(day)
    ]
    chosen = any(child.kind == ReasonKind.NORMAL and tree.is_leaf(child.id) for child in below)
    return chosen and not any(child.kind == ReasonKind.CATCH_ALL for child in below)


def active_leaves(tree: ReasonTree, day: date) -> Iterator[ReasonNode]:
    """The reasons that may be chosen on a day (C-3), in the tree's own order."""
    return (
        node
        for node in tree.nodes
        if tree.is_leaf(node.id) and node.merged_into_id is None and node.is_active_on(day)
    )


def by_main_reason(tree: ReasonTree, day: date, language: str) -> dict[str, list[tuple[str, str]]]:
    """Choices as {main reason: [(code, path below it)]}; a main reason without children is its
    own choice."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for node in active_leaves(tree, day):
        names = [step.name_in(language) for step in tree.path(node)]
        groups.setdefault(names[0], []).append((node.code, SEPARATOR.join(names[1:] or names)))
    return groups


def search_words() -> dict[str, str]:
    """Per reason code, everything besides its path that finds it: code, both names, synonyms."""
    rows = ContactReason.objects.without_tree_fields().values_list(
        "code", "name_nl", "name_en", "synonyms"
    )
    return {code: " ".join([code, nl, en, *synonyms]) for code, nl, en, synonyms in rows}
