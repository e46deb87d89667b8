"""What the editor of the tree shows: the way to one reason, and where another could go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from reasons.enums import ReasonKind
from reasons.queries import choices, outline, similar
from reasons.queries.tree import ReasonNode, ReasonTree

FOUND_AT_ONCE = 20


@dataclass(frozen=True)
class EditorLine:
    """One line of the tree as far as it is open; `place` counts from 1 among its siblings."""

    node: ReasonNode
    name: str
    level: int
    place: int
    siblings: int
    below: int
    is_open: bool
    is_chosen: bool
    is_active: bool
    parent_code: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Place:
    """A reason that was searched for."""

    code: str
    name: str
    path: str


def lines(
    tree: ReasonTree, chosen: ReasonNode | None, *, today: date, language: str
) -> list[EditorLine]:
    """The main reasons, and below each reason on the way to the chosen one its children: as many
    lines as are to be looked at, whatever the size of the tree."""
    opened = {step.id for step in tree.path(chosen)} if chosen else set()

    def below(parent: int | None) -> Iterator[EditorLine]:
        siblings = tree.children(parent)
        for place, node in enumerate(siblings):
            yield EditorLine(
                node=node,
                name=node.name_in(language),
                level=node.depth + 1,
                place=place + 1,
                siblings=len(siblings),
                below=len(tree.children(node.id)),
                is_open=node.id in opened and not tree.is_leaf(node.id),
                is_chosen=chosen is not None and node.id == chosen.id,
                is_active=node.is_active_on(today) and node.merged_into_id is None,
                parent_code=tree.by_id[parent].code if parent is not None else "",
                before=siblings[place - 2].code if place > 1 else None,
                after=siblings[place + 1].code if place + 1 < len(siblings) else None,
            )
            if node.id in opened:
                yield from below(node.id)

    return list(below(None))


def search(
    tree: ReasonTree, query: str, *, leaves_on: date | None, without: set[int], language: str
) -> list[Place]:
    """Reasons whose path or words hold every word of the query, the first FOUND_AT_ONCE.
    `leaves_on`: only those that can be chosen on that day; without it a catch-all is left out, for
    nothing lies below it (R-3)."""
    wanted = outline.fold(query).split()
    if not wanted:
        return []
    texts = _texts(tree)
    offered = choices.active_leaves(tree, leaves_on) if leaves_on else tree.nodes
    found = (
        node
        for node in offered
        if node.id not in without
        and _may_hold(node, leaves_on)
        and all(word in texts[node.id] for word in wanted)
    )
    return [_place(tree, node, language) for node in islice(found, FOUND_AT_ONCE)]


def likely_parents(
    tree: ReasonTree, node: ReasonNode, *, today: date, without: set[int], language: str
) -> list[Place]:
    """Where a reason goes most often: the reason it lies below, the main reasons, its siblings."""
    near = [tree.parent(node), *tree.children(None), *tree.children(node.parent_id)]
    found = (
        place
        for place in dict.fromkeys(near)
        if place is not None
        and place.id not in without
        and place.is_active_on(today)
        and _may_hold(place, None)
    )
    return [_place(tree, place, language) for place in islice(found, FOUND_AT_ONCE)]


def likely_twins(tree: ReasonTree, node: ReasonNode, *, today: date, language: str) -> list[Place]:
    """What a reason is merged with most often: those called alike, then its siblings."""
    names = [name for name in (node.name_nl, node.name_en) if name]
    called = [
        tree.by_code[near.code]
        for name in names
        for near in similar.near(tree, name, today=today, language=language)
    ]
    beside = [one for one in choices.active_leaves(tree, today) if one.parent_id == node.parent_id]
    found = (
        twin
        for twin in dict.fromkeys([*called, *beside])
        if twin != node and tree.is_noise(twin.id) == tree.is_noise(node.id)
    )
    return [_place(tree, twin, language) for twin in islice(found, FOUND_AT_ONCE)]


def _may_hold(node: ReasonNode, leaves_on: date | None) -> bool:
    is_rest = node.kind == ReasonKind.CATCH_ALL
    return node.merged_into_id is None and (leaves_on is not None or not is_rest)


def _texts(tree: ReasonTree) -> dict[int | None, str]:
    """What finds each reason: its own words and those of all above it."""
    words = choices.search_words()
    texts: dict[int | None, str] = {None: ""}
    for node in tree.nodes:  # parents come first
        texts[node.id] = f"{texts[node.parent_id]} {outline.fold(words.get(node.code, ''))}"
    return texts


def _place(tree: ReasonTree, node: ReasonNode, language: str) -> Place:
    path = choices.SEPARATOR.join(step.name_in(language) for step in tree.ancestors(node))
    return Place(node.code, node.name_in(language), path)
