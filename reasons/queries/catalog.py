"""The reference lists a registration is checked against, loaded in one go."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from contactreductie.core.statements import fetch_all
from reasons.models import Channel, ContactReason, Dimension, DimensionValue
from reasons.queries.tree import ReasonTree

STATE = "SELECT token FROM reasons_listsstate"


@dataclass(frozen=True, eq=False)
class Catalog:
    """Reasons, channels and dimensions by code. Ended values are in it; the rules refuse them.
    Many threads may share one: nobody changes it.

    `values` maps a dimension's code to its values by code; `required` maps a reason's id to the
    dimensions that it demands, its ancestors' demands included.
    """

    tree: ReasonTree
    channels: dict[str, Channel]
    dimensions: dict[str, Dimension]
    values: dict[str, dict[str, DimensionValue]]
    required: dict[int, list[Dimension]]

    @classmethod
    def current(cls) -> "Catalog":
        """The lists as they are now, remembered by this process for as long as nobody changes one
        (docs/adr/0014). Who changes lists himself, in the same transaction, loads them."""
        found = fetch_all(STATE)  # there is one row
        return _remembered(found[0][0]) if found else cls.load()

    def values_on(self, dimension: str, *days: date) -> list[DimensionValue]:
        """The values that a contact of one of these days may have (C-8)."""
        values = self.values[dimension].values()
        return [value for value in values if any(value.is_active_on(day) for day in days)]

    @classmethod
    def load(cls) -> Self:
        tree = ReasonTree.load()
        dimensions = {dimension.code: dimension for dimension in Dimension.objects.all()}
        values: dict[str, dict[str, DimensionValue]] = {code: {} for code in dimensions}
        for value in DimensionValue.objects.select_related("dimension"):
            values[value.dimension.code][value.code] = value
        return cls(
            tree=tree,
            channels={channel.code: channel for channel in Channel.objects.all()},
            dimensions=dimensions,
            values=values,
            required=_required_dimensions(tree, list(dimensions.values())),
        )


@lru_cache(maxsize=1)
def _remembered(token: str) -> Catalog:
    """Read after their token, so never older than it: when they changed in between, so did the
    token, and nobody asks for this one again."""
    return Catalog.load()


def _required_dimensions(
    tree: ReasonTree, dimensions: list[Dimension]
) -> dict[int, list[Dimension]]:
    demanded: dict[int, set[int]] = defaultdict(set)
    pairs = ContactReason.required_dimensions.through.objects.values_list(
        "contactreason_id", "dimension_id"
    )
    for reason_id, dimension_id in pairs:
        demanded[reason_id].add(dimension_id)
    for node in tree.nodes:  # parents come first, so demands flow down
        if node.parent_id is not None and demanded[node.parent_id]:
            demanded[node.id] |= demanded[node.parent_id]
    return {
        reason_id: [dimension for dimension in dimensions if dimension.pk in ids]
        for reason_id, ids in demanded.items()
        if ids
    }
