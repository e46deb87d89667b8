"""The reason tree in memory: one query, then every question about it is a look-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db import DEFAULT_DB_ALIAS

from reasons.enums import ReasonKind
from reasons.models import ContactReason

Rows = dict[int | None, list[tuple[Any, ...]]]
FIELDS = (
    "id",
    "code",
    "parent_id",
    "position",
    "name_nl",
    "name_en",
    "kind",
    "valid_from",
    "valid_until",
    "merged_into_id",
)


@dataclass(frozen=True, slots=True)
class ReasonNode:
    """One reason as the tree sees it; `depth` is 0 for a main reason."""

    id: int
    code: str
    parent_id: int | None
    position: int
    name_nl: str
    name_en: str
    kind: str
    valid_from: date | None
    valid_until: date | None
    merged_into_id: int | None
    depth: int

    def as_model(self) -> ContactReason:
        """The reason itself without asking for it again; what the tree does not hold is loaded
        when somebody asks for it."""
        names = [f.attname for f in ContactReason._meta.concrete_fields if f.attname in FIELDS]
        return ContactReason.from_db(DEFAULT_DB_ALIAS, names, [getattr(self, n) for n in names])

    def name_in(self, language: str) -> str:
        return (self.name_en or self.name_nl) if language.startswith("en") else self.name_nl

    def is_active_on(self, day: date) -> bool:
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_until is None or day <= self.valid_until)


class ReasonTree:
    """All reasons, parents before children, siblings by position and code.

    A merged reason keeps its place and its contacts, and is counted with the one that it was
    merged into: its `home` (R-7).
    """

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """`rows` hold FIELDS."""
        below: Rows = {}
        for row in sorted(rows, key=lambda row: (row[3], row[1])):
            below.setdefault(row[2], []).append(row)
        self.nodes: list[ReasonNode] = []
        self._children: dict[int | None, list[ReasonNode]] = {}
        self._place(below, None, 0)
        self.by_id = {node.id: node for node in self.nodes}
        self.by_code = {node.code: node for node in self.nodes}
        self._absorbed: dict[int, list[int]] = {}
        for node in self.nodes:
            if node.merged_into_id is not None:
                self._absorbed.setdefault(node.merged_into_id, []).append(node.id)
        self._noise = {node.id for node in self.nodes if self._has_noise(node)}

    @classmethod
    def load(cls) -> Self:
        return cls(list(ContactReason.objects.without_tree_fields().values_list(*FIELDS)))

    def children(self, reason_id: int | None) -> list[ReasonNode]:
        """The reasons directly below; of None: the main reasons."""
        return self._children.get(reason_id, [])

    def parent(self, node: ReasonNode) -> ReasonNode | None:
        return None if node.parent_id is None else self.by_id[node.parent_id]

    def path(self, node: ReasonNode) -> list[ReasonNode]:
        """From the main reason down to the node itself."""
        parent = self.parent(node)
        return [*(self.path(parent) if parent else []), node]

    def ancestors(self, node: ReasonNode) -> list[ReasonNode]:
        """From the main reason down to the node's parent."""
        return self.path(node)[:-1]

    def is_leaf(self, reason_id: int) -> bool:
        return not self.children(reason_id)

    def is_noise(self, reason_id: int) -> bool:
        """Whether the reason or one above it is noise: outside ratios and repeats (C-10)."""
        return reason_id in self._noise

    @property
    def noise_ids(self) -> set[int]:
        return set(self._noise)

    def home(self, reason_id: int, *, on: date | None = None) -> int:
        """With which reason the contacts of this one are counted: itself unless it was merged.
        `on`: as it was on that day, without the merges after it."""
        node = self.by_id[reason_id]
        while node.merged_into_id is not None and _has_ended(node, on):
            node = self.by_id[node.merged_into_id]
        return node.id

    def branch_ids(self, reason_id: int) -> set[int]:
        """The reason and everything that is counted below it or with it."""
        below = [child.id for child in self.children(reason_id) if child.merged_into_id is None]
        parts = (self.branch_ids(part) for part in [*below, *self._absorbed.get(reason_id, [])])
        return {reason_id}.union(*parts)

    def at_level(self, reason_id: int, level: int) -> int:
        """The reason's ancestor at a level counted from 1, or itself when it lies higher."""
        path = self.path(self.by_id[self.home(reason_id)])
        return path[min(level, len(path)) - 1].id

    def fold(self, counts: Mapping[int, int]) -> dict[int, int]:
        """Counts per reason summed into every reason above: the whole branch of each. What was
        merged counts with its home, and 0 by itself."""
        totals = dict.fromkeys(self.by_id, 0)
        for reason_id, count in counts.items():
            if reason_id in totals:
                totals[self.home(reason_id)] += count
        for node in reversed(self.nodes):
            if node.parent_id is not None:
                totals[node.parent_id] += totals[node.id]
        return totals

    def _place(self, below: Rows, parent: int | None, depth: int) -> None:
        for row in below.get(parent, []):
            node = ReasonNode(**dict(zip(FIELDS, row, strict=True)), depth=depth)
            self.nodes.append(node)
            self._children.setdefault(parent, []).append(node)
            self._place(below, node.id, depth + 1)

    def _has_noise(self, node: ReasonNode) -> bool:
        home = self.by_id[self.home(node.id)]
        return any(step.kind == ReasonKind.NOISE for step in self.path(home))


def _has_ended(node: ReasonNode, on: date | None) -> bool:
    return on is None or node.valid_until is None or node.valid_until <= on
