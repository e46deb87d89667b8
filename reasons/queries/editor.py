"""What the editor of the tree shows: the way to one reason, and where another could go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from reasons.models import TreeChange
from reasons.queries import choices, outline
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
    `leaves_on`: only those that can be chosen on that day."""
    wanted = outline.fold(query).split()
    if not wanted:
        return []
    texts = _texts(tree)
    offered = choices.active_leaves(tree, leaves_on) if leaves_on else tree.nodes
    found = (
        node
        for node in offered
        if node.id not in without
        and node.merged_into_id is None
        and all(word in texts[node.id] for word in wanted)
    )
    return [_place(tree, node, language) for node in islice(found, FOUND_AT_ONCE)]


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


def changes_of(reason_id: int | None, *, most: int) -> list[TreeChange]:
    """The newest changes of the tree, or of one reason, with who made them; two queries."""
    found = TreeChange.objects.select_related("actor", "reason", "undone_by", "undoes")
    if reason_id is not None:
        found = found.filter(revisions__reason=reason_id).distinct()
    return list(found.order_by("-at", "-pk")[:most])
