"""The reference lists a registration is checked against, loaded in one go."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Self

from reasons.models import Channel, ContactReason, Dimension, DimensionValue
from reasons.queries.tree import ReasonTree


@dataclass(frozen=True)
class Catalog:
    """Reasons, channels and dimensions by code. Ended values are in it; the rules refuse them.

    `values` maps a dimension's code to its values by code; `required` maps a reason's id to the
    dimensions that it demands, its ancestors' demands included.
    """

    tree: ReasonTree
    channels: dict[str, Channel]
    dimensions: dict[str, Dimension]
    values: dict[str, dict[str, DimensionValue]]
    required: dict[int, list[Dimension]]

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
