"""Reasons as an import sees them: in the tree, or planned for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from reasons.enums import ReasonKind
from reasons.queries.tree import ReasonTree
from reasons.services.taxonomy import name_key


@dataclass(eq=False)
class Place:
    """One reason; a planned one has an id below zero. The root, above all reasons, has id 0."""

    id: int
    code: str
    parent: "Place | None"
    name_nl: str = ""
    name_en: str = ""
    kind: str = ReasonKind.NORMAL
    children: dict[str, "Place"] = field(default_factory=dict)
    catch_all: "Place | None" = None

    @property
    def is_planned(self) -> bool:
        return self.id < 0

    def attach(self, child: "Place") -> None:
        """Makes the child findable by its names."""
        for name in (child.name_nl, child.name_en):
            if name:
                self.children.setdefault(name_key(name), child)
        if child.kind == ReasonKind.CATCH_ALL:
            self.catch_all = child

    def steps(self) -> Iterator["Place"]:
        """The place itself, then those above it; not the root."""
        place: Place | None = self
        while place is not None and place.parent is not None:
            yield place
            place = place.parent


def from_tree(tree: ReasonTree) -> dict[int, Place]:
    """The places of a tree by id, the root among them under 0."""
    places = {0: Place(0, "", None)}
    for node in tree.nodes:  # parents come first
        parent = places[node.parent_id or 0]
        place = Place(node.id, node.code, parent, node.name_nl, node.name_en, node.kind)
        places[node.id] = place
        parent.attach(place)
    return places
